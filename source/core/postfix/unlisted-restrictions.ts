import type {Asking} from './ask.ts';
import {type AddressClass, classOf} from './address-class.ts';
import type {Restriction} from './check-access.ts';
import {recipientKeys, splitAddress} from './keys.ts';
import type {Outcome} from './outcome.ts';
import {
	type Call,
	labels,
	lookupFailure,
	notSeen,
	refuse,
	type ReplayState,
} from './replay-state.ts';
import {lookUpAll} from './table.ts';

type Side = 'sender' | 'recipient';

const classes: Readonly<
	Record<AddressClass, {maps: string; code: string; table: string; transport: string}>
> = {
	local: {
		maps: 'local_recipient_maps',
		code: 'unknown_local_recipient_reject_code',
		table: 'local recipient table',
		transport: 'local_transport',
	},
	'virtual alias': {
		maps: '',
		code: 'unknown_virtual_alias_reject_code',
		table: 'virtual alias table',
		transport: '',
	},
	'virtual mailbox': {
		maps: 'virtual_mailbox_maps',
		code: 'unknown_virtual_mailbox_reject_code',
		table: 'virtual mailbox table',
		transport: 'virtual_transport',
	},
	relay: {
		maps: 'relay_recipient_maps',
		code: 'unknown_relay_recipient_reject_code',
		table: 'relay recipient table',
		transport: 'relay_transport',
	},
	default: {maps: '', code: '', table: '', transport: 'default_transport'},
};

/** Addresses that Postfix’s own parts send to, whatever the tables say. */
function isInternal(state: ReplayState, local: string): boolean {
	const own = ['postmaster', 'mailer-daemon', state.settings.text('double_bounce_sender')];
	return own.includes(local.toLowerCase());
}

function* inMaps(state: ReplayState, parameter: string, keys: readonly string[]) {
	const tables = state.settings.words(parameter).map(({text}) => text);
	return yield* lookUpAll(tables, keys);
}

/** The transport of an address, where it is one that only refuses (`error:`, `retry:`). */
function* refusingTransport(
	state: ReplayState,
	found: {class: AddressClass; domain: string; address: string},
	keys: readonly string[],
): Asking<
	{kind: 'none'} | {kind: 'error' | 'retry'; text: string} | {kind: 'unseen'; why: string}
> {
	const relocated = yield* inMaps(state, 'relocated_maps', keys);
	if (relocated.status === 'found') {
		return {kind: 'error', text: `5.1.6 User has moved to ${relocated.value}`};
	}

	const parts = found.domain.split('.');
	const parents = parts.map((_, index) => `.${parts.slice(index).join('.')}`).slice(1);
	const transport = yield* inMaps(state, 'transport_maps', [
		found.address,
		found.domain,
		...parents,
		'*',
	]);
	for (const hit of [relocated, transport]) {
		if (hit.status === 'unseen' || hit.status === 'broken') {
			return {kind: 'unseen', why: `${hit.table}: ${hit.why}`};
		}
	}

	const {transport: parameter} = classes[found.class];
	const value = transport.status === 'found' ? transport.value : state.settings.text(parameter);
	const refusing = /^(error|retry):\s*(.*)$/s.exec(value);
	return refusing
		? {kind: refusing[1] === 'retry' ? 'retry' : 'error', text: refusing[2] ?? ''}
		: {kind: 'none'};
}

function* checkMaps(state: ReplayState, call: Call, side: Side): Asking<Outcome> {
	const mailbox = state.dialogue[side];
	const classed = yield* classOf(state, mailbox);
	if (classed.status !== 'known') {
		return classed.status === 'broken'
			? lookupFailure(state, call, mailbox)
			: notSeen(state, call, classed.why);
	}

	const {settings} = state;
	const {address, domain} = classed;
	const isLocal = classed.class === 'local' || domain === settings.text('myorigin');
	const keys = recipientKeys(address, isLocal, settings.text('recipient_delimiter'));
	const rewriting = ['recipient_canonical_maps', 'canonical_maps', 'virtual_alias_maps'];
	for (const parameter of side === 'sender' ? ['sender_canonical_maps', ...rewriting] : rewriting) {
		const hit = yield* inMaps(state, parameter, keys);
		if (hit.status === 'found') {
			return 'dunno';
		}

		if (hit.status === 'broken') {
			return lookupFailure(state, call, mailbox, hit.table);
		}

		if (hit.status === 'unseen') {
			return notSeen(state, call, `${parameter}: ${hit.why}`);
		}
	}

	const {maps, code, table} = classes[classed.class];
	const shown = settings.isOn('show_user_unknown_table_name') ? ` in ${table}` : '';
	const refusal = {
		code: settings.number(code, 550),
		enhanced: side === 'sender' ? '5.1.0' : '5.1.1',
		text: `<${mailbox}>: ${labels[side]} rejected: User unknown${shown}`,
		reason: `${side}-unlisted`,
		about: side,
		source: maps === '' ? 'virtual_alias_maps' : maps,
	} as const;
	if (classed.class === 'virtual alias') {
		return refuse(state, call, {...refusal, enhanced: side === 'sender' ? '5.1.7' : '5.1.1'});
	}

	const refusing = yield* refusingTransport(state, classed, keys);
	if (refusing.kind === 'unseen') {
		return notSeen(state, call, refusing.why);
	}

	if (refusing.kind !== 'none') {
		const text = refusing.text.replace(/^[245]\.\d+\.\d+\s+/, '');
		const enhanced = /^[245]\.\d+\.\d+/.exec(refusing.text)?.[0] ?? refusal.enhanced;
		return refuse(state, call, {
			...refusal,
			code: refusing.kind === 'retry' ? 450 : 550,
			enhanced,
			text: `<${mailbox}>: ${labels[side]} rejected: ${text}`,
			source: 'transport_maps',
		});
	}

	const tables = maps === '' ? [] : settings.words(maps).map(word => word.text);
	if (
		tables.length === 0 ||
		(classed.class === 'local' && isInternal(state, splitAddress(address).local))
	) {
		return 'dunno';
	}

	const hit = yield* lookUpAll(tables, keys);
	switch (hit.status) {
		case 'found': {
			return 'dunno';
		}

		case 'missing': {
			return refuse(state, call, refusal);
		}

		case 'broken': {
			return lookupFailure(state, call, mailbox, hit.table);
		}

		case 'unseen': {
			return notSeen(state, call, `${maps}: ${hit.why}`);
		}
	}
}

/** reject_unlisted_recipient and reject_unlisted_sender; once for each message. */
export function rejectUnlisted(side: Side): Restriction {
	return function* (state, call) {
		const done = side === 'sender' ? state.senderChecked : state.recipientChecked;
		const off = state.settings
			.words('receive_override_options')
			.some(({text}) => text === 'no_unknown_recipient_checks');
		if (state.dialogue[side] === '' || done || off) {
			return 'dunno';
		}

		if (state.warnAt === 0) {
			state[side === 'sender' ? 'senderChecked' : 'recipientChecked'] = true;
		}

		return yield* checkMaps(state, call, side);
	};
}
