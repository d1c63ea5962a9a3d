import type {Dialogue} from './dialogue.ts';
import type {About, Outcome, Reason, Rejection, Reply, Step, Unseen} from './outcome.ts';
import type {Word} from './placed.ts';
import type {Settings} from './settings.ts';

/** What a replay keeps while it goes through the lists. It is changed as smtpd’s own state is. */
export type ReplayState = {
	readonly settings: Settings;
	readonly dialogue: Dialogue;
	readonly unseen: Unseen[];
	readonly steps: Step[];
	/** The list that is gone through, and the restrictions that it has. */
	list: {name: string; members: readonly string[]};
	/** How deep in restriction classes and tables. */
	depth: number;
	/** The depth at which `warn_if_reject` was met; 0 where it does not count. */
	warnAt: number;
	deferIfPermit: Rejection | undefined;
	deferIfReject: Rejection | undefined;
	/** An access table has the message thrown away: nothing is asked any more. */
	discard: boolean;
	senderChecked: boolean;
	recipientChecked: boolean;
};

export function startState(settings: Settings, dialogue: Dialogue): ReplayState {
	return {
		settings,
		dialogue,
		unseen: [],
		steps: [],
		list: {name: '', members: []},
		depth: 0,
		warnAt: 0,
		deferIfPermit: undefined,
		deferIfReject: undefined,
		discard: false,
		senderChecked: false,
		recipientChecked: false,
	};
}

/** A restriction as it stands in a list, and what the list is about. */
export type Call = {
	/** As written, with the argument. */
	written: string;
	word: Word;
	argument: string;
	/** The value and the kind of thing that the list is about, as replies name them. */
	subject: {value: string; label: string; about: About};
	/** What a bare `type:table` means in this list. */
	access: string;
};

/** How replies name the things that they refuse. */
export const labels = {
	client: 'Client host',
	reverse: 'Unverified Client host',
	helo: 'Helo command',
	sender: 'Sender address',
	recipient: 'Recipient address',
	login: 'SASL login name',
	data: 'Data command',
} as const;

type Refusal = Reply & {
	reason: Reason;
	about: About;
	entry?: NonNullable<Rejection['entry']>;
	source?: string;
};

/** Faults of the server itself are never turned into warnings. */
const faults: readonly Reason[] = ['table-fault', 'configuration'];

function rejectionOf(state: ReplayState, call: Call, refusal: Refusal): Rejection {
	const {code, enhanced, text, ...rest} = refusal;
	const soft = state.settings.isOn('soft_bounce') && code >= 500 ? code - 100 : code;
	return {
		kind: 'rejection',
		restriction: call.written,
		at: call.word.at,
		list: state.list.name,
		members: state.list.members,
		reply: {code: soft, enhanced: `${String(soft)[0]}${enhanced.slice(1)}`, text},
		...rest,
	};
}

/**
 * What a refusal comes to: nothing behind `warn_if_reject`; the temporary failure that was met before
 * (`defer_if_reject`) in place of a permanent one.
 */
export function refuse(state: ReplayState, call: Call, refusal: Refusal): Outcome {
	if (state.warnAt > 0 && !faults.includes(refusal.reason)) {
		return 'dunno';
	}

	if (state.deferIfReject && refusal.code >= 500) {
		return state.deferIfReject;
	}

	return rejectionOf(state, call, refusal);
}

/** A refusal that is kept back until the client would be let through; the first one counts. */
export function deferIfPermit(state: ReplayState, call: Call, refusal: Refusal): Outcome {
	if (state.warnAt === 0) {
		state.deferIfPermit ??= rejectionOf(state, call, refusal);
	}

	return 'dunno';
}

/** A temporary failure that takes the place of a later refusal. */
export function deferIfReject(state: ReplayState, call: Call, refusal: Refusal): Outcome {
	if (state.warnAt === 0) {
		state.deferIfReject ??= rejectionOf(state, call, refusal);
	}

	return 'dunno';
}

/** The server trips over its own settings: “Server configuration error”. */
export function configurationError(state: ReplayState, call: Call): Outcome {
	return refuse(state, call, {
		code: 451,
		enhanced: '4.3.5',
		text: 'Server configuration error',
		reason: 'configuration',
		about: 'session',
	});
}

/** A table that decides more than this restriction fails for the time being. */
export function lookupFailure(state: ReplayState, call: Call, value: string, table = ''): Outcome {
	return refuse(state, call, {
		code: 451,
		enhanced: '4.3.0',
		text: `<${value}>: Temporary lookup failure`,
		reason: 'table-fault',
		about: 'session',
		...(table && {source: table}),
	});
}

/** Notes that a restriction could not be replayed; the next one is asked. */
export function notSeen(state: ReplayState, call: Call, why: string): Outcome {
	state.unseen.push({restriction: call.written, at: call.word.at, why});
	return 'dunno';
}

/** Whether a list’s domains stand for those below them (parent_domain_matches_subdomains). */
export function parentsMatch({settings}: ReplayState, list: string): boolean {
	return settings
		.words('parent_domain_matches_subdomains')
		.some(({text}) => text.toLowerCase() === list);
}
