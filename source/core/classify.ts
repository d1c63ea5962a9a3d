import type {ReplyRule} from './knowledge.ts';
import {createPatternFilter, type PatternFilter} from './pattern-filter.ts';
import {readText} from './reply-text.ts';
import type {Certainty, Mta, ReplyClass, Service, Stage} from './vocabulary.ts';

/**
 * One reply or error. At least one of `code`, `text` and `error` should be there; what is not said
 * leaves alternatives open.
 */
export type ClassifyInput = {
	/** Where it came; `command` is any other command. */
	stage?: Stage | undefined;
	/** The reply code. */
	code?: number | undefined;
	/** The enhanced status code (RFC 3463). */
	enhanced?: string | undefined;
	/** What the server said, with or without the codes; lines parted by line feeds. */
	text?: string | undefined;
	/** An error code of the operating system, of Node or of OpenSSL, such as `ECONNREFUSED`. */
	error?: string | undefined;
	/** The server software, where it is known. */
	mta?: Mta | undefined;
	service?: Service | undefined;
	/** AUTH has succeeded on this connection. */
	authenticated?: boolean | undefined;
	/** The connection is encrypted. */
	tls?: boolean | undefined;
};

export type Classification = {
	class: ReplyClass;
	/** Other classes that the same words allow, the likelier first. */
	alternatives: readonly ReplyClass[];
	certainty: Certainty;
	/** The id of the rule that decided; `success` and `none` are no rules. */
	rule: string;
};

export type Classify = (input: ClassifyInput) => Classification;

/** What the rules look at. */
type Seen = {
	stage: Stage;
	code: number | undefined;
	enhanced: string | undefined;
	/** The text, ready to be held against patterns. */
	words: PatternFilter;
	error: string | undefined;
	input: ClassifyInput;
};

const nothing: Classification = {
	class: 'other',
	alternatives: [],
	certainty: 'possible',
	rule: 'none',
};

function fitsEnhanced(listed: readonly string[], enhanced: string | undefined): boolean {
	return (
		enhanced !== undefined && (listed.includes(enhanced) || listed.includes(enhanced.slice(2)))
	);
}

function fitsInput({mta, services, authenticated}: ReplyRule, input: ClassifyInput): boolean {
	return (
		(!mta || (input.mta !== undefined && mta.includes(input.mta))) &&
		(!services || (input.service !== undefined && services.includes(input.service))) &&
		(authenticated === undefined || authenticated === input.authenticated)
	);
}

/**
 * Words count also where they come without a code, as in logs. A rule about one code, or about codes
 * more than words, does not.
 */
function fitsCode({codes, strength}: ReplyRule, {code, enhanced}: Seen): boolean {
	if (!codes) {
		return true;
	}

	const [from, to] = codes;
	if (code !== undefined) {
		return code >= from && code <= to;
	}

	if (strength === 'code' && enhanced !== undefined) {
		const hundred = Number(enhanced.charAt(0)) * 100;
		return from <= hundred && hundred + 99 <= to;
	}

	return to - from >= 99 && (strength === 'wording' || strength === 'phrase');
}

function fits(rule: ReplyRule, seen: Seen): boolean {
	const {words} = seen;
	if (rule.error) {
		return (
			seen.error !== undefined &&
			(!rule.stages || rule.stages.includes(seen.stage)) &&
			rule.error.test(seen.error)
		);
	}

	return (
		(!rule.stages || rule.stages.includes(seen.stage)) &&
		fitsCode(rule, seen) &&
		(!rule.clientSide || seen.code === undefined) &&
		(!rule.enhanced || fitsEnhanced(rule.enhanced, seen.enhanced)) &&
		fitsInput(rule, seen.input) &&
		(!rule.says || rule.says.some(pattern => words.test(pattern))) &&
		!rule.unless?.some(pattern => words.test(pattern))
	);
}

function certaintyOf(rule: ReplyRule): Certainty {
	const usual = rule.strength === 'wording' || rule.strength === 'phrase' ? 'likely' : 'possible';
	return rule.certainty ?? usual;
}

/**
 * The error code that counts. With happy eyeballs (RFC 8305) the outer ETIMEDOUT may be no more than
 * the short limit for one address; what the attempts came to stands in the message.
 */
function errorThatCounts(error: string, text: string): string {
	if (error !== 'ETIMEDOUT' || !text.includes('AggregateError')) {
		return error;
	}

	const codes = text.slice(0, 4096).match(/\bE[A-Z]{4,12}\b/g) ?? [];
	return codes.find(code => code !== error) ?? error;
}

/**
 * Makes the classifier. The first rule that fits decides, so `rules` stand in the order in which they
 * are to be asked. The result is total: any input has a class, and nothing is thrown.
 */
export function createClassifier(rules: readonly ReplyRule[]): Classify {
	const onErrors = rules.filter(rule => rule.error);
	const onText = rules.filter(rule => !rule.error);
	const strong = onText.filter(({strength}) => strength === 'wording' || strength === 'phrase');

	const words = createPatternFilter(
		onText.flatMap(({says = [], unless = []}) => [...says, ...unless]),
	);

	function result(rule: ReplyRule, seen: Seen): Classification {
		const given = certaintyOf(rule);
		const isContradicted =
			given === 'certain' &&
			!rule.error &&
			strong.some(other => other.class !== rule.class && fits(other, seen));
		return {
			class: rule.class,
			alternatives: rule.alternatives ?? [],
			certainty: isContradicted ? 'likely' : given,
			rule: rule.id,
		};
	}

	return input => {
		const text = typeof input.text === 'string' ? input.text : '';
		const read = readText(text);
		const code = input.code ?? read.code;
		if (code !== undefined && code >= 200 && code < 400) {
			return {class: 'success', alternatives: [], certainty: 'certain', rule: 'success'};
		}

		words.look(read.words);
		const seen: Seen = {
			stage: input.stage ?? 'command',
			code,
			enhanced: input.enhanced ?? read.enhanced,
			words,
			error: input.error === undefined ? undefined : errorThatCounts(input.error, text),
			input,
		};
		const byError = seen.error === undefined ? undefined : onErrors.find(r => fits(r, seen));
		const rule = byError ?? onText.find(r => fits(r, seen));
		return rule ? result(rule, seen) : nothing;
	};
}
