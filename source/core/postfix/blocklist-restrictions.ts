import {parseAddress, reversed} from '../records/ip-address.ts';
import {askDns, type Asking} from './ask.ts';
import {classOf, isAuthorised} from './address-class.ts';
import {clientSubject, type Restriction} from './check-access.ts';
import {isHostName} from './name-restrictions.ts';
import type {About, Outcome} from './outcome.ts';
import {type Call, labels, notSeen, refuse, type ReplayState} from './replay-state.ts';

/** Whether one octet of an answer fits `2`, or `[2;4..11]`. */
function octetFits(octet: string, pattern: string): boolean {
	return pattern
		.replaceAll(/[[\]]/g, '')
		.split(';')
		.some(part => {
			const [first = '', last = first] = part.split('..');
			return Number(octet) >= Number(first) && Number(octet) <= Number(last);
		});
}

/** Whether the list’s answer is one of those that the restriction asks for (`=127.0.0.[2..11]`). */
export function answerFits(answer: string, pattern: string | undefined): boolean {
	if (pattern === undefined) {
		return true;
	}

	const wanted = pattern.match(/\[[^\]]*\]|\d+/g) ?? [];
	return answer.split('.').every((octet, index) => octetFits(octet, wanted[index] ?? '-1'));
}

type Listing = 'listed' | 'not-listed' | 'temporary' | 'unseen';

function* listing(query: string, pattern: string | undefined): Asking<Listing> {
	const {status, records} = yield* askDns(query, 'A');
	switch (status) {
		case 'ok': {
			return records.some(record => answerFits(record, pattern)) ? 'listed' : 'not-listed';
		}

		case 'nxdomain':
		case 'nodata': {
			return 'not-listed';
		}

		case 'servfail': {
			return 'temporary';
		}

		default: {
			return 'unseen';
		}
	}
}

/** The part of an address or name under which a list of domains is asked; none for addresses. */
function domainToAsk(value: string): string | undefined {
	const domain = value.replace(/^.*@/, '');
	return isHostName(domain) && !/^\d+$/.test(domain.split('.').at(-1) ?? '') ? domain : undefined;
}

type Subject = {query: string; value: string; label: string; about: About};

function* rejectListed(
	state: ReplayState,
	call: Call,
	subject: Subject | undefined,
): Asking<Outcome> {
	const [list = '', pattern] = call.argument.split('=');
	if (!subject) {
		return 'dunno';
	}

	const found = yield* listing(`${subject.query}.${list}`, pattern);
	if (found === 'unseen') {
		return notSeen(state, call, `${list} could not be asked`);
	}

	return found === 'listed'
		? refuse(state, call, {
				code: state.settings.number('maps_rbl_reject_code', 554),
				enhanced: '5.7.1',
				text: `Service unavailable; ${subject.label} [${subject.value}] blocked using ${list}`,
				reason:
					subject.about === 'client' && parseAddress(subject.value)
						? 'listed-address'
						: 'listed-domain',
				about: subject.about,
				source: list,
			})
		: 'dunno';
}

function clientAddress(state: ReplayState): Subject | undefined {
	const value = state.dialogue.client.address;
	const octets = parseAddress(value);
	return octets && {query: reversed(octets), value, label: labels.client, about: 'client'};
}

export const rejectRblClient: Restriction = function* (state, call) {
	return yield* rejectListed(state, call, clientAddress(state));
};

export function rejectRhsbl(
	about: 'client' | 'reverse' | 'helo' | 'sender' | 'recipient',
): Restriction {
	return function* (state, call) {
		const {client, helo, sender, recipient} = state.dialogue;
		const values = {
			client: client.name.name,
			reverse: client.reverse.name,
			helo,
			sender,
			recipient,
		};
		const value = values[about];
		const query = value === 'unknown' ? undefined : domainToAsk(value);
		const subject = query && {
			query,
			value,
			label: labels[about],
			about: about === 'reverse' ? ('client' as const) : about,
		};
		return yield* rejectListed(state, call, subject || undefined);
	};
}

/** Lists of the good: never for a recipient that is not the server’s own to take. */
export const permitDnswl: Restriction = function* (state, call) {
	const [list = '', pattern] = call.argument.split('=');
	const client = clientAddress(state);
	const {recipient} = state.dialogue;
	const classed = recipient === '' ? undefined : yield* classOf(state, recipient);
	if (!client || (classed?.status === 'known' && !isAuthorised(classed.class))) {
		return 'dunno';
	}

	const found = yield* listing(`${client.query}.${list}`, pattern);
	switch (found) {
		case 'listed': {
			return 'permit';
		}

		case 'not-listed': {
			return 'dunno';
		}

		default: {
			return notSeen(state, {...call, subject: clientSubject(state)}, `${list} could not be asked`);
		}
	}
};
