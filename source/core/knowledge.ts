import type {Condition} from './condition.ts';
import type {Tag} from './observation.ts';
import type {
	Certainty,
	ErrorClass,
	Mta,
	QuestionId,
	ReplyClass,
	Service,
	Stage,
} from './vocabulary.ts';

/**
 * One text for every rendering. `{name}` stands for a fact (of the observation that matched, or of
 * the session's subject); text between backticks is a command or a setting.
 */
export type Phrase = string;

/**
 * A shell command. `{name}` stands for a fact and is quoted for the shell where it is put in.
 */
export type CommandTemplate = string;

/**
 * How much a rule rests on. Rules of an earlier strength are asked first.
 * `wording`: a sentence that one software or provider is known for.
 * `phrase`: words that mean this whoever says them.
 * `hint`: a word or a stage that points there where nothing clearer is said.
 * `code`: a code that names a reason (most enhanced codes, 535, 556), for texts that say nothing.
 * `fallback`: what such a reply mostly means at that stage.
 */
export const strengths = ['wording', 'phrase', 'hint', 'code', 'fallback'] as const;
export type Strength = (typeof strengths)[number];

/**
 * A rule that reads a reply or an error. Every field that is there must fit. Patterns are written in
 * lower case and are held against the text in lower case, on one line, without codes and accents on
 * Latin letters, with every mail address as `<@>`.
 */
export type ReplyRule = {
	/** A name of its own, such as `postfix-relay-access-denied`. */
	id: string;
	class: ReplyClass;
	/** Other classes that the same words allow. */
	alternatives?: readonly ReplyClass[];
	strength: Strength;
	/** Where it is absent: `likely` for wordings and phrases, `possible` for the rest. */
	certainty?: Certainty;
	stages?: readonly Stage[];
	/** First and last reply code, both included. */
	codes?: readonly [from: number, to: number];
	/** Enhanced codes without their class digit (`7.1`), or with it (`5.7.1`). */
	enhanced?: readonly string[];
	/**
	 * The whole error code of the operating system, of Node or of OpenSSL, in capitals. A rule that has
	 * this reads no replies.
	 */
	error?: RegExp;
	/** The rule reads a client's error message: what has a reply code is none. */
	clientSide?: true;
	/** One of these must be found in the text. */
	says?: readonly RegExp[];
	/** None of these may be found in the text. */
	unless?: readonly RegExp[];
	mta?: readonly Mta[];
	services?: readonly Service[];
	/** The rule holds before (`false`) or after (`true`) a successful AUTH. */
	authenticated?: boolean;
	/**
	 * Replies on which the rule fires, complete with code; for `error`, error codes. Names in them are
	 * invented.
	 */
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
	/** The cause is spoken of only where something was seen of it, and no other one is confirmed. */
	general?: true;
	/** Of these classes it is a rare cause: it is spoken of only where something speaks for it. */
	whenSeen?: readonly ErrorClass[];
	/** Causes that this one brings about. Where both are confirmed, this one is what to put right. */
	bringsAbout?: readonly string[];
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
	/** The remedy fits only where this was seen; then it takes the place of the general one. */
	when?: Condition;
	steps: readonly [RemedyStep, ...RemedyStep[]];
};

/** A hosting or access provider, and what it does with outgoing mail ports. */
export type Provider = {
	name: string;
	/** What it blocks and for whom, in one sentence with its limits. */
	policy: Phrase;
	/** Ports that are blocked outgoing by default. */
	blocked: readonly number[];
	/** Ports that are said to be open; what stands in neither list is not known. */
	open: readonly number[];
	/** How to have the block lifted, in one sentence. */
	lift: Phrase;
	/** Endings of the reverse names of its addresses, in lower case and without a leading dot. */
	reverse: readonly string[];
	/** What the firmware of its machines says, as a whole value of `/sys/class/dmi/id/`. */
	dmi: readonly string[];
	/** The page that says so. */
	source: string;
	/** `read`: the page itself. `quoted`: others quote it. `unverified`: told without a source. */
	known: 'read' | 'quoted' | 'unverified';
	/** When it was so, ISO date as far as it is known; absent where unknown. */
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

/**
 * What can call for a look at the server itself: a class of failure, or the end without one; and `tls-put-up-with`,
 * TLS that was offered and could not be used, or a certificate that was not trusted, where the session went on.
 */
export type InspectionCause =
	ErrorClass | 'healthy' | 'inconclusive' | 'follow' | 'tls-put-up-with';

/** One inspection of the server, and what calls for it. */
export type InspectionCall = {
	/** The id of the inspection. */
	inspection: string;
	when: readonly InspectionCause[];
	/** It is about one mail server: left out where others alone are seen to be installed. */
	onlyFor?: Mta;
	does: Phrase;
	why: Phrase;
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
