import {closeSync, openSync, writeSync} from 'node:fs';
import type {Session} from './core/session.ts';
import {UsageError} from './core/usage-error.ts';

/**
 * Writes every event of a session to a file for its owner alone, as it comes. Throws a UsageError where
 * the file cannot be made; a disk that is full later is told once, and does not end the session.
 */
export function saveSession(
	name: string,
	session: Session,
	complain: (message: string) => void,
): void {
	const fault = (error: unknown) => {
		const code = error instanceof Error && 'code' in error ? String(error.code) : '?';
		return new UsageError(`--save ${name}: the file cannot be written (${code})`);
	};

	let file: number;
	try {
		file = openSync(name, 'w', 0o600);
	} catch (error) {
		throw fault(error);
	}

	const stop = session.subscribe(event => {
		let over = event.type === 'result';
		try {
			writeSync(file, `${JSON.stringify(event)}\n`);
		} catch (error) {
			over = true;
			complain(fault(error).message);
		}

		if (over) {
			stop();
			closeSync(file);
		}
	});
}
