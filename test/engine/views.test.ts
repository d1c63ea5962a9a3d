// Two views of one server. The other machine is this one, under another name: all is real but ssh.
import {expect, test} from 'vitest';
import type {Facts, Tag} from '../../source/core/observation.ts';
import type {Options} from '../../source/core/options.ts';
import {startSession} from '../../source/engine/start-session.ts';
import {openServer} from '../../source/net/server/open-server.ts';
import {createMachinery} from '../../source/wiring.ts';
import {optionsFor} from '../helpers/run-session.ts';
import {startScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';

/** A session in which `ssh` to any host leads to this machine. */
async function run(options: Options, password?: string) {
	const machinery = createMachinery('0.0.0');
	const session = startSession(
		options,
		async ({node}) =>
			node === 'password' && password !== undefined ? {value: password} : undefined,
		{
			...machinery,
			inside: async () => ({
				...(await machinery.inside()),
				openServer: () => openServer({kind: 'local', sudo: false}),
			}),
		},
		false,
	);
	const result = await session.done;
	const observed = <T extends Tag>(tag: T): Array<Facts[T]> =>
		session.events.flatMap(event =>
			event.type === 'observation' && event.kind === tag ? [event.facts as Facts[T]] : [],
		);
	const steps = session.events.flatMap(e => (e.type === 'step-finished' ? [e] : []));
	return {result, events: session.events, observed, steps};
}

const fromHost = 'app01';
const inside = {kind: 'local', sudo: false} as const;
const verbs = (heard: readonly string[], verb: string) =>
	heard.filter(line => line.startsWith(verb)).length;

test('both views come to RCPT, and neither the verdict nor its observations are of the second', async () => {
	const server = await startScriptServer(smtp());
	const {result, observed, steps} = await run(optionsFor(server.port, {fromHost}));
	expect(result).toMatchObject({outcome: 'healthy'});
	expect(verbs(server.heard, 'RCPT TO')).toBe(2);
	expect(observed('smtp.greeting')).toHaveLength(1);
	expect(observed('endpoint.chosen')).toHaveLength(1);
	expect(observed('views.row').some(({differs}) => differs)).toBe(false);
	expect(steps.map(({step}) => step)).toContain('view-from-here');
	expect(observed('session.footprint').at(-1)).toMatchObject({connections: 2});
});

test('a server that answers the two in different ways is seen to', async () => {
	const server = await startScriptServer(async peer =>
		smtp(peer.number > 1 ? {RCPT: '550 5.7.1 Relay access denied'} : {})(peer),
	);
	const {observed} = await run(optionsFor(server.port, {fromHost}));
	expect(observed('views.row').filter(({differs}) => differs)).toMatchObject([{row: 'rcpt'}]);
	expect(observed('session.footprint').at(-1)).toMatchObject({rejections: 1});
});

test('a message is sent once, and a password used once, whatever looks from elsewhere', async () => {
	const server = await startScriptServer(
		smtp({
			EHLO: '250-mail.example.test\n250 STARTTLS',
			tls: '250-mail.example.test\n250 AUTH PLAIN',
		}),
	);
	const options = optionsFor(server.port, {
		fromHost,
		inside,
		send: true,
		aim: 'submit',
		insecure: true,
		user: 'ada',
	});
	const {result, events} = await run(options, 'secret word');
	expect(result.outcome).toBe('healthy');
	expect(verbs(server.heard, 'AUTH')).toBe(1);
	expect(verbs(server.heard, 'DATA') + verbs(server.heard, 'BDAT')).toBe(1);
	expect(verbs(server.heard, 'EHLO')).toBeGreaterThan(4);
	expect(JSON.stringify(events)).not.toContain('secret word');
});

test('with leave to look inside, the server’s own localhost is tried after the verdict', async () => {
	const server = await startScriptServer(smtp());
	const {observed, steps} = await run(optionsFor(server.port, {inside}));
	expect(steps.map(({step}) => step)).toContain('localhost-view');
	expect(verbs(server.heard, 'RCPT TO')).toBe(2);
	expect(observed('views.row')[0]).toMatchObject({
		kind: 'localhost',
		first: 'this machine',
		second: 'localhost',
	});
	expect(observed('server.looked')).toContainEqual(
		expect.objectContaining({command: `a connection to 127.0.0.1 port ${server.port}`}),
	);
});

test('the lines of the second view stand in one piece', async () => {
	const server = await startScriptServer(smtp());
	const {events} = await run(optionsFor(server.port, {fromHost}));
	const connections = events.flatMap(e => (e.type === 'line' ? [e.connection] : []));
	const second = connections.indexOf(connections.find(n => n !== connections[0]) ?? 0);
	const told = connections.slice(second, connections.lastIndexOf(connections[second] ?? 0) + 1);
	expect(new Set(told).size).toBe(1);
});

test('an empty name is this machine, as in a session that looks from here again', async () => {
	const server = await startScriptServer(smtp());
	const {observed} = await run(optionsFor(server.port, {fromHost: ''}));
	expect(observed('views.row')).toEqual([]);
	expect(observed('views.looked')).toEqual([]);
});
