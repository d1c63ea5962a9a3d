import type {Asking} from './ask.ts';
import {classOf} from './address-class.ts';
import type {Restriction} from './check-access.ts';
import {splitAddress} from './keys.ts';
import {domainState} from './mail-domain.ts';
import {isHostName, tempfail} from './name-restrictions.ts';
import type {Outcome} from './outcome.ts';
import {
	type Call,
	labels,
	lookupFailure,
	notSeen,
	refuse,
	type ReplayState,
} from './replay-state.ts';

type Side = 'sender' | 'recipient';

/** Whether an address has a full domain: reject_non_fqdn_sender and reject_non_fqdn_recipient. */
export function rejectNonFqdn(side: Side): Restriction {
	return function* (state, call) {
		yield* [];
		const address = state.dialogue[side];
		const domain = splitAddress(address).domain.replace(/(?<=[^.])\.$/, '');
		if (address === '' || /^\[.*\]$/.test(domain) || (isHostName(domain) && domain.includes('.'))) {
			return 'dunno';
		}

		return refuse(state, call, {
			code: state.settings.number('non_fqdn_reject_code', 504),
			enhanced: '5.5.2',
			text: `<${address}>: ${labels[side]} rejected: need fully-qualified address`,
			reason: `${side}-not-fqdn`,
			about: side,
		});
	};
}

function* unknownDomain(
	state: ReplayState,
	call: Call,
	side: Side,
	domain: string,
): Asking<Outcome> {
	const found = yield* domainState(domain, ['MX', 'A', 'AAAA']);
	const start = `<${state.dialogue[side]}>: ${labels[side]} rejected:`;
	const refusal = {
		enhanced: side === 'sender' ? '4.1.8' : '4.1.2',
		text: `${start} Domain not found`,
		reason: `${side}-domain`,
		about: side,
	} as const;
	switch (found) {
		case 'exists': {
			return 'dunno';
		}

		case 'missing': {
			const code = state.settings.number('unknown_address_reject_code', 450);
			return refuse(state, call, {...refusal, code});
		}

		case 'null-mx': {
			return refuse(state, call, {
				...refusal,
				code: side === 'sender' ? 550 : 556,
				enhanced: side === 'sender' ? '5.7.27' : '5.1.10',
				text: `${start} Domain ${domain} does not accept mail (nullMX)`,
			});
		}

		case 'retry': {
			return tempfail(state, call, 'unknown_address_tempfail_action', {...refusal, code: 450});
		}

		case 'unseen': {
			return notSeen(state, call, `${domain} could not be looked up`);
		}
	}
}

/** Whether DNS has the domain of an address: reject_unknown_sender_domain and its counterpart. */
export function rejectUnknownDomain(side: Side): Restriction {
	return function* (state, call) {
		const address = state.dialogue[side];
		if (address === '') {
			return 'dunno';
		}

		const classed = yield* classOf(state, address);
		if (classed.status !== 'known') {
			return classed.status === 'broken'
				? lookupFailure(state, call, address)
				: notSeen(state, call, classed.why);
		}

		// Only the server’s own domains go without: those that it relays to must exist
		const own = ['local', 'virtual alias', 'virtual mailbox'].includes(classed.class);
		return own || classed.domain.startsWith('[')
			? 'dunno'
			: yield* unknownDomain(state, call, side, classed.domain);
	};
}
