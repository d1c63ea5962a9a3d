import type {Arguments} from './command/arguments.ts';
import type {ReadFile} from './command/build-options.ts';
import {UsageError} from './core/usage-error.ts';

/** The password, where an option names the place that holds it. Throws a UsageError where it does not. */
export function knownPassword(
	{options}: Arguments,
	environment: Readonly<Record<string, string | undefined>>,
	readFile: ReadFile,
): string | undefined {
	const variable = options.get('password-env');
	if (variable !== undefined) {
		const known = environment[variable];
		if (!known) {
			throw new UsageError(`--password-env ${variable}: there is no such environment variable`);
		}

		return known;
	}

	const file = options.get('password-file');
	if (file !== undefined) {
		const known = readFile(file, 'password-file').split(/\r?\n/)[0] ?? '';
		if (!known) {
			throw new UsageError(`--password-file ${file}: its first line is empty`);
		}

		return known;
	}

	return undefined;
}
