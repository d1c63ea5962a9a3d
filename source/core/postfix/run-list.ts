import type {Asking} from './ask.ts';
import type {RunWords} from './check-access.ts';
import type {Outcome, Step} from './outcome.ts';
import {type Word, withoutBraces, wordsOf} from './placed.ts';
import {type Call, configurationError, type ReplayState} from './replay-state.ts';
import {composed, restrictions} from './restrictions.ts';

const deepest = 100;

/** Whether a restriction is a shorthand: a table by itself means the check of the list that it is in. */
function isShorthand(text: string): boolean {
	return text.includes(':');
}

/** The words of a restriction class, or of a restriction that is made of others. */
function classWords(state: ReplayState, name: string): readonly Word[] | undefined {
	const {settings} = state;
	const classes = settings.words('smtpd_restriction_classes').map(({text}) => text);
	return classes.includes(name) ? settings.words(name) : undefined;
}

function composedWords(word: Word): readonly Word[] | undefined {
	return composed[word.text.toLowerCase()]?.map(text => ({text, at: word.at}));
}

type Taken = {outcome: Outcome; used: number};

/** One restriction at the head of `words`; `used` counts it and its argument. */
function* take(
	state: ReplayState,
	words: readonly Word[],
	call: Pick<Call, 'subject' | 'access'>,
): Asking<Taken> {
	const [word, next] = words;
	if (!word) {
		return {outcome: 'dunno', used: 1};
	}

	const shorthand = isShorthand(word.text);
	const name = (shorthand ? call.access : word.text).toLowerCase();
	const entry = Object.hasOwn(restrictions, name) ? restrictions[name] : undefined;
	const argument = shorthand ? word.text : entry?.takes ? (next?.text ?? '') : '';
	const used = entry?.takes && !shorthand ? 2 : 1;
	const written = entry?.takes && !shorthand ? `${word.text} ${argument}`.trim() : word.text;
	const made: Call = {...call, word, written, argument: withoutBraces(argument)};
	if (!entry) {
		const inner = composedWords(word) ?? classWords(state, word.text);
		const outcome = inner ? yield* runWords(state, inner, call) : configurationError(state, made);
		return {outcome, used};
	}

	if (entry.takes === 'table' && !argument.includes(':')) {
		return {outcome: configurationError(state, made), used};
	}

	const seenBefore = state.unseen.length;
	const outcome = yield* entry.run(state, made, runWords);
	const came: Step['came'] =
		typeof outcome === 'object' ? 'reject' : state.unseen.length > seenBefore ? 'unseen' : outcome;
	state.steps.push({restriction: written, at: word.at, list: state.list.name, came});
	return {outcome, used};
}

/**
 * Goes through restrictions as smtpd does: the first that permits or refuses ends the list
 * (SMTPD_ACCESS_README).
 */
export const runWords: RunWords = function* (state, words, call) {
	let rest = words;
	let outcome: Outcome = 'dunno';
	state.depth++;
	while (rest.length > 0 && outcome === 'dunno' && !state.discard && state.depth < deepest) {
		if (rest[0]?.text.toLowerCase() === 'warn_if_reject') {
			state.warnAt ||= state.depth;
			rest = rest.slice(1);
			continue;
		}

		const taken = yield* take(state, rest, call);
		outcome = taken.outcome;
		rest = rest.slice(taken.used);
		if (state.warnAt >= state.depth) {
			state.warnAt = 0;
		}

		if (state.deferIfPermit && state.deferIfReject) {
			break; // Whatever comes, the reply is that of the one or the other
		}
	}

	state.depth--;
	if (state.warnAt > state.depth) {
		state.warnAt = 0;
	}

	return outcome;
};

/** The restrictions of a list, each with its argument. */
export function membersOf(words: readonly Word[]): string[] {
	const members: string[] = [];
	for (let index = 0; index < words.length; index++) {
		const {text = ''} = words[index] ?? {};
		const entry = restrictions[text.toLowerCase()];
		if (entry?.takes) {
			index++;
			members.push(`${text} ${words[index]?.text ?? ''}`.trim());
		} else {
			members.push(text);
		}
	}

	return members;
}

/** Goes through the list that a parameter holds. */
export function* runList(
	state: ReplayState,
	parameter: string,
	call: Pick<Call, 'subject' | 'access'>,
): Asking<Outcome> {
	const words = wordsOf(state.settings.value(parameter));
	state.list = {name: parameter, members: membersOf(words)};
	state.depth = 0;
	state.warnAt = 0;
	return yield* runWords(state, words, call);
}
