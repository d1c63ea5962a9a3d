import {closeSync, fstatSync, openSync, readdirSync, readSync, statSync} from 'node:fs';
import path from 'node:path';
import {hasMessageId, headerOf, headersInMbox} from './core/headers/mailbox-headers.ts';
import {UsageError} from './core/usage-error.ts';

/** Of a mailbox file its end is read, in bytes; of a message its beginning. */
const limits = {mbox: 64 * 1024 * 1024, header: 256 * 1024, messages: 20_000} as const;

function readPart(file: string, from: 'start' | 'end', most: number): string {
	if (!statSync(file).isFile()) {
		throw new UsageError(
			`--headers ${file}: this is no file that can be read twice; give a file or a Maildir`,
		);
	}

	const handle = openSync(file, 'r');
	try {
		const {size} = fstatSync(handle);
		const buffer = Buffer.alloc(Math.min(size, most));
		const start = from === 'end' ? size - buffer.length : 0;
		const length = readSync(handle, buffer, 0, buffer.length, start);
		return buffer.toString('utf8', 0, length);
	} finally {
		closeSync(handle);
	}
}

/** When a message came, by the name of its file in a Maildir. */
const arrivalOf = (file: string) => Number(/^\d{9,11}/.exec(path.basename(file))?.[0] ?? 0);

/** The messages of a Maildir, the newest first; undefined where a folder is none. */
function messagesIn(folder: string): readonly string[] | undefined {
	const isInner = ['cur', 'new'].includes(path.basename(folder));
	const folders = isInner ? [folder] : ['new', 'cur'].map(name => path.join(folder, name));
	const found = folders.flatMap(name => {
		const isThere = statSync(name, {throwIfNoEntry: false})?.isDirectory() ?? false;
		return isThere ? [readdirSync(name).map(entry => path.join(name, entry))] : [];
	});
	return found.length === 0
		? undefined
		: found
				.flat()
				.filter(file => !path.basename(file).startsWith('.'))
				.toSorted((a, b) => arrivalOf(b) - arrivalOf(a));
}

/** One after the other, as far as somebody wants them. */
function* headersOf(files: readonly string[]): Iterable<string> {
	for (const file of files) {
		yield headerOf(readPart(file, 'start', limits.header));
	}
}

/** Takes the wanted one of several headers, the newest first; else the newest. */
function choose(headers: Iterable<string>, wanted: string | undefined, what: string): string {
	for (const header of headers) {
		if (wanted === undefined || hasMessageId(header, wanted)) {
			return header;
		}
	}

	throw new UsageError(
		wanted === undefined
			? `--headers ${what}: there is no message in it`
			: `--headers ${what}: there is no message with the Message-ID ${wanted} in it`,
	);
}

/**
 * The header of a message from a file: the message itself, a mailbox file (mbox) or a Maildir. Of several
 * it is the one with the Message-ID `wanted`, else the newest. Nothing of any other is kept. Throws a
 * UsageError where there is none, and what the file system says.
 */
export function readCopy(name: string, wanted: string | undefined): string {
	if (statSync(name).isDirectory()) {
		const messages = messagesIn(name);
		if (!messages) {
			throw new UsageError(
				`--headers ${name}: this folder is no Maildir (it has neither \`new\` nor \`cur\`)`,
			);
		}

		return choose(headersOf(messages.slice(0, limits.messages)), wanted, name);
	}

	const begin = readPart(name, 'start', limits.header);
	if (!/^From \S/.test(begin)) {
		return headerOf(begin);
	}

	const headers = headersInMbox(readPart(name, 'end', limits.mbox)).toReversed();
	return choose(headers, wanted, name);
}
