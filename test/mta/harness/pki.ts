/** Certificates of the test’s own, made by OpenSSL in a machine of `images.ts`, kept for a month. */
import {createHash} from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {serverAddress, serverAddress6, serverName} from './addresses.ts';
import {startMachine} from './machine.ts';

/** A chain as a server sends it; `ca.pem` is the root that vouches for all but the self-signed one. */
export type Certificate =
	'valid' | 'expired' | 'not-yet-valid' | 'wrong-name' | 'no-intermediate' | 'self-signed';

const script = readFileSync(path.join(import.meta.dirname, 'pki.sh'), 'utf8');

/** The folder within `cache` that this month’s certificates are in. */
export function pkiFolder(cache: string): string {
	const key = createHash('sha256').update(script).digest('hex').slice(0, 16);
	return path.join(cache, `pki-${new Date().toISOString().slice(0, 7)}-${key}`);
}

/** Makes them where they are missing. */
export async function makePki(cache: string, image: string): Promise<void> {
	const folder = pkiFolder(cache);
	if (existsSync(folder)) {
		return;
	}

	const made = `${folder}.${process.pid}`;
	const shared = mkdtempSync(path.join(tmpdir(), 'smtp-medic-mta-'));
	mkdirSync(path.join(shared, 'pki'));
	const machine = await startMachine('pki', image, shared);
	try {
		await machine.write('/tmp/pki.sh', script);
		await machine.must(`sh /tmp/pki.sh /mnt/pki ${serverName} ${serverAddress},${serverAddress6}`);
		cpSync(path.join(shared, 'pki'), made, {recursive: true});
		renameSync(made, folder);
	} finally {
		await machine.stop();
		rmSync(shared, {recursive: true, force: true});
	}
}
