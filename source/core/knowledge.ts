import type {Condition} from './condition.ts';
import type {Tag} from './observation.ts';
import type {ErrorClass, Mta, QuestionId, ReplyClass, Service, Stage} from './vocabulary.ts';

/**
 * One text for every rendering. `{name}` stands for a fact (of the observation that matched, or of
 * the session's subject); text between backticks is a command or a setting.
 */
export type Phrase = string;

/**
 * A shell command. `{name}` stands for a fact and is quoted for the shell where it is put in.
 */
export type CommandTemplate = string;

/** A rule that reads a reply. Every field that is there must fit. */
export type ReplyRule = {
	/** A name of its own, such as `postfix-relay-access-denied`. */
	id: string;
	class: ReplyClass;
	/** Other classes that the same words allow. */
	alternatives?: readonly ReplyClass[];
	stages?: readonly Stage[];
	/** First and last reply code, both included. */
	codes?: readonly [from: number, to: number];
	/** Enhanced codes without their class digit (`7.1`), or with it (`5.7.1`). */
	enhanced?: readonly string[];
	/** One of these must be found in the text. Case is ignored by the rule's own flag `i`. */
	says?: readonly RegExp[];
	/** None of these may be found in the text. */
	unless?: readonly RegExp[];
	mta?: readonly Mta[];
	services?: readonly Service[];
	/** The rule holds before (`false`) or after (`true`) a successful AUTH. */
	authenticated?: boolean;
	/** Replies on which the rule fires, complete with code. */
	samples: readonly [string, ...string[]];
	/** Where the wording is from: software and file, RFC section, or a provider's page. */
	source: string;
};

/** What the wizard offers when a class is named. */
export type NextAction =
	| 'sign-in'
	| 'other-port'
	| 'recipient'
	| 'sender'
	| 'control-ports'
	| 'show-fix'
	| 'rerun'
	| 'report';

/** What a class means, for a person. */
export type ClassInfo = {
	class: ErrorClass;
	/** The field's words: "Relay access denied". */
	title: string;
	/** One or two sentences without jargon: what this means for the mail. */
	meaning: Phrase;
	question: QuestionId;
	/** What to do next, in one sentence. */
	next: Phrase;
	actions: readonly NextAction[];
	/** Where to read on: RFC sections. */
	reference: string;
};

export type Weight = 'proves' | 'for' | 'against' | 'excludes';

export type Evidence = {when: Condition; says: Phrase; weight: Weight};

/** How to confirm by hand; `command` is empty where there is no command for it. */
export type ByHand = {text: Phrase; command: CommandTemplate};

/** A root cause that explains a class. */
export type Cause = {
	/** Stable id of the project's vocabulary, such as `client-not-in-mynetworks`. */
	id: string;
	explains: readonly ErrorClass[];
	title: Phrase;
	/** One or two sentences: why this cause has this effect. */
	because: Phrase;
	/** How often it is the reason in practice, before any evidence; decides ties. */
	frequency: 'common' | 'usual' | 'rare';
	evidence: readonly Evidence[];
	confirm: readonly ByHand[];
};

export type RemedyStep = {
	say: Phrase;
	command?: CommandTemplate;
	/** `reads` looks, `changes` alters a system. */
	effect: 'reads' | 'changes';
	/** How to take a change back. */
	undo?: Phrase;
};

/** What puts a cause right on one server software. */
export type Remedy = {
	cause: string;
	mta: Mta | 'any';
	/** Where the steps are done. */
	where: 'server' | 'client' | 'dns' | 'provider';
	/** What makes the change effective. */
	apply?: 'reload' | 'restart';
	steps: readonly [RemedyStep, ...RemedyStep[]];
};

/** A hosting or access provider that blocks mail ports. */
export type Provider = {
	name: string;
	/** Ports that are blocked outgoing by default. */
	blocked: readonly number[];
	open: readonly number[];
	/** How to have the block lifted. */
	lift: Phrase;
	/** Endings of the reverse names of its addresses. */
	reverse: readonly string[];
	source: string;
	/** When the source was read or quoted, ISO date; absent where unknown. */
	asOf?: string;
};

/** Words by which server software is known. */
export type SoftwareSign = {
	mta: Mta;
	/** Where the words stand. */
	where: 'banner' | 'ehlo' | 'reply';
	says: RegExp;
	certainty: 'certain' | 'likely' | 'possible';
	sample: string;
	source: string;
};

/** All data that deciding needs, handed to the engine as one argument. */
export type Knowledge = {
	rules: readonly ReplyRule[];
	classes: Readonly<Record<ErrorClass, ClassInfo>>;
	causes: readonly Cause[];
	remedies: readonly Remedy[];
	providers: readonly Provider[];
	software: readonly SoftwareSign[];
	/** One sentence for each kind of observation. */
	sentences: Readonly<Record<Tag, Phrase>>;
	/** By check: how to see the same by hand. */
	byHand: Readonly<Record<string, {command: CommandTemplate; does: Phrase; why: Phrase}>>;
};
