import type {Check, CheckContext, StepEnd} from '../core/check.ts';
import type {DnsStatus, MxRecord} from '../core/observation.ts';
import type {DnsAnswer, DnsQuestion} from '../core/ports.ts';
import type {Dialogue} from './dialogue.ts';
import {inFamily, isAddress, isLoopback} from '../core/address.ts';

/** More addresses than this of one target are not tried. */
const addressLimit = 8;

const named: Readonly<Record<DnsStatus, string>> = {
	ok: 'OK',
	nxdomain: 'ENOTFOUND',
	nodata: 'ENODATA',
	servfail: 'ESERVFAIL',
	refused: 'EREFUSED',
	silent: 'ETIMEOUT',
	unreachable: 'ECONNREFUSED',
	malformed: 'EBADRESP',
};

const inWords: Readonly<Record<DnsStatus, string>> = {
	ok: 'resolves',
	nxdomain: 'does not exist in DNS',
	nodata: 'exists but has no such record',
	servfail: 'cannot be resolved: the resolver reports a failure (SERVFAIL)',
	refused: 'cannot be resolved: the resolver refuses to answer',
	silent: 'cannot be resolved: the resolver does not answer',
	unreachable: 'cannot be resolved: no resolver can be reached',
	malformed: 'cannot be resolved: the resolver’s answer makes no sense',
};

/** Asks one DNS question and records the answer. */
export async function ask(
	context: CheckContext,
	name: string,
	type: DnsQuestion['type'],
	unchecked = false,
): Promise<DnsAnswer> {
	const {timeout} = context.options;
	const question = {name, type, timeout, ...(unchecked ? {unchecked} : {})};
	const answer = await context.ports.resolve(question, context.signal);
	if (unchecked) {
		return answer;
	}

	const {status, records, resolver, ttl, authenticated, after} = answer;
	context.observe('dns.answer', {
		name,
		type,
		status,
		records,
		resolver,
		ttl,
		authenticated,
		after,
	});
	return answer;
}

type Found = {addresses: readonly string[]; status: DnsStatus; resolver: string};

/** The statuses of two questions about one name as one: the worse reason, as far as it is known. */
function worse(a: DnsStatus, b: DnsStatus): DnsStatus {
	const order: readonly DnsStatus[] = [
		'servfail',
		'refused',
		'silent',
		'malformed',
		'unreachable',
		'nxdomain',
		'nodata',
		'ok',
	];
	return order.find(status => status === a || status === b) ?? a;
}

/**
 * Addresses of a host: those that applications get (getaddrinfo), or with `--dns` those that this
 * resolver gives. DNS is asked in any case, to see an entry of the hosts file that overrides it.
 */
async function addressesOf(context: CheckContext, host: string): Promise<Found> {
	const {options, ports} = context;
	const families = options.family ? [options.family] : ([4, 6] as const);
	const [system, entries, ...answers] = await Promise.all([
		options.dns ? undefined : ports.lookup(host, context.signal),
		options.dns ? [] : ports.hostsEntries(host),
		...families.map(async family => ask(context, host, family === 6 ? 'AAAA' : 'A')),
	]);
	const fromDns = answers.flatMap(answer => answer.records);
	const status = answers.map(answer => answer.status).reduce(worse);
	const resolver = answers.at(0)?.resolver ?? '';
	if (system) {
		context.observe('dns.system', {name: host, ...system});
		const differs = entries.some(entry => !fromDns.includes(entry));
		if (entries.length > 0 && differs) {
			context.observe('dns.hosts-entry', {name: host, addresses: entries, dns: fromDns});
		}
	}

	const found = (system?.addresses.length ? system.addresses : fromDns).filter(address =>
		inFamily(address, options.family),
	);
	return {addresses: [...new Set(found)], status, resolver};
}

function parseExchanges(records: readonly string[]): MxRecord[] {
	return records
		.map(record => {
			const [preference = '0', exchange = ''] = record.split(' ');
			return {preference: Number(preference), exchange};
		})
		.toSorted((a, b) => a.preference - b.preference);
}

function isNull(exchanges: readonly MxRecord[]): boolean {
	return (
		exchanges.length === 1 && (exchanges[0]?.exchange === '.' || exchanges[0]?.exchange === '')
	);
}

function fail(
	context: CheckContext,
	name: string,
	need: 'address' | 'mx',
	status: DnsStatus,
	resolver: string,
): StepEnd {
	context.observe('dns.failed', {name, need, status, code: named[status], resolver});
	return {status: 'failed', class: 'dns-failure', summary: `${name} ${inWords[status]}.`};
}

/** The MX hosts of a domain in the order in which mail tries them (RFC 5321 5.1). */
async function exchangesOf(
	context: CheckContext,
	domain: string,
): Promise<{exchanges: readonly MxRecord[]} | {end: StepEnd}> {
	const answer = await ask(context, domain, 'MX');
	const exchanges = parseExchanges(answer.records);
	if (isNull(exchanges)) {
		context.observe('dns.null-mx', {domain});
		return {
			end: {status: 'failed', class: 'null-mx', summary: `${domain} takes no mail (null MX).`},
		};
	}

	if (exchanges.length > 0) {
		context.observe('dns.mx', {domain, source: 'mx', exchanges});
		return {exchanges};
	}

	if (answer.status === 'nodata' || answer.status === 'ok') {
		const implicit = [{preference: 0, exchange: domain}];
		context.observe('dns.mx', {domain, source: 'implicit', exchanges: implicit});
		return {exchanges: implicit};
	}

	return {end: fail(context, domain, 'mx', answer.status, answer.resolver)};
}

