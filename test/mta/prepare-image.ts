import {ensureImage} from './image.ts';

/** Vitest's global set-up: installs Postfix once, before the tests start it side by side. */
export function setup(): void {
	ensureImage();
}
