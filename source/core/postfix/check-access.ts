import type {Asking} from './ask.ts';
import {fitCode, parseAction} from './access-action.ts';
import type {Outcome} from './outcome.ts';
import {addressKeys, domainKeys, mailAccessKeys, splitAddress} from './keys.ts';
import type {Word} from './placed.ts';
import {
	type Call,
	configurationError,
	deferIfPermit,
	deferIfReject,
	labels,
	notSeen,
	parentsMatch,
	refuse,
	type ReplayState,
} from './replay-state.ts';
import {type Hit, lookUpFirst} from './table.ts';

/** Goes through a list of restrictions within another one. */
export type RunWords = (
	state: ReplayState,
	words: readonly Word[],
	call: Pick<Call, 'subject' | 'access'>,
) => Asking<Outcome>;

export type Subject = Call['subject'];
/** One restriction at work. */
export type Restriction = (state: ReplayState, call: Call, run: RunWords) => Asking<Outcome>;

/** What the right side of an entry does. */
function* act(
	state: ReplayState,
	call: Call,
	subject: Subject,
	hit: {table: string; key: string; value: string},
	run: RunWords,
): Asking<Outcome> {
	const action = parseAction(hit.value);
	const reject = (code: number, enhanced: string, text: string, otherwise: string) => ({
		code,
		enhanced: fitCode(enhanced, subject.about),
		text: `<${subject.value}>: ${subject.label} rejected: ${text === '' ? otherwise : text}`,
		reason: 'access-table' as const,
		about: subject.about,
		entry: hit,
	});
	const {settings} = state;
	const deferral = settings.number('access_map_defer_code', 450);
	switch (action.kind) {
		case 'dunno': {
			return 'dunno';
		}

		case 'permit': {
			return 'permit';
		}

		case 'discard': {
			state.discard = true;
			return 'permit';
		}

		case 'hangup': {
			return notSeen(state, call, `${hit.key} in ${hit.table} drops the connection`);
		}

		case 'reject':
		case 'defer': {
			const code =
				action.kind === 'defer' ? deferral : settings.number('access_map_reject_code', 554);
			return refuse(state, call, reject(code, action.enhanced, action.text, 'Access denied'));
		}

		case 'code': {
			return refuse(
				state,
				call,
				reject(action.code, action.enhanced, action.text, 'Access denied'),
			);
		}

		case 'defer-if-permit': {
			const refusal = reject(deferral, action.enhanced, action.text, 'Service unavailable');
			return deferIfPermit(state, call, refusal);
		}

		case 'defer-if-reject': {
			const refusal = reject(deferral, action.enhanced, action.text, 'Service unavailable');
			return deferIfReject(state, call, refusal);
		}

		case 'restrictions': {
			if (action.text.includes(':')) {
				return configurationError(state, call);
			}

			const words = action.text.split(/[\s,]+/).filter(Boolean);
			const placed = words.map(text => ({text, at: call.word.at}));
			return yield* run(state, placed, {...call, subject});
		}
	}
}

/** What a look-up in an access table comes to. */
export function* decide(
	state: ReplayState,
	call: Call,
	subject: Subject,
	hit: Hit,
	run: RunWords,
): Asking<Outcome> {
	switch (hit.status) {
		case 'missing': {
			return 'dunno';
		}

		case 'unseen': {
			return notSeen(state, call, hit.why);
		}

		case 'found': {
			return yield* act(state, call, subject, hit, run);
		}

		case 'broken': {
			return refuse(state, call, {
				code: 451,
				enhanced: '4.3.5',
				text: `<${subject.value}>: ${subject.label} rejected: Server configuration error`,
				reason: 'table-fault',
				about: subject.about,
				source: hit.table,
			});
		}
	}
}

export function parents(state: ReplayState): boolean {
	return parentsMatch(state, 'smtpd_access_maps');
}

/** A host by its name and the domains above it, then by its address and the networks around it. */
function* hostAccess(
	state: ReplayState,
	call: Call,
	host: {name: string; address: string},
	subject: Subject,
	run: RunWords,
): Asking<Outcome> {
	const byName = yield* lookUpFirst(call.argument, domainKeys(host.name, parents(state)));
	const hit =
		byName.status === 'missing'
			? yield* lookUpFirst(call.argument, addressKeys(host.address))
			: byName;
	return yield* decide(state, call, subject, hit, run);
}

export function clientSubject({dialogue}: ReplayState): Subject {
	const {client} = dialogue;
	return {
		value: `${client.name.name}[${client.address}]`,
		label: labels.client,
		about: 'client',
	};
}

export const checkClientAccess: Restriction = function* (state, call, run) {
	const {address, name} = state.dialogue.client;
	const host = {name: name.name, address};
	return yield* hostAccess(state, call, host, clientSubject(state), run);
};

/** An outcome of a table that must not let anybody in: `OK` there is an error of the settings. */
export function onlyRefusing(state: ReplayState, call: Call, outcome: Outcome): Outcome {
	return outcome === 'permit' && !state.discard ? configurationError(state, call) : outcome;
}

export const checkReverseClientAccess: Restriction = function* (state, call, run) {
	const {address, reverse} = state.dialogue.client;
	const subject: Subject = {value: reverse.name, label: labels.reverse, about: 'client'};
	const host = {name: reverse.name, address};
	return onlyRefusing(state, call, yield* hostAccess(state, call, host, subject, run));
};

export const checkHeloAccess: Restriction = function* (state, call, run) {
	const {helo} = state.dialogue;
	const subject: Subject = {value: helo, label: labels.helo, about: 'helo'};
	const hit = yield* lookUpFirst(call.argument, domainKeys(helo, parents(state)));
	return yield* decide(state, call, subject, hit, run);
};

function* mailAccess(
	state: ReplayState,
	call: Call,
	address: string,
	subject: Subject,
	run: RunWords,
): Asking<Outcome> {
	const delimiters = state.settings.text('recipient_delimiter');
	const {local, domain} = splitAddress(address);
	const full = domain === '' ? `${local}@${state.settings.text('myhostname')}` : address;
	const keys = mailAccessKeys(full, parents(state), delimiters);
	return yield* decide(state, call, subject, yield* lookUpFirst(call.argument, keys), run);
}

export const checkSenderAccess: Restriction = function* (state, call, run) {
	const {sender} = state.dialogue;
	const subject: Subject = {value: sender, label: labels.sender, about: 'sender'};
	if (sender === '') {
		const key = state.settings.text('smtpd_null_access_lookup_key') || '<>';
		return yield* decide(state, call, subject, yield* lookUpFirst(call.argument, [key]), run);
	}

	return yield* mailAccess(state, call, sender, subject, run);
};

export const checkRecipientAccess: Restriction = function* (state, call, run) {
	const {recipient} = state.dialogue;
	const subject: Subject = {value: recipient, label: labels.recipient, about: 'recipient'};
	return recipient === '' ? 'dunno' : yield* mailAccess(state, call, recipient, subject, run);
};

export const checkSaslAccess: Restriction = function* (state, call, run) {
	const {login} = state.dialogue;
	if (login === undefined || !state.settings.isOn('smtpd_sasl_auth_enable')) {
		return 'dunno';
	}

	const subject: Subject = {value: login, label: labels.login, about: 'login'};
	return yield* decide(state, call, subject, yield* lookUpFirst(call.argument, [login]), run);
};
