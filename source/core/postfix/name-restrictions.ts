import {parseAddress} from '../records/ip-address.ts';
import type {Restriction} from './check-access.ts';
import {domainState} from './mail-domain.ts';
import {
	type Call,
	deferIfPermit,
	labels,
	notSeen,
	refuse,
	type ReplayState,
} from './replay-state.ts';

/** Whether a name has the syntax of a host name, as Postfix checks it: no address, nothing but letters, digits, `-` and `_`. */
export function isHostName(name: string): boolean {
	const labelled = name.split('.');
	return (
		name.length <= 255 &&
		labelled.every(label => /^(?!-)[\w-]{1,63}(?<!-)$/.test(label)) &&
		/[^\d.]/.test(name)
	);
}

function withoutDot(name: string): string {
	return name.replace(/(?<=[^.])\.$/, '');
}

/** A refusal that may become one for later, by the parameter that says so. */
export function tempfail(
	state: ReplayState,
	call: Call,
	parameter: string,
	refusal: Parameters<typeof refuse>[2],
) {
	return state.settings.text(parameter) === 'defer'
		? refuse(state, call, refusal)
		: deferIfPermit(state, call, refusal);
}

function refuseHelo(
	state: ReplayState,
	call: Call,
	reason: 'helo-invalid' | 'helo-not-fqdn' | 'helo-unknown',
	code: number,
	enhanced: string,
	why: string,
) {
	const text = `<${state.dialogue.helo}>: ${labels.helo} rejected: ${why}`;
	return refuse(state, call, {code, enhanced, text, reason, about: 'helo'});
}

/** An address in brackets in place of a name. */
function checkLiteral(state: ReplayState, call: Call) {
	const inside = state.dialogue.helo.replaceAll(/^\[|\]$/g, '');
	const address = inside.replace(/^ipv6:/i, '');
	const valid = inside.includes(':')
		? /^ipv6:/i.test(inside) && parseAddress(address)
		: parseAddress(inside);
	const code = state.settings.number('invalid_hostname_reject_code', 501);
	return valid
		? 'dunno'
		: refuseHelo(state, call, 'helo-invalid', code, '5.5.2', 'invalid ip address');
}

export const rejectInvalidHelo: Restriction = function* (state, call) {
	yield* [];
	const {helo} = state.dialogue;
	if (helo.startsWith('[')) {
		return checkLiteral(state, call);
	}

	const name = withoutDot(helo);
	const code = state.settings.number('invalid_hostname_reject_code', 501);
	return isHostName(name) || parseAddress(name)
		? 'dunno'
		: refuseHelo(state, call, 'helo-invalid', code, '5.5.2', 'Invalid name');
};

export const rejectNonFqdnHelo: Restriction = function* (state, call) {
	yield* [];
	const {helo} = state.dialogue;
	if (helo.startsWith('[')) {
		return checkLiteral(state, call);
	}

	const name = withoutDot(helo);
	const code = state.settings.number('non_fqdn_reject_code', 504);
	return isHostName(name) && name.includes('.')
		? 'dunno'
		: refuseHelo(state, call, 'helo-not-fqdn', code, '5.5.2', 'need fully-qualified hostname');
};

export const rejectUnknownHelo: Restriction = function* (state, call) {
	const {helo} = state.dialogue;
	if (helo.startsWith('[')) {
		return checkLiteral(state, call);
	}

	const found = yield* domainState(helo, ['A', 'AAAA', 'MX']);
	const text = `<${helo}>: ${labels.helo} rejected: Host not found`;
	const refusal = {enhanced: '4.7.1', text, reason: 'helo-unknown', about: 'helo'} as const;
	switch (found) {
		case 'exists':
		case 'null-mx': {
			return 'dunno';
		}

		case 'missing': {
			const code = state.settings.number('unknown_hostname_reject_code', 450);
			return refuse(state, call, {...refusal, code});
		}

		case 'retry': {
			return tempfail(state, call, 'unknown_helo_hostname_tempfail_action', {
				...refusal,
				code: 450,
			});
		}

		case 'unseen': {
			return notSeen(state, call, `${helo} could not be looked up`);
		}
	}
};

export const rejectUnknownReverse: Restriction = function* (state, call) {
	yield* [];
	const {address, reverse} = state.dialogue.client;
	return reverse.status === 'ok'
		? 'dunno'
		: refuse(state, call, {
				code:
					reverse.status === 'permanent'
						? state.settings.number('unknown_client_reject_code', 450)
						: 450,
				enhanced: '4.7.1',
				text: `Client host rejected: cannot find your reverse hostname, [${address}]`,
				reason: 'client-reverse-name',
				about: 'client',
			});
};

export const rejectUnknownClient: Restriction = function* (state, call) {
	yield* [];
	const {address, name} = state.dialogue.client;
	return name.status === 'ok'
		? 'dunno'
		: refuse(state, call, {
				code:
					name.status === 'permanent'
						? state.settings.number('unknown_client_reject_code', 450)
						: 450,
				enhanced: '4.7.25',
				text: `Client host rejected: cannot find your hostname, [${address}]`,
				reason: 'client-name',
				about: 'client',
			});
};
