import type {Options} from '../core/options.ts';
import {UsageError} from '../core/usage-error.ts';
import {isClockTime} from '../core/mail-log/clock-time.ts';
import {buildOptions, type ReadFile} from './build-options.ts';
import {checkedOptions, isSought} from './checked-options.ts';
import {asPort, parseMailbox, parseTarget} from './target.ts';

/** What was typed into a form, by field: `server`, `port`, `user`, `from`, `to`, `aim`, `follow`, `around`. */
type Values = Readonly<Record<string, string>>;

/** The options that stand on the command line already. */
type Given = ReadonlyMap<string, string>;

/** What is wrong, in the words of the command line; nothing where it can be read. */
function faultOf(read: () => unknown): string | undefined {
	try {
		read();
		return undefined;
	} catch (error) {
		if (error instanceof UsageError) {
			return error.message;
		}

		throw error;
	}
}

/** What is wrong with the values of a form, by field; fields that are empty are not judged. */
export function faultsOf(values: Values, given: Given): Values {
	const checks: Readonly<Record<string, (value: string) => string | undefined>> = {
		server: value => faultOf(() => parseTarget(value, given.has('mx'))),
		port: value =>
			asPort(value) === undefined ? `“${value}”: a port is a number from 1 to 65535` : undefined,
		from: value => (value === '<>' ? undefined : faultOf(() => parseMailbox(value))),
		to: value => faultOf(() => parseMailbox(value)),
		user: value => (value.length > 320 ? 'This is too long for a user name.' : undefined),
		follow: value =>
			isSought(value) ? undefined : 'This must be a queue id, a Message-ID or an address.',
		around: value =>
			isClockTime(value)
				? values['follow'] === ''
					? 'Say which message, too: its id or an address.'
					: undefined
				: `“${value}”: a time of the server’s clock is written as 14:30 or 2026-11-25 14:30`,
	};
	return Object.fromEntries(
		Object.entries(values).flatMap(([name, value]) => {
			const fault = value === '' ? undefined : checks[name]?.(value);
			return fault === undefined ? [] : [[name, fault]];
		}),
	);
}

/** The options that a form means, on top of those of the command line; or what is wrong with them. */
export function optionsOf(
	values: Values,
	given: Given,
	readFile: ReadFile,
): {options: Options} | {error: string} {
	const words = new Map(given);
	for (const name of ['port', 'user', 'from', 'to', 'aim', 'records']) {
		const value = values[name];
		if (value) {
			words.set(name, value);
		}
	}

	const {follow: sought, around} = values;
	try {
		const options = buildOptions(words, values['server'], readFile);
		return {
			options: sought
				? // Where the server is that has the log is asked once the way to it was gone
					checkedOptions({...options, follow: {sought, ...(around && {around})}}, '--')
				: options,
		};
	} catch (error) {
		if (error instanceof UsageError) {
			return {error: error.message};
		}

		throw error;
	}
}
