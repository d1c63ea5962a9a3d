import type {Stage} from '../vocabulary.ts';
import type {Asking} from './ask.ts';
import {clientInWords, type Dialogue} from './dialogue.ts';
import type {Outcome, Rejection, Step, Unseen} from './outcome.ts';
import type {Word} from './placed.ts';
import {type Call, labels, refuse, type ReplayState, startState} from './replay-state.ts';
import {restrictions} from './restrictions.ts';
import {runList, runWords} from './run-list.ts';
import type {Settings} from './settings.ts';

/** What the settings lead to expect, and on what that rests. */
export type Prediction = {
	/** Where the dialogue ends, or gets to: at RCPT the recipient is taken. */
	stage: Stage;
	rejection: Rejection | undefined;
	/** The restriction that let the recipient through; undefined where none had to. */
	permitted: Step | undefined;
	/** What was met on the way and could not be replayed. */
	unseen: readonly Unseen[];
	steps: readonly Step[];
};

type Part = {stage: Stage; parameter: string; run(state: ReplayState): Asking<Outcome>};

/** A refusal that no list gives: it stands on a parameter of its own. */
function callOf(state: ReplayState, parameter: string, written = parameter): Call {
	return {
		written,
		word: {text: written, at: state.settings.place(parameter)},
		argument: '',
		subject: {value: '', label: '', about: 'session'},
		access: '',
	};
}

/** Lists begin afresh with regard to `defer_if_reject`. */
function* list(
	state: ReplayState,
	parameter: string,
	subject: Call['subject'],
	access: string,
): Asking<Outcome> {
	state.deferIfReject = undefined;
	return yield* runList(state, parameter, {subject, access});
}

/** The check of reject_unlisted_… that Postfix adds by itself, where no list had it. */
function* implicit(state: ReplayState, parameter: string, name: string): Asking<Outcome> {
	const run = restrictions[name]?.run;
	if (!run || !state.settings.isOn(parameter) || state.discard) {
		return 'dunno';
	}

	state.list = {name: parameter, members: []};
	return yield* run(state, callOf(state, parameter, name), runWords);
}

function* client(state: ReplayState): Asking<Outcome> {
	const subject = {
		value: clientInWords(state.dialogue),
		label: labels.client,
		about: 'client',
	} as const;
	return yield* list(state, 'smtpd_client_restrictions', subject, 'check_client_access');
}

function* helo(state: ReplayState): Asking<Outcome> {
	if (state.dialogue.helo === '') {
		return 'dunno'; // Nothing there is about a client that has not said its name
	}

	const subject = {value: state.dialogue.helo, label: labels.helo, about: 'helo'} as const;
	return yield* list(state, 'smtpd_helo_restrictions', subject, 'check_helo_access');
}

function* sender(state: ReplayState): Asking<Outcome> {
	const subject = {value: state.dialogue.sender, label: labels.sender, about: 'sender'} as const;
	const outcome = yield* list(state, 'smtpd_sender_restrictions', subject, 'check_sender_access');
	return typeof outcome === 'object'
		? outcome
		: yield* implicit(state, 'smtpd_reject_unlisted_sender', 'reject_unlisted_sender');
}

/** Both lists for recipients, in the order that smtpd_relay_before_recipient_restrictions gives. */
function* recipient(state: ReplayState): Asking<Outcome> {
	const {settings, dialogue} = state;
	const subject = {value: dialogue.recipient, label: labels.recipient, about: 'recipient'} as const;
	const lists = ['smtpd_relay_restrictions', 'smtpd_recipient_restrictions'];
	const isRelayFirst = settings.isOn('smtpd_relay_before_recipient_restrictions');
	state.deferIfReject = undefined;
	for (const parameter of isRelayFirst ? lists : lists.toReversed()) {
		const outcome = yield* runList(state, parameter, {subject, access: 'check_recipient_access'});
		if (typeof outcome === 'object') {
			return outcome;
		}
	}

	return (
		state.deferIfPermit ??
		(yield* implicit(state, 'smtpd_reject_unlisted_recipient', 'reject_unlisted_recipient'))
	);
}

/** The refusal of every command before STARTTLS, where the service demands encryption. */
function* encryption(state: ReplayState): Asking<Outcome> {
	yield* [];
	const {settings, dialogue} = state;
	const level = settings.text('smtpd_tls_security_level');
	const parameter = level === '' ? 'smtpd_enforce_tls' : 'smtpd_tls_security_level';
	const demanded = level === '' ? settings.isOn(parameter) : level === 'encrypt';
	return demanded && !dialogue.secure
		? refuse(state, callOf(state, parameter, `${parameter} = ${settings.text(parameter)}`), {
				code: 530,
				enhanced: '5.7.0',
				text: 'Must issue a STARTTLS command first',
				reason: 'no-encryption',
				about: 'session',
			})
		: 'dunno';
}

function partsOf(settings: Settings, dialogue: Dialogue): Part[] {
	const delayed = settings.isOn('smtpd_delay_reject') || !settings.has('smtpd_delay_reject');
	const early: Part[] = [
		{stage: delayed ? 'rcpt' : 'banner', parameter: 'smtpd_client_restrictions', run: client},
		{stage: delayed ? 'rcpt' : 'ehlo', parameter: 'smtpd_helo_restrictions', run: helo},
	];
	const tls: Part = {stage: 'mail', parameter: 'smtpd_tls_security_level', run: encryption};
	const from: Part = {
		stage: delayed ? 'rcpt' : 'mail',
		parameter: 'smtpd_sender_restrictions',
		run: sender,
	};
	const to: Part[] =
		dialogue.recipient === ''
			? []
			: [{stage: 'rcpt', parameter: 'smtpd_relay_restrictions', run: recipient}];
	return delayed && dialogue.recipient === ''
		? [tls]
		: delayed
			? [tls, ...early, from, ...to]
			: [...early, tls, from, ...to];
}

/** The last restriction that permitted in a list that decides about relaying. */
function permission(steps: readonly Step[]): Step | undefined {
	return steps.findLast(
		({list: name, came}) =>
			came === 'permit' &&
			(name === 'smtpd_relay_restrictions' || name === 'smtpd_recipient_restrictions'),
	);
}

/**
 * Goes through the restriction lists of a service as smtpd does, for one client and one message
 * (SMTPD_ACCESS_README). Milters, policy services and limits are not asked.
 */
export function* replay(settings: Settings, dialogue: Dialogue): Asking<Prediction> {
	const state = startState(settings, dialogue);
	// RFC 5321 4.5.1: this recipient is always taken
	const isPostmaster = dialogue.recipient.toLowerCase() === 'postmaster';
	let stage: Stage = dialogue.recipient === '' ? 'mail' : 'rcpt';
	let rejection: Rejection | undefined;
	for (const part of isPostmaster ? [] : partsOf(settings, dialogue)) {
		state.list = {name: part.parameter, members: []};
		const outcome = yield* part.run(state);
		if (typeof outcome === 'object') {
			rejection = outcome;
			stage = part.stage;
			break;
		}
	}

	const {unseen, steps} = state;
	return {stage, rejection, permitted: rejection ? undefined : permission(steps), unseen, steps};
}

/** Parameters that name restrictions to come after RCPT, which are not replayed. */
export const laterLists = ['smtpd_data_restrictions', 'smtpd_end_of_data_restrictions'] as const;

export function laterRestrictions(settings: Settings): Word[] {
	return laterLists.flatMap(parameter => settings.words(parameter).slice(0, 1));
}
