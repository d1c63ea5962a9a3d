import type {Candidate, CheckContext, StepEnd} from '../core/check.ts';
import type {ReplyFacts} from '../core/observation.ts';
import {duration} from '../core/phrase.ts';
import type {Wire} from '../core/ports.ts';
import {literal} from '../core/address.ts';
import {openDialogue, type Capabilities, type Dialogue} from './dialogue.ts';
import {inOneLine, judge} from './exchange.ts';

/** The first word of the greeting: the name by which the server introduces itself. */
function nameIn({text}: ReplyFacts): string {
	return /^[\w.:[\]-]+/.exec(text)?.[0] ?? '';
}

const otherServices: ReadonlyArray<readonly [RegExp, string]> = [
	[/^SSH-/, 'SSH'],
	[/^\+OK/, 'POP3'],
	[/^\* OK/, 'IMAP'],
	[/^HTTP\//i, 'HTTP'],
	[/^<(!doctype|html)/i, 'HTTP'],
	[/^RFB /, 'VNC'],
];

/** Clocks this far apart, in hours, are not a matter of seconds or of a time zone that is written wrongly. */
const hoursApart = 24;

/** Exim and Sendmail say the date in their greeting (RFC 5322 3.3): it tells when one of the clocks is wrong. */
function compareClocks(context: CheckContext, host: string, {text}: ReplyFacts): void {
	const written = /\b\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d(?: [+-]\d{4})?/.exec(text)?.[0];
	const server = new Date(written ?? '');
	const here = context.ports.today();
	const hours = Math.round(Math.abs(server.getTime() - here.getTime()) / 3_600_000);
	if (hours >= hoursApart) {
		context.observe('clock.differs', {
			host,
			server: server.toISOString(),
			here: here.toISOString(),
			hours,
		});
	}
}

/** Waits for the whole greeting, and says what it was. */
export async function greet(
	context: CheckContext,
	dialogue: Dialogue,
	signal: AbortSignal = context.signal,
): Promise<StepEnd> {
	const {facts} = dialogue;
	const heard = await dialogue.hear(context.options.patience, signal);
	if (heard.kind === 'silent') {
		context.observe('smtp.no-greeting', {...facts, waited: heard.waited}, heard.lines);
		const summary = `No greeting in ${duration(heard.waited)}.`;
		return {status: 'failed', class: 'no-banner', summary};
	}

	if (heard.kind === 'not-smtp') {
		const looksLike =
			otherServices.find(([pattern]) => pattern.test(heard.text))?.[1] ?? 'another service';
		context.observe('smtp.not-smtp', {...facts, text: heard.text, looksLike}, heard.lines);
		const summary = `No SMTP server: it looks like ${looksLike}.`;
		return {status: 'failed', class: 'not-smtp', summary};
	}

	const judged = await judge(
		context,
		dialogue,
		'banner',
		'the connection',
		heard,
		code => code === 220,
	);
	if (!judged.ok) {
		return judged.end;
	}

	const {reply, lines, after} = judged;
	context.observe('smtp.greeting', {...facts, reply, after, name: nameIn(reply)}, lines);
	compareClocks(context, facts.host, reply);
	const software = context.recognise('banner', reply.text);
	if (software) {
		context.observe('server.software', software, lines);
	}

	return {status: 'passed', summary: `Greeted after ${duration(after)}: ${inOneLine(reply)}`};
}

/** What this side calls itself: by option, by its own name, or by its address (RFC 5321 4.1.4). */
export async function heloName(context: CheckContext, wire: Wire): Promise<string> {
	const known = context.observations.findLast(o => o.tag === 'client.name');
	if (known?.tag === 'client.name') {
		return known.data.helo;
	}

	const own = context.options.helo ? undefined : await context.ports.ownName(context.signal);
	const helo = context.options.helo ?? own ?? literal(wire.local.address);
	const source = context.options.helo ? 'option' : own ? 'hostname' : 'literal';
	context.observe('client.name', {helo, source});
	return helo;
}

function parseCapabilities(verb: Capabilities['verb'], {text}: ReplyFacts): Capabilities {
	const [first = '', ...rest] = text.split('\n');
	const lines = verb !== 'HELO' ? rest.map(line => line.trim()).filter(Boolean) : [];
	const keywords = lines.map(line => (line.split(/[\s=]/)[0] ?? '').toUpperCase());
	const auth = lines
		.filter(line => /^AUTH[\s=]/i.test(line))
		.flatMap(line => line.slice(5).toUpperCase().split(/\s+/))
		.filter(Boolean);
	const size = lines.find(line => /^SIZE\s+\d{1,15}$/i.test(line))?.split(/\s+/)[1];
	return {
		verb,
		name: first.split(/\s/)[0] ?? '',
		keywords: [...new Set(keywords)],
		lines,
		auth: [...new Set(auth)],
		size: size === undefined ? null : Number(size),
	};
}

/** The command by which this side introduces itself first. */
export async function introduction(context: CheckContext, wire: Wire): Promise<string> {
	return `${context.options.lmtp ? 'LHLO' : 'EHLO'} ${await heloName(context, wire)}`;
}

/** Introduces this side with EHLO, and with HELO where that is not understood (LMTP: with LHLO). */
export async function introduce(context: CheckContext, dialogue: Dialogue): Promise<StepEnd> {
	const {facts, wire} = dialogue;
	const isNew = !context.observations.some(o => o.tag === 'client.name');
	const name = await heloName(context, wire);
	if (isNew && name.startsWith('[')) {
		dialogue.note('this host has no full name, so its address stands for it (--helo NAME)');
	}

	const verbs = context.options.lmtp ? (['LHLO'] as const) : (['EHLO', 'HELO'] as const);
	for (const verb of verbs) {
		const heard = await dialogue.ask(`${verb} ${name}`);
		// A server from before RFC 1869 answers EHLO with 500 or 502; that is no refusal of the name.
		const unknown =
			verb === 'EHLO' &&
			heard.kind === 'reply' &&
			[500, 502, 504].includes(heard.reply.code) &&
			['syntax-or-protocol', 'other'].includes(
				(await context.classify({stage: 'ehlo', code: heard.reply.code, text: heard.facts.text}))
					.class,
			);
		if (unknown) {
			continue;
		}

		const judged = await judge(context, dialogue, 'ehlo', verb, heard);
		if (!judged.ok) {
			return judged.end;
		}

		const capabilities = parseCapabilities(verb, judged.reply);
		dialogue.capabilities = capabilities;
		context.observe(
			'smtp.capabilities',
			{...facts, ...capabilities, secure: wire.secure},
			judged.lines,
		);
		const software = context.recognise('ehlo', judged.reply.text);
		if (software) {
			context.observe('server.software', software, judged.lines);
		}

		if (capabilities.auth.length > 0) {
			const {auth: mechanisms} = capabilities;
			context.observe('auth.offered', {...facts, mechanisms, secure: wire.secure}, judged.lines);
		}

		const summary =
			verb === 'HELO'
				? 'Only HELO is understood: no extensions, so neither STARTTLS nor AUTH.'
				: capabilities.keywords.join(' ') || 'no extensions';
		return {status: verb === 'HELO' ? 'warned' : 'passed', summary};
	}

	throw new TypeError('the last verb is always judged');
}

/** Makes the dialogue of a candidate, on the scan's socket or on a new one. */
export async function dial(
	context: CheckContext,
	candidate: Candidate,
): Promise<Dialogue | undefined> {
	const {wire, connection} = candidate;
	if (wire && connection) {
		delete candidate.wire;
		return openDialogue(context, candidate, wire, connection);
	}

	const connected = await context.ports.connect(candidate, context.signal);
	if (!connected.ok) {
		return undefined;
	}

	const number = context.nextConnection();
	const {address, port} = candidate;
	context.say({
		connection: number,
		from: 'note',
		text: `connected to ${address} port ${port}`,
		secure: false,
	});
	return openDialogue(context, candidate, connected.wire, number);
}
