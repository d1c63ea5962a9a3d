import type {SoftwareSign} from './knowledge.ts';
import type {Certainty, Mta} from './vocabulary.ts';

/** What the words of a server give away about its software. */
export type Recognised = {
	mta: Mta;
	/** The words that gave it away, as the server sent them; not yet made safe to print. */
	evidence: string;
	certainty: Certainty;
};

export type Recognise = (where: SoftwareSign['where'], text: string) => Recognised | undefined;

/** More of a text than this is not read, in characters. */
const longest = 4096;
const order: readonly Certainty[] = ['certain', 'likely', 'possible'];

/**
 * Makes the function that recognises server software by its greeting, its EHLO reply or any other
 * reply (texts with or without reply codes). The surest sign that fits decides, the earlier one of
 * two that are as sure.
 */
export function createRecogniser(signs: readonly SoftwareSign[]): Recognise {
	const sorted = signs.toSorted((a, b) => order.indexOf(a.certainty) - order.indexOf(b.certainty));
	const byPlace = {
		banner: sorted.filter(sign => sign.where === 'banner'),
		ehlo: sorted.filter(sign => sign.where === 'ehlo'),
		reply: sorted.filter(sign => sign.where === 'reply'),
	};
	return (where, text) => {
		const read = text.slice(0, longest);
		for (const {says, mta, certainty} of byPlace[where]) {
			const evidence = says.exec(read)?.[0];
			if (evidence !== undefined) {
				return {mta, evidence: evidence.trim(), certainty};
			}
		}

		return undefined;
	};
}
