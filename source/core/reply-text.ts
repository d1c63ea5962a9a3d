/** More of a text than this is not read, in characters: reasons stand at the beginning. */
const longest = 4096;

/** .NET's SmtpException says what the reply code means in its opinion, then this, then the reply. */
const introduction = 'the server response was: ';

const leadingCodes =
	/^[\s"'(]*(?:smtp[: ]+|error:? )?([2-5]\d\d)(?![\d.])[-\s:#]*(?:([245]\.\d{1,3}\.\d{1,3})(?![\d.])[\s:;-]*)?/;
const lineCodes = /^\s*[2-5]\d\d(?:[-\s]\s*(?:[245]\.\d{1,3}\.\d{1,3}(?![\d.]))?|$)/;
const enhancedAlone = /^\s*#?([245]\.\d{1,3}\.\d{1,3})(?![\d.])[\s:;-]*/;
const enhancedAnywhere = /[(#\s[]([245]\.\d{1,2}\.\d{1,3})(?=[\s)\],;:-]|$)/;

/** What a reply's text tells, ready for the rules. */
export type ReadText = {
	/** Lower case, one line, addresses as `<@>`, without codes at the beginning of lines. */
	words: string;
	/** Codes that stand in the text itself. */
	code: number | undefined;
	enhanced: string | undefined;
};

function isAddressCharacter(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	// NaN at the ends; space and controls; < > ( ) [ ] " ' , ; : `
	return code > 32 && !`<>()[]"',;:\``.includes(text.charAt(at));
}

/** Where an address begins that stands in the query of a URL, or else where its run of characters does. */
function addressWithin(run: string): number {
	return run.startsWith('//')
		? 1 + Math.max(...['/', '?', '&', '='].map(mark => run.lastIndexOf(mark)))
		: 0;
}

/** Replaces `a@b` and `<a@b>`, so that words within addresses are not taken for the server's. */
function withoutAddresses(text: string): string {
	let result = '';
	let done = 0;
	for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
		if (at < done) {
			continue;
		}

		let from = at;
		let to = at + 1;
		while (from > done && isAddressCharacter(text, from - 1)) {
			from--;
		}

		from += addressWithin(text.slice(from, at));
		while (to < text.length && isAddressCharacter(text, to)) {
			to++;
		}

		if (text[from - 1] === '<' && text[to] === '>' && from > done) {
			from--;
			to++;
		}

		result += `${text.slice(done, from)}<@>`;
		done = to;
	}

	return result + text.slice(done);
}

/** Takes the accents off Latin letters and unifies apostrophes and widths; other scripts stay. */
function plainLetters(text: string): string {
	// eslint-disable-next-line no-control-regex -- ASCII as a whole
	if (/^[\u0000-\u007F]*$/.test(text)) {
		return text;
	}

	return text
		.normalize('NFKD')
		.replaceAll(/([a-z])[\u0300-\u036F]{1,8}/g, '$1')
		.replaceAll(/[\u2018\u2019\u201B\u2032\u00B4]/g, "'")
		.replaceAll(/[\u2010-\u2015]/g, '-')
		.replaceAll('\u00DF', 'ss')
		.normalize('NFC');
}

/** The server's own words, where a client puts a sentence of its own before them. */
function withoutIntroduction(text: string): string {
	const introduced = text.indexOf(introduction);
	return introduced === -1 ? text : text.slice(introduced + introduction.length);
}

/** Some servers write a sentence as one word, with underscores. Error codes in capitals stay. */
function inWords(text: string): string {
	const isOneWord = /^(?:[2-5]\d\d[ -])?[^\s_]+_[^\s_]+_\S+$/.test(text);
	return isOneWord && /[a-z]/.test(text) ? text.replaceAll('_', ' ') : text;
}

/** Prepares a text for the rules. Total and bounded, whatever the text is. */
export function readText(whole: string): ReadText {
	const text = withoutIntroduction(plainLetters(inWords(whole.slice(0, longest)).toLowerCase()));
	const start = leadingCodes.exec(text);
	const alone = start ? undefined : enhancedAlone.exec(text)?.[1];
	const body = start ? text.slice(start[0].length) : text;
	const lines = body.includes('\n')
		? body
				.split('\n')
				.map(line => line.replace(lineCodes, ''))
				.join(' ')
		: body;
	const words = withoutAddresses(lines).replaceAll(/\s+/g, ' ').trim();
	return {
		words: alone ? words.replace(enhancedAlone, '') : words,
		code: start?.[1] ? Number(start[1]) : undefined,
		enhanced: start?.[2] ?? alone ?? enhancedAnywhere.exec(text)?.[1],
	};
}
