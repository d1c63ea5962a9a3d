import type {CheckContext} from '../../core/check.ts';
import {last, type Facts} from '../../core/observation.ts';
import {readMessageHeader} from '../../core/records/message-header.ts';
import {sendingAddress} from '../../core/records/sending-address.ts';
import {domainOf} from '../../core/subject.ts';
import type {Known} from '../../core/records/sending-address.ts';
import {isAddress} from '../../core/address.ts';
import {senderOf} from '../envelope.ts';

/** Whose records are looked at. */
export type RecordSubject = Facts['records.subject'];

/** A domain as DNS has it: lower case, ASCII (IDNA), without the final dot; empty where it is none. */
export function named(domain: string): string {
	if (domain.startsWith('[') || isAddress(domain) || !domain.includes('.')) {
		return '';
	}

	const bare = domain.toLowerCase().replace(/\.$/, '');
	const url = `http://${bare}`;
	return /^[!-~]*$/.test(bare) ? bare : URL.canParse(url) ? new URL(url).hostname : '';
}

/** Whether a resolver answers: if not, nothing is asked that would only be waited for. */
async function answers({ports, options, signal}: CheckContext, name: string): Promise<boolean> {
	const timeout = Math.min(options.timeout, 5000);
	const {status} = await ports.resolve({name: name || '.', type: 'TXT', timeout}, signal);
	return status !== 'silent' && status !== 'unreachable';
}

/**
 * The address from which others see this side. A server that passes the mail on sends from its own; ours
 * only matters to it where it refuses us for it.
 */
function addressOf({observations, options}: CheckContext, sends: boolean): Known {
	const refused = observations.some(
		o =>
			o.tag === 'smtp.refusal' &&
			['reverse-dns', 'blocklisted', 'helo-rejected'].includes(o.data.class),
	);
	return sends || refused
		? sendingAddress(observations, options.egress)
		: {address: '', addressFrom: 'nobody', behind: ''};
}

/**
 * Whose records are looked at: the domains of the sender and of From, the HELO name, and the address from
 * which others see this side. Observed once in a walk.
 */
export async function subjectOfRecords(context: CheckContext): Promise<RecordSubject> {
	const known = last(context.observations, 'records.subject');
	if (known) {
		return known;
	}

	const {options, observations} = context;
	const header = options.headers === undefined ? undefined : readMessageHeader(options.headers);
	const sender = named(domainOf(senderOf(options)));
	const helo = last(observations, 'client.name')?.helo ?? options.helo ?? '';
	const sends = options.aim === 'deliver' || options.egress !== undefined;
	const domain = named(header?.returnDomain ?? '') || sender || named(header?.fromDomain ?? '');
	const subject = {
		domain: domain || named(helo),
		fromDomain: named(header?.fromDomain ?? '') || domain || named(helo),
		helo,
		...addressOf(context, sends),
		sends,
		answers: await answers(context, domain || named(helo)),
	};
	context.observe('records.subject', subject);
	return subject;
}
