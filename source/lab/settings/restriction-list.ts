import {words} from './network-list.ts';

/** The access restrictions that the practice server knows (postconf(5)). */
export const restrictions = [
	'permit',
	'permit_mynetworks',
	'permit_sasl_authenticated',
	'permit_auth_destination',
	'reject',
	'reject_unauth_destination',
	'defer',
	'defer_unauth_destination',
] as const;
export type Restriction = (typeof restrictions)[number];

const guards: readonly string[] = [
	'reject',
	'reject_unauth_destination',
	'defer',
	'defer_unauth_destination',
];

function isRestriction(word: string): word is Restriction {
	return restrictions.some(known => known === word);
}

/** Reads a restriction list; returns it, or a sentence that names the word that is not known. */
export function parseRestrictions(value: string): {list: readonly Restriction[]} | {wrong: string} {
	const list: Restriction[] = [];
	for (const written of words(value)) {
		const word = written.toLowerCase();
		if (!isRestriction(word)) {
			return {wrong: `The practice server does not know the restriction "${word}".`};
		}

		list.push(word);
	}

	return {list};
}

/**
 * Whether the lists together keep strangers from relaying. Without one of the guards smtpd(8) ends
 * with "specify at least one working instance of …" instead of being an open relay.
 */
export function guardsRelay(...lists: ReadonlyArray<readonly string[]>): boolean {
	return lists.flat().some(word => guards.includes(word));
}
