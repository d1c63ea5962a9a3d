import {ensureImages} from './images.ts';

/** Vitest's global set-up: installs the servers once, before the tests start them side by side. */
export async function setup(): Promise<void> {
	await ensureImages();
}
