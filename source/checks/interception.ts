import type {Check, CheckContext} from '../core/check.ts';
import type {Dialogue} from './dialogue.ts';
import {ask} from './dns.ts';
import {openDialogue} from './dialogue.ts';

/** Addresses for documentation, which belong to no host (RFC 5737). */
const nobodys = ['203.0.113.25', '198.51.100.25', '192.0.2.25'] as const;

/** Whoever answers for everybody answers soon; in milliseconds. */
const patience = 4000;

const network = (address: string): string => address.split('.').slice(0, 3).join('.');

/** An address of nobody that is in no network which this walk has met. */
function addressOfNobody(context: CheckContext): string | undefined {
	const met = new Set(
		[
			...context.ports.ownAddresses(),
			...context.walk.hosts.flatMap(({addresses}) => addresses),
			...context.observations.flatMap(o => (o.tag === 'dns.answer' ? [o.data.resolver] : [])),
		].map(network),
	);
	return nobodys.find(address => !met.has(network(address)));
}

/** The name by which an address greets, where it does. */
async function greetingOf(
	context: CheckContext,
	address: string,
	port: number,
): Promise<string | undefined> {
	const timeout = Math.min(context.options.timeout, patience);
	const connected = await context.ports.connect({address, port, timeout}, context.signal);
	if (!connected.ok) {
		return undefined;
	}

	const {wire} = connected;
	const candidate = {
		host: address,
		address,
		port,
		service: 'smtp' as const,
		preference: 0,
		timeout,
	};
	const dialogue = openDialogue(context, candidate, wire, context.nextConnection());
	dialogue.note(`${address} belongs to no host: only something on the way can answer there`);
	try {
		const heard = await dialogue.hear(patience);
		return heard.kind === 'reply' && heard.reply.code === 220
			? /^[\w.:[\]-]+/.exec(heard.facts.text)?.[0]
			: undefined;
	} finally {
		dialogue.close();
	}
}

/**
 * Whether something on the way answers in the server’s place: the greeting is in another name, that
 * name has another address, and an address that no host has greets in the same name.
 */
export const interception: Check<Dialogue> = {
	id: 'interception',
	title: 'Who answers',
	question: 'handshake',
	stage: 'banner',
	touches: 'network',
	emits: ['dns.answer', 'proxy.same-greeting', 'proxy.not-seen'],
	async run(context) {
		const stranger = context.observations.findLast(o => o.tag === 'derived.stranger');
		if (stranger?.tag !== 'derived.stranger') {
			return {status: 'skipped', summary: 'The greeting is in the name of the host.'};
		}

		const {host, address, port, name} = stranger.data;
		const own = await ask(context, name, address.includes(':') ? 'AAAA' : 'A');
		if (own.records.includes(address)) {
			return {status: 'passed', summary: `${name} is another name of ${host}: same address.`};
		}

		const elsewhere = addressOfNobody(context);
		if (!elsewhere) {
			return {status: 'skipped', summary: 'There is no address to compare with.'};
		}

		const greeting = await greetingOf(context, elsewhere, port);
		if (greeting === undefined || greeting.toLowerCase() !== name.toLowerCase()) {
			context.observe('proxy.not-seen', {host, port, elsewhere});
			return {status: 'passed', summary: `${elsewhere}, which no host has, does not greet.`};
		}

		context.observe('proxy.same-greeting', {host, port, elsewhere, name});
		return {
			status: 'failed',
			class: 'middlebox',
			summary: `${elsewhere}, which no host has, greets as ${name} too: something answers for everybody.`,
		};
	},
};
