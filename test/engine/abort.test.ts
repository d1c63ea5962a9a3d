// A session can be ended at any moment: nothing stays open, nothing comes after the result.
import {expect, test} from 'vitest';
import type {SessionEvent} from '../../source/core/event.ts';
import type {Options} from '../../source/core/options.ts';
import {plan} from '../../source/knowledge/plan.ts';
import {countConnections} from '../helpers/count-connections.ts';
import {startNameServer} from '../helpers/name-server.ts';
import {optionsFor, runSession, type Ran} from '../helpers/run-session.ts';
import {silentPort} from '../helpers/free-port.ts';
import {certificates, startScriptServer, type ScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';

const capable = {
	EHLO: '250-mail.example.test\n250-PIPELINING\n250 STARTTLS',
	tls: '250-mail.example.test\n250 AUTH PLAIN',
	RCPT: '550 5.1.1 no such user',
};

/** A server on three addresses with TLS and a login, of which one is broken: the longest walk there is. */
async function longWalk(): Promise<{servers: readonly ScriptServer[]; options: Options}> {
	const first = await startScriptServer(smtp({greeting: '554 5.7.1 no'}));
	const {port} = first;
	const servers = [
		first,
		await startScriptServer(smtp(capable), {address: '127.0.0.2', port}),
		await startScriptServer(smtp(capable), {address: '127.0.0.3', port}),
		await startScriptServer(smtp()),
	];
	const dns = await startNameServer({
		'mail.example.test': {A: ['127.0.0.1', '127.0.0.2', '127.0.0.3']},
		'example.test': {MX: ['10 mail.example.test']},
	});
	const options = optionsFor(port, {
		target: {kind: 'host', host: 'mail.example.test'},
		dns,
		ports: [servers[3]?.port ?? 0],
		aim: 'submit',
		user: 'ada@sender.example.test',
		ca: certificates.ca,
	});
	return {servers, options};
}

/** Whether a session had chosen its conclusion before this event: then there is nothing to interrupt. */
function hasConcluded(events: readonly SessionEvent[], before: number): boolean {
	const branch = events.slice(0, before - 1).findLast(({type}) => type === 'branch');
	return (
		branch?.type === 'branch' &&
		plan.nodes[branch.to as keyof typeof plan.nodes].kind === 'conclude'
	);
}

function expectEnded(ran: Ran): void {
	expect(ran.events.filter(({type}) => type === 'result')).toHaveLength(1);
	expect(ran.events.at(-1)?.type).toBe('result');
	const started = ran.events.filter(({type}) => type === 'step-started').length;
	expect(ran.events.filter(({type}) => type === 'step-finished')).toHaveLength(started);
}

test(
	'ended at any event, a session frees its sockets and is inconclusive',
	{timeout: 15_000},
	async () => {
		const {servers, options} = await longWalk();
		const whole = await runSession(options, {password: 'open sesame'});
		expect(whole.result).toMatchObject({outcome: 'problem', stage: 'rcpt'});
		expectEnded(whole);

		for (let stop = 1; stop <= whole.events.length; stop++) {
			const count = countConnections();
			const ran = await runSession(options, {
				password: 'open sesame',
				ports: count.watch,
				onEvent(_, session) {
					if (session.events.length === stop) {
						session.abort();
					}
				},
			});
			expectEnded(ran);
			if (!hasConcluded(ran.events, stop)) {
				expect(ran.result, `at event ${stop}`).toMatchObject({
					outcome: 'inconclusive',
					class: null,
				});
			}

			expect(count.open, `at event ${stop}`).toBe(0);
			await Promise.all(servers.map(async server => server.idle()));
		}
	},
);

test('ended while a server is silent, a session does not wait for it, and says nothing to it', async () => {
	const server = await startScriptServer(async peer => {
		await peer.say('220-wait for it\r\n');
	});
	const ran = await runSession(optionsFor(server.port, {patience: 60_000}), {
		onEvent(event, session) {
			if (event.type === 'line' && event.text.includes('wait for it')) {
				session.abort();
			}
		},
	});
	expectEnded(ran);
	expect(ran.result.outcome).toBe('inconclusive');
	await server.idle();
	expect(server.packets).toEqual([]);
});

test('ended before it began, a session connects to nobody', async () => {
	const server = await startScriptServer(smtp());
	const ran = await runSession(optionsFor(server.port), {
		onEvent(event, session) {
			if (event.type === 'session') {
				session.abort();
			}
		},
	});
	expectEnded(ran);
	expect(ran.result.outcome).toBe('inconclusive');
	expect(server.connections).toBe(0);
});

test('ended while a resolver is silent, and while a port is', async () => {
	const dns = await startNameServer({'mail.example.test': 'silent'});
	const target = {kind: 'host', host: 'mail.example.test'} as const;
	const resolving = await runSession(optionsFor(25, {target, dns, timeout: 60_000}), {
		onEvent(event, session) {
			if (event.type === 'step-started') {
				setImmediate(() => session.abort());
			}
		},
	});
	expectEnded(resolving);
	expect(resolving.result.outcome).toBe('inconclusive');

	const {port, close} = await silentPort();
	const count = countConnections();
	const connecting = await runSession(optionsFor(port, {timeout: 60_000}), {
		ports: count.watch,
		onEvent(event, session) {
			if (event.type === 'step-started' && event.step === 'scan') {
				setImmediate(() => session.abort());
			}
		},
	});
	await close();
	expectEnded(connecting);
	expect(connecting.result.outcome).toBe('inconclusive');
	expect([count.most, count.open]).toEqual([1, 0]);
});

test('ended while a password is asked for, a session ends', async () => {
	const server = await startScriptServer(smtp(capable));
	const ran = await runSession(
		optionsFor(server.port, {
			aim: 'submit',
			user: 'ada',
			ca: certificates.ca,
			servername: 'mail.example.test',
		}),
		{
			prompter: async (_, signal) =>
				new Promise((_resolve, reject) => {
					signal.addEventListener('abort', () => reject(signal.reason as Error));
				}),
			onEvent(event, session) {
				if (event.type === 'step-started' && event.step === 'auth') {
					setImmediate(() => session.abort());
				}
			},
		},
	);
	expectEnded(ran);
	expect(ran.result.outcome).toBe('inconclusive');
	await server.idle();
});