/** A name that an MX points to must be a host name with an address of its own (RFC 2181 10.3). */
function noteInvalid(context: CheckContext, domain: string, exchange: string): boolean {
	if (!isAddress(exchange)) {
		return false;
	}

	context.observe('dns.mx-invalid', {domain, exchange, why: 'address'});
	return true;
}

type Host = {host: string; preference: number; addresses: readonly string[]};

async function hostsOfDomain(
	context: CheckContext,
	domain: string,
): Promise<{hosts: readonly Host[]} | {end: StepEnd}> {
	const found = await exchangesOf(context, domain);
	if ('end' in found) {
		return found;
	}

	const usable = found.exchanges.filter(({exchange}) => !noteInvalid(context, domain, exchange));
	const resolved = await Promise.all(
		usable.map(async ({exchange, preference}) => ({
			host: exchange,
			preference,
			...(await addressesOf(context, exchange)),
		})),
	);
	const hosts = resolved.filter(({addresses}) => addresses.length > 0);
	if (hosts.length > 0) {
		return {hosts};
	}

	const [first] = resolved;
	return {
		end: first
			? fail(
					context,
					first.host,
					'address',
					first.status === 'ok' ? 'nodata' : first.status,
					first.resolver,
				)
			: fail(context, found.exchanges[0]?.exchange ?? domain, 'address', 'nodata', ''),
	};
}

/** Notes hosts that lack the expected address; returns whether there are any. */
function lackExpected(context: CheckContext, hosts: readonly Host[]): boolean {
	const {expectAddress} = context.options;
	const lacking = hosts.filter(
		({addresses}) => expectAddress !== undefined && !addresses.includes(expectAddress),
	);
	for (const {host, addresses} of lacking) {
		context.observe('dns.unexpected-address', {host, addresses, expected: expectAddress ?? ''});
	}

	return lacking.length > 0;
}

async function hostsOf(context: CheckContext): Promise<{hosts: readonly Host[]} | {end: StepEnd}> {
	const {target} = context.options;
	if (target.kind !== 'host') {
		return hostsOfDomain(context, target.domain);
	}

	const {host} = target;
	if (isAddress(host)) {
		return {hosts: [{host, preference: 0, addresses: [host]}]};
	}

	const {addresses, status, resolver} = await addressesOf(context, host);
	return addresses.length > 0
		? {hosts: [{host, preference: 0, addresses}]}
		: {end: fail(context, host, 'address', status === 'ok' ? 'nodata' : status, resolver)};
}

function noteAbsence(context: CheckContext): void {
	const addresses = context.ports.ownAddresses();
	// Those of another machine may not be known
	const isUnknown = Boolean(context.options.fromHost) && addresses.length === 0;
	if (!isUnknown && addresses.every(isLoopback)) {
		context.observe('network.absent', {addresses});
	}
}

/** SERVFAIL is also what a validating resolver says when DNSSEC signatures fail: without validation it answers. */
async function lookUnchecked(context: CheckContext): Promise<void> {
	const failed = context.observations.findLast(o => o.tag === 'dns.failed');
	if (failed?.tag !== 'dns.failed' || failed.data.status !== 'servfail') {
		return;
	}

	const {name, need} = failed.data;
	const type = need === 'mx' ? 'MX' : 'A';
	const {status, records, resolver} = await ask(context, name, type, true);
	if (status === 'ok' && records.length > 0) {
		context.observe('dns.bogus', {name, type, records, resolver});
	}
}

/**
 * TLSA records of the hosts (RFC 7672), which nothing has to wait for: they count once TLS stands. A
 * resolver that swallows such questions must not hold up the verdict.
 */
async function publishedKeys(context: CheckContext): Promise<void> {
	const {walk, options, hurry} = context;
	const names = walk.hosts.map(({host}) => host).filter(host => !isAddress(host));
	const answers = names.map(async name =>
		ask(context, `_${options.port ?? 25}._tcp.${name}`, 'TLSA'),
	);
	const hurried = new Promise<void>(resolve => {
		hurry.addEventListener('abort', () => resolve(), {once: true});
	});
	await Promise.race([Promise.allSettled(answers), hurried]);
}

/** Which addresses the target has: getaddrinfo, DNS and the hosts file side by side. */
export const dns: Check<Dialogue> = {
	id: 'dns',
	title: 'DNS',
	question: 'reach',
	stage: 'dns',
	touches: 'dns',
	emits: [
		'dns.answer',
		'dns.system',
		'dns.hosts-entry',
		'dns.mx',
		'dns.null-mx',
		'dns.mx-invalid',
		'dns.failed',
		'dns.bogus',
		'dns.address',
		'dns.unexpected-address',
	],
	async run(context) {
		noteAbsence(context);
		const found = await hostsOf(context);
		if ('end' in found) {
			await lookUnchecked(context);
			return found.end;
		}

		let left = addressLimit;
		const hosts = found.hosts.map(host => {
			const addresses = host.addresses.slice(0, left);
			left -= addresses.length;
			return {...host, addresses};
		});
		context.walk.hosts = hosts.filter(({addresses}) => addresses.length > 0);
		for (const {host, addresses, preference} of hosts) {
			context.observe('dns.address', {host, addresses, preference});
		}

		const isUnexpected = lackExpected(context, hosts);
		if (context.options.aim === 'deliver' && context.options.tls !== 'none') {
			context.ready();
			await publishedKeys(context);
		}

		const summary = hosts
			.map(({host, addresses}) => `${host} is ${addresses.join(', ')}`)
			.join('; ');
		return isUnexpected
			? {status: 'warned', summary: `${summary}; ${context.options.expectAddress} was expected`}
			: {status: 'passed', summary};
	},
};
