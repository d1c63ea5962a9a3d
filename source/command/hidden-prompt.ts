import type {ReadStream, WriteStream} from 'node:tty';

/** Arrows and the like, which come as several characters and are no part of a password. */
const functionKey = new RegExp(`${String.fromCodePoint(27)}(?:[[O][\\d;]*[A-Za-z~])?`, 'g');

/** What a key does to a text that is typed in hiding. */
function typeKey(typed: readonly string[], key: string): readonly string[] {
	switch (key) {
		case '\u0015': {
			return []; // Ctrl-u
		}

		case '\u007f':
		case '\b': {
			return typed.slice(0, -1);
		}

		default: {
			return [...typed, key];
		}
	}
}

/**
 * Asks for a password in a terminal without showing it. `undefined` where it was given up with ctrl-d
 * or an abort; ctrl-c calls `interrupt`, as it would without this prompt. The terminal is as it was
 * afterwards.
 */
export async function askHidden(
	text: string,
	input: ReadStream,
	output: WriteStream,
	{signal, interrupt}: {signal: AbortSignal; interrupt(): void},
): Promise<string | undefined> {
	// Before the prompt: whoever answers it at once must not see it echoed
	input.setRawMode(true);
	output.write(`${text}: `);
	input.setEncoding('utf8');
	input.resume();
	let read: (chunk: string) => void = () => undefined;
	try {
		return await new Promise(resolve => {
			let typed: readonly string[] = [];
			read = chunk => {
				for (const key of chunk.replaceAll(functionKey, '')) {
					if (key === '\r' || key === '\n') {
						resolve(typed.join(''));
						return;
					}

					if (key === '\u0003') {
						interrupt(); // Which aborts
						return;
					}

					if (key === '\u0004') {
						resolve(undefined);
						return;
					}

					typed = typeKey(typed, key);
				}
			};

			input.on('data', read);
			signal.addEventListener('abort', () => resolve(undefined), {once: true});
		});
	} finally {
		input.off('data', read);
		input.setRawMode(false);
		input.pause();
		output.write('\n');
	}
}
