import type {TranscriptLine} from './event.ts';
import type {Phrase} from './knowledge.ts';

/** What something means, and where that is laid down. */
export type Meaning = {says: Phrase; reference: string};

/** What is known about the lines of a dialogue. */
export type LineKnowledge = {
	/** Commands by their first word. */
	verbs: Readonly<Record<string, Meaning>>;
	/** Keywords of the EHLO reply. */
	extensions: Readonly<Record<string, Meaning>>;
	/** Reply codes. */
	codes: Readonly<Record<number, Meaning>>;
	/** What the first digit of a code says by itself. */
	firstDigits: Readonly<Record<number, Phrase>>;
	/** Enhanced codes without their first digit: `7.1`. */
	enhanced: Readonly<Record<string, Meaning>>;
};

/** One part of a line with what it means. */
export type LinePart = Meaning & {part: string};

function ofCommand(text: string, {verbs}: LineKnowledge): LinePart[] {
	const verb = /^[A-Za-z]+/.exec(text)?.[0].toUpperCase() ?? '';
	const meaning = verbs[verb];
	return meaning ? [{part: verb, ...meaning}] : [];
}

/** The second and later lines of an EHLO reply name an extension each. */
function ofKeyword(text: string, {extensions}: LineKnowledge): LinePart[] {
	const keyword = /^250[ -]([A-Za-z0-9-]+)/.exec(text)?.[1]?.toUpperCase() ?? '';
	const meaning = extensions[keyword];
	return meaning ? [{part: keyword, ...meaning}] : [];
}

function ofReply(text: string, knowledge: LineKnowledge): LinePart[] {
	const found = /^(\d{3})(?:[ -](?:([245])\.(\d{1,3}\.\d{1,3})\b)?|$)/.exec(text);
	if (!found) {
		return [];
	}

	const [, code = '', first, rest = ''] = found;
	const digit = knowledge.firstDigits[Number(code[0])];
	const meaning = knowledge.codes[Number(code)];
	const finer = knowledge.enhanced[rest];
	return [
		...(digit ? [{part: `${code[0] ?? ''}xx`, says: digit, reference: 'RFC 5321 4.2.1'}] : []),
		...(meaning ? [{part: code, ...meaning}] : []),
		...(finer ? [{part: `${first ?? ''}.${rest}`, ...finer}] : []),
	];
}

/**
 * Explains one line of the dialogue, part by part: the command, the extension, the code and the
 * enhanced code. `afterEhlo`: the line belongs to the reply to EHLO and is not its first, so that it
 * names an extension. Empty where nothing is known about the line.
 */
export function explainLine(
	{from, text}: Pick<TranscriptLine, 'from' | 'text'>,
	afterEhlo: boolean,
	knowledge: LineKnowledge,
): readonly LinePart[] {
	switch (from) {
		case 'client': {
			return ofCommand(text, knowledge);
		}

		case 'server': {
			const keyword = afterEhlo ? ofKeyword(text, knowledge) : [];
			return keyword.length > 0 ? keyword : ofReply(text, knowledge);
		}

		case 'note': {
			return [];
		}
	}
}
