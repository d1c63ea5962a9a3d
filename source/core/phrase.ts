import {certificateFaults} from './certificate-fault.ts';

/** What a placeholder can be filled with. */
export type Fillings = Readonly<Record<string, unknown>>;

const placeholder = /\{([a-zA-Z]+)\}/g;

function wordOf(value: unknown): string | undefined {
	if (value === undefined || value === null || value === '') {
		return undefined;
	}

	if (typeof value === 'number') {
		return String(Math.round(value * 10) / 10);
	}

	if (Array.isArray(value)) {
		return value.length > 0 ? value.join(', ') : 'none';
	}

	return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The same in a sentence: a code of OpenSSL’s has its meaning before it, and yes or no are words. */
function wordForPeople(value: unknown): string | undefined {
	const word = wordOf(value);
	const meaning = word === undefined ? undefined : certificateFaults[word];
	return typeof value === 'boolean'
		? value
			? 'yes'
			: 'no'
		: meaning === undefined
			? word
			: `${meaning} (${word})`;
}

/** A duration for people: milliseconds below a second, seconds above. */
export function duration(milliseconds: number): string {
	return milliseconds < 1000
		? `${Math.round(milliseconds * 10) / 10} ms`
		: `${(milliseconds / 1000).toFixed(1)} s`;
}

/**
 * Fills `{name}` in a sentence; a name that nothing is known for stays readable as `name`. A number
 * before ` ms` is a duration and changes its unit where that reads better.
 */
export function fill(phrase: string, ...sources: readonly Fillings[]): string {
	return phrase.replace(/\{([a-zA-Z]+)\}( ms\b)?/g, (_, name: string, unit = '') => {
		for (const source of sources) {
			const value = source[name];
			if (unit && typeof value === 'number') {
				return duration(value);
			}

			const word = wordForPeople(value);
			if (word !== undefined) {
				return `${word}${unit}`;
			}
		}

		return `${name}${unit}`;
	});
}

const plainWord = /^[A-Za-z0-9._:@%+=,/[\]-]+$/;

/**
 * Fills `{name}` in a shell command. Only values that mean nothing to a shell are put in, so that a
 * hostile name can be pasted without harm; any other stands as its name in capitals, to be filled
 * in by hand. So does one with a leading `-`, which would be read as an option, or `=` (a path in zsh).
 */
export function fillCommand(template: string, ...sources: readonly Fillings[]): string {
	return template.replace(placeholder, (_, name: string) => {
		for (const source of sources) {
			const value = source[name];
			const word = Array.isArray(value) && value.length === 0 ? undefined : wordOf(value);
			if (word !== undefined && plainWord.test(word) && !/^[-=]/.test(word)) {
				return word;
			}
		}

		return name.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase();
	});
}
