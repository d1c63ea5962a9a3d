import {holds} from './condition.ts';
import type {CauseReport, DiagnosisFacts, FixStep} from './event.ts';
import type {ByHand, Cause, Evidence, Knowledge, Phrase, Remedy} from './knowledge.ts';
import type {Observation, Tag} from './observation.ts';
import {serverOfCommand} from './mail-programs.ts';
import {fill, type Fillings} from './phrase.ts';
import {shownCommand} from './shown-command.ts';
import {subjectOf} from './subject.ts';
import type {Certainty, ErrorClass, Mta, Stage, Standing} from './vocabulary.ts';

/** What stopped the mail, before its causes are weighed. */
export type Failure = {
	class: ErrorClass;
	stage: Stage;
	summary: string;
	certainty: Certainty;
	alternatives: readonly ErrorClass[];
	/** The observations that decided it. */
	because: readonly Observation[];
};

type Weighed = {cause: Cause; standing: Standing; balance: number; evidence: readonly string[]};

const standingOrder: readonly Standing[] = ['confirmed', 'likely', 'possible', 'ruled-out'];
const frequencyOrder: readonly Cause['frequency'][] = ['common', 'usual', 'rare'];
const marks: Readonly<Record<Evidence['weight'], string>> = {
	proves: 'proves it',
	for: 'for it',
	against: 'against it',
	excludes: 'rules it out',
};

/** A filled phrase on one line, however many lines the server’s words in it have. */
function inWords(phrase: Phrase, ...sources: readonly Fillings[]): string {
	return fill(phrase, ...sources).replaceAll('\n', ' ');
}

function weigh(cause: Cause, observations: readonly Observation[], subject: Fillings): Weighed {
	const found = cause.evidence.flatMap(evidence => {
		const because = holds(evidence.when, observations);
		return because ? [{evidence, because}] : [];
	});
	const has = (weight: Evidence['weight']) => found.some(f => f.evidence.weight === weight);
	const count = (weight: Evidence['weight']) =>
		found.filter(f => f.evidence.weight === weight).length;
	const balance = count('for') - count('against');
	const standing: Standing = has('excludes')
		? 'ruled-out'
		: has('proves')
			? 'confirmed'
			: balance > 0
				? 'likely'
				: 'possible';
	const strongestFirst = (['excludes', 'proves', 'for', 'against'] as const).flatMap(weight =>
		found.filter(f => f.evidence.weight === weight),
	);
	return {
		cause,
		standing,
		balance,
		evidence: strongestFirst.map(
			({evidence, because}) =>
				`${inWords(evidence.says, because.at(0)?.data ?? {}, subject)} (${marks[evidence.weight]})`,
		),
	};
}

function stepsOf(remedy: Remedy, subject: Fillings): readonly FixStep[] {
	return remedy.steps.map(step => ({
		mta: remedy.mta,
		text: inWords(step.say, subject),
		command: step.command ? shownCommand(step.command, subject) : '',
		effect: step.effect,
		undo: step.undo ? inWords(step.undo, subject) : '',
	}));
}

/**
 * Remedies for the recognised software first, then those for any, then the others. One that fits what
 * was seen takes the place of the general one for its software.
 */
function fixesOf(
	cause: Cause,
	remedies: readonly Remedy[],
	observations: readonly Observation[],
	subject: Fillings,
): readonly FixStep[] {
	const rank = (mta: Mta | 'any') => (mta === subject['mta'] ? 0 : mta === 'any' ? 1 : 2);
	const fitting = remedies.filter(
		({cause: id, when}) => id === cause.id && (!when || holds(when, observations)),
	);
	const exact = new Set(fitting.filter(({when}) => when).map(({mta}) => mta));
	return fitting
		.filter(({mta, when}) => when || !exact.has(mta))
		.toSorted((a, b) => rank(a.mta) - rank(b.mta))
		.flatMap(remedy => stepsOf(remedy, subject));
}

/**
 * Where one of the checks is for the software that was recognised, those for other software are in the
 * way; where none is, they show what to look for.
 */
function checksFor(cause: Cause, mta: unknown): readonly ByHand[] {
	const isFor = cause.confirm.map(({command}) => serverOfCommand(command));
	return mta !== undefined && isFor.some(server => server === mta)
		? cause.confirm.filter((_, index) => [undefined, mta].includes(isFor[index]))
		: cause.confirm;
}

/**
 * Weighs every cause of a class against what was observed, most likely first. `known` are facts for
 * sentences and commands that no observation holds.
 */
export function causesOf(
	failure: ErrorClass,
	observations: readonly Observation[],
	knowledge: Pick<Knowledge, 'causes' | 'remedies'>,
	known: Fillings = {},
): readonly CauseReport[] {
	const subject = {...subjectOf(observations), ...known};
	const weighed = knowledge.causes
		.filter(cause => cause.explains.includes(failure))
		.map(cause => weigh(cause, observations, subject));
	const confirmed = new Set(
		weighed.flatMap(({cause, standing}) => (standing === 'confirmed' ? cause.id : [])),
	);
	const effects = ({cause, standing}: Weighed) =>
		standing === 'confirmed' ? (cause.bringsAbout ?? []).filter(id => confirmed.has(id)).length : 0;
	const isNamed = weighed.some(({cause, standing}) => !cause.general && standing === 'confirmed');
	return weighed
		.filter(
			({cause, standing, balance}) =>
				!cause.whenSeen?.includes(failure) || standing === 'confirmed' || balance > 0,
		)
		.filter(({cause, evidence}) => !cause.general || (!isNamed && evidence.length > 0))
		.toSorted(
			(a, b) =>
				standingOrder.indexOf(a.standing) - standingOrder.indexOf(b.standing) ||
				effects(b) - effects(a) ||
				b.balance - a.balance ||
				frequencyOrder.indexOf(a.cause.frequency) - frequencyOrder.indexOf(b.cause.frequency),
		)
		.map(({cause, standing, evidence}) => ({
			id: cause.id,
			title: inWords(cause.title, subject),
			because: inWords(cause.because, subject),
			standing,
			evidence,
			...(standing === 'ruled-out'
				? {confirm: [], fix: []}
				: {
						confirm: checksFor(cause, subject.mta).map(({text, command}) => ({
							text: inWords(text, subject),
							command: shownCommand(command, subject),
						})),
						fix: fixesOf(cause, knowledge.remedies, observations, subject),
					}),
		}));
}

/** One sentence for an observation, by the table of sentences. */
export function sentenceOf(
	observed: Observation,
	sentences: Readonly<Record<Tag, string>>,
	subject: Fillings,
): string {
	const reply = 'reply' in observed.data ? observed.data.reply : {};
	return inWords(sentences[observed.tag], observed.data, reply, subject);
}

/** The full diagnosis of a failure. */
export function diagnose(
	failure: Failure,
	observations: readonly Observation[],
	knowledge: Pick<Knowledge, 'causes' | 'remedies' | 'sentences'>,
): DiagnosisFacts {
	const subject = subjectOf(observations);
	return {
		class: failure.class,
		stage: failure.stage,
		summary: failure.summary,
		certainty: failure.certainty,
		alternatives: failure.alternatives,
		evidence: [...new Set(failure.because.map(o => sentenceOf(o, knowledge.sentences, subject)))],
		causes: causesOf(failure.class, observations, knowledge),
	};
}
