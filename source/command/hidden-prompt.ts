import type {ReadStream, WriteStream} from 'node:tty';

/**
 * Asks for a password in a terminal without showing it. `undefined` where it was given up with
 * ctrl-c, ctrl-d or an abort. The terminal is as it was afterwards.
 */
export async function askHidden(
	text: string,
	input: ReadStream,
	output: WriteStream,
	signal: AbortSignal,
): Promise<string | undefined> {
	output.write(`${text}: `);
	input.setRawMode(true);
	input.setEncoding('utf8');
	input.resume();
	try {
		return await new Promise(resolve => {
			let typed: string[] = [];
			const read = (chunk: string) => {
				for (const key of chunk) {
					switch (key) {
						case '\r':
						case '\n': {
							resolve(typed.join(''));
							return;
						}

						case '\u0003':
						case '\u0004': {
							resolve(undefined);
							return;
						}

						case '\u0015': {
							typed = [];
							break;
						}

						case '\u007f':
						case '\b': {
							typed.pop();
							break;
						}

						default: {
							typed.push(key);
						}
					}
				}
			};

			input.on('data', read);
			signal.addEventListener('abort', () => resolve(undefined), {once: true});
		});
	} finally {
		input.removeAllListeners('data');
		input.setRawMode(false);
		input.pause();
		output.write('\n');
	}
}
