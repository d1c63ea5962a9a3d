import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import {userInfo} from 'node:os';
import {connect} from '../connect.ts';
import {errorCode} from '../error-code.ts';
import {runProgram, type Ended} from '../run-program.ts';
import type {Hands} from './hands.ts';

const ended = (how: Ended['how'], stdout: string, stderr: string): Ended => ({
	how,
	exit: how === 'exit' ? 0 : null,
	stdout,
	stderr,
	cut: false,
});

/** Opened so that neither a pipe nor a device can make it wait. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Reads up to `most` bytes; files of /proc say that they have none, so the size is not asked. */
async function readBytes(file: string, from: 'start' | 'end', most: number): Promise<Ended> {
	const handle = await open(file, flags);
	try {
		const about = await handle.stat();
		if (!about.isFile()) {
			return ended('broken', '', 'it is no regular file');
		}

		const buffer = Buffer.alloc(most);
		const start = from === 'end' ? Math.max(0, about.size - most) : 0;
		let length = 0;
		while (length < most) {
			const {bytesRead} = await handle.read(buffer, length, most - length, start + length);
			if (bytesRead === 0) {
				break;
			}

			length += bytesRead;
		}

		return ended('exit', buffer.toString('utf8', 0, length), '');
	} finally {
		await handle.close();
	}
}

function isRoot(): boolean {
	try {
		return userInfo().uid === 0;
	} catch {
		return false; // There is no entry for this user: a container with a bare user id
	}
}

/** This machine’s own hands. */
export function createLocalHands(): Hands {
	return {
		async prepare() {
			return undefined;
		},
		isRoot,
		run: runProgram,
		async read(file, from, {limit, signal}) {
			signal.throwIfAborted();
			try {
				return await readBytes(file, from, limit + 1);
			} catch (error) {
				const code = errorCode(error);
				const how =
					code === 'ENOENT' || code === 'ENOTDIR'
						? 'absent'
						: code === 'EACCES' || code === 'EPERM'
							? 'forbidden'
							: 'broken';
				return ended(how, '', code);
			}
		},
		connect,
		async close() {
			// There is no connection to end
		},
	};
}
