import ipaddr from 'ipaddr.js';
import type {Check, CheckContext, StepEnd} from '../core/check.ts';
import {domainOf} from '../core/subject.ts';
import {isAddress} from '../core/address.ts';
import type {Dialogue} from './dialogue.ts';
import {ask} from './dns.ts';
import {senderOf} from './envelope.ts';

type Exchange = {preference: number; exchange: string};

/** Looks up the MX of a domain, and the addresses of its hosts, without judging. */
async function exchanges(context: CheckContext, domain: string): Promise<readonly Exchange[]> {
	const answer = await ask(context, domain, 'MX');
	const found = answer.records.map(record => {
		const [preference = '0', exchange = ''] = record.split(' ');
		return {preference: Number(preference), exchange};
	});
	const known = new Set(
		context.observations.flatMap(o => (o.tag === 'dns.address' ? [o.data.host] : [])),
	);
	if (found.length > 0) {
		context.observe('dns.mx', {domain, source: 'mx', exchanges: found});
	}

	await Promise.all(
		found
			.filter(({exchange}) => exchange && exchange !== '.' && !known.has(exchange))
			.slice(0, 4)
			.map(async ({exchange, preference}) => {
				const answers = await Promise.all([
					ask(context, exchange, 'A'),
					ask(context, exchange, 'AAAA'),
				]);
				const addresses = answers.flatMap(a => a.records);
				context.observe('dns.address', {host: exchange, addresses, preference});
			}),
	);
	return found;
}

const named = (found: readonly Exchange[]) => found.map(({exchange}) => exchange).join(', ');

/** Who takes mail for the recipient's domain: this server, or another? */
export const recipientDomain: Check<Dialogue> = {
	id: 'recipient-domain',
	title: 'Recipient’s MX',
	question: 'authorised',
	stage: 'rcpt',
	touches: 'dns',
	emits: ['dns.answer', 'dns.mx', 'dns.address'],
	async run(context) {
		const domain = domainOf(context.options.to ?? '');
		if (!domain || isAddress(domain) || domain.startsWith('[')) {
			return {status: 'skipped', summary: 'The recipient has no domain to look up.'};
		}

		const seen = context.observations.some(
			o => o.tag === 'dns.mx' && o.data.domain.toLowerCase() === domain.toLowerCase(),
		);
		if (seen) {
			return {status: 'passed', summary: `The MX of ${domain} was looked up before.`};
		}

		const found = await exchanges(context, domain);
		return found.length > 0
			? {status: 'passed', summary: `Mail for ${domain} belongs to ${named(found)}.`}
			: {status: 'warned', summary: `No MX was found for ${domain}.`};
	},
};

/** Whether the sender's domain exists and can take a bounce. */
export const senderDomain: Check<Dialogue> = {
	id: 'sender-domain',
	title: 'Sender’s domain',
	question: 'authorised',
	stage: 'mail',
	touches: 'dns',
	emits: ['dns.answer', 'dns.mx', 'dns.address'],
	async run(context): Promise<StepEnd> {
		const domain = domainOf(senderOf(context.options));
		if (!domain || domain.startsWith('[')) {
			return {status: 'skipped', summary: 'The sender has no domain to look up.'};
		}

		const found = await exchanges(context, domain);
		if (found.length > 0) {
			return {status: 'passed', summary: `${domain} has the MX ${named(found)}.`};
		}

		const answer = await ask(context, domain, 'A');
		return answer.records.length > 0
			? {status: 'passed', summary: `${domain} has no MX, but an address.`}
			: {status: 'warned', summary: `${domain} has neither MX nor address (${answer.status}).`};
	},
};

/** The name under which DNS keeps the reverse name of an address (RFC 1035 3.5, RFC 3596 2.5). */
export function reverseName(address: string): string | undefined {
	if (!ipaddr.isValid(address)) {
		return undefined;
	}

	const parsed = ipaddr.process(address);
	const bytes = parsed.toByteArray();
	return parsed.kind() === 'ipv4'
		? `${bytes.toReversed().join('.')}.in-addr.arpa`
		: `${bytes
				.flatMap(byte => [byte >> 4, byte & 15])
				.toReversed()
				.map(nibble => nibble.toString(16))
				.join('.')}.ip6.arpa`;
}

/** The reverse name of this side's address, and whether it points back (RFC 8601 calls it iprev). */
export const clientPointer: Check<Dialogue> = {
	id: 'client-pointer',
	title: 'Reverse name',
	question: 'authorised',
	stage: 'connect',
	touches: 'dns',
	emits: ['dns.answer', 'dns.pointer'],
	async run(context) {
		const chosen = context.observations.findLast(o => o.tag === 'endpoint.chosen');
		const address = chosen?.tag === 'endpoint.chosen' ? chosen.data.client : '';
		const name = reverseName(address);
		if (!name) {
			return {status: 'skipped', summary: 'This side’s address is not known.'};
		}

		const {records, status} = await ask(context, name, 'PTR');
		context.observe('dns.pointer', {address, names: records, status});
		const [first] = records;
		if (!first) {
			return {status: 'warned', summary: `${address} has no reverse name (${status}).`};
		}

		const back = await ask(context, first, address.includes(':') ? 'AAAA' : 'A');
		return back.records.includes(address)
			? {status: 'passed', summary: `${address} is ${first}, and ${first} is ${address}.`}
			: {
					status: 'warned',
					summary: `${address} is ${first}, but ${first} is ${back.records.join(', ') || back.status}.`,
				};
	},
};
