// The event log that every output reads, and what a session does with answers and with faults of ours.
import {expect, test} from 'vitest';
import type {Check} from '../../source/core/check.ts';
import type {Prompter} from '../../source/core/session.ts';
import type {Dialogue} from '../../source/checks/dialogue.ts';
import {plan} from '../../source/knowledge/plan.ts';
import {startSession} from '../../source/engine/start-session.ts';
import {createMachinery} from '../../source/wiring.ts';
import {optionsFor, runSession} from '../helpers/run-session.ts';
import {certificates, startScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';

const signedIn = {
	EHLO: '250-mail.example.test\n250 STARTTLS',
	tls: '250-mail.example.test\n250 AUTH PLAIN',
};
const asUser = {
	aim: 'submit',
	user: 'ada@sender.example.test',
	ca: certificates.ca,
	servername: 'mail.example.test',
} as const;

test('the log tells the walk in order, and every event survives JSON', async () => {
	const server = await startScriptServer(
		smtp({...signedIn, RCPT: '554 5.7.1 Relay access denied'}),
	);
	const {events} = await runSession(optionsFor(server.port, asUser), {password: 'open sesame'});
	expect(events[0]).toMatchObject({type: 'session', schema: 1, target: '127.0.0.1'});
	expect(events.at(-1)?.type).toBe('result');

	const times = events.map(({at}) => at);
	expect(times).toEqual(times.toSorted((a, b) => a - b));
	const ids = events.flatMap(event => (event.type === 'line' ? [event.id] : []));
	expect(ids).toEqual(ids.map((_, index) => index + 1));

	const open = new Set<string>();
	for (const event of events) {
		expect(JSON.parse(JSON.stringify(event))).toEqual(event);
		switch (event.type) {
			case 'step-started': {
				open.add(event.step);
				break;
			}

			case 'step-finished': {
				expect(open.delete(event.step)).toBe(true);
				expect(event.elapsed).toBeGreaterThanOrEqual(0);
				break;
			}

			case 'observation': {
				expect(ids).toEqual(expect.arrayContaining([...event.lines]));
				break;
			}

			default: {
				break;
			}
		}
	}

	expect([...open]).toEqual([]);
});

test('the branches lead from the start of the plan to its end without a gap', async () => {
	const server = await startScriptServer(smtp());
	const {events} = await runSession(optionsFor(server.port));
	const branches = events.flatMap(event => (event.type === 'branch' ? [event] : []));
	let at: string = plan.start;
	for (const {from, to, because} of branches) {
		expect(from).toBe(at);
		expect(because).toMatch(/^[^{}]+[.?]$/);
		at = to;
	}

	expect(plan.nodes[at as keyof typeof plan.nodes].kind).toBe('healthy');
});

test('neither the CA nor a password is among the options that are written down', async () => {
	const server = await startScriptServer(smtp(signedIn));
	const {events} = await runSession(optionsFor(server.port, asUser), {password: 'open sesame'});
	const [session] = events;
	expect(JSON.stringify(session)).not.toContain('BEGIN CERTIFICATE');
	expect(JSON.stringify(events)).not.toContain('sesame');
});

test('a fault of our own ends the session inconclusive, with the sockets closed and the result last', async () => {
	const server = await startScriptServer(smtp());
	const machinery = createMachinery('0.0.0');
	const broken: Check<Dialogue> = {
		id: 'ehlo',
		title: 'EHLO',
		question: 'handshake',
		stage: 'ehlo',
		touches: 'server',
		emits: [],
		async run() {
			throw new TypeError('cannot read properties of undefined');
		},
	};
	const checks = machinery.checks.map(check => (check.id === 'ehlo' ? broken : check));
	const session = startSession(
		// A port that is silent keeps the scan busy beside the dialogue
		optionsFor(server.port, {ports: [9], timeout: 5000}),
		async () => undefined,
		{...machinery, checks},
		false,
	);
	const result = await session.done;
	expect(result).toMatchObject({outcome: 'inconclusive', class: null});
	expect(result.summary).toContain('fault of its own');
	expect(result.summary).not.toContain('\n');
	expect(session.events.at(-1)).toBe(result);
	await server.idle();
});

/** Answers to the question what next, in turn; then leaves. Passwords are answered in turn as well. */
function scripted(next: readonly string[], passwords: readonly string[] = []): Prompter {
	const answers = [...next];
	const secrets = [...passwords];
	return async ({node}) => {
		const value = node === 'password' ? secrets.shift() : node === 'next' ? answers.shift() : 'run';
		return value === undefined ? undefined : {value};
	};
}

async function interactive(port: number, prompter: Prompter, more = {}) {
	const session = startSession(optionsFor(port, more), prompter, createMachinery('0.0.0'), true);
	await session.done;
	return session.events;
}

test('running again says whether it is fixed', async () => {
	let times = 0;
	const server = await startScriptServer(
		smtp({RCPT: async () => (++times < 3 ? '554 5.7.1 Relay access denied' : '250 2.1.5 ok')}),
	);
	const events = await interactive(server.port, scripted(['again', 'again', 'leave']));
	const ends = events.flatMap(event => (event.type === 'run-finished' ? [event] : []));
	expect(ends.map(({run, outcome, compared}) => [run, outcome, compared])).toEqual([
		[1, 'problem', undefined],
		[2, 'problem', 'same'],
		[3, 'healthy', 'fixed'],
	]);
	expect(events.filter(({type}) => type === 'run-started')).toHaveLength(2);
	expect(events.at(-1)).toMatchObject({type: 'result', outcome: 'healthy'});
});

test('a password is asked for once, and never written down', async () => {
	const server = await startScriptServer(smtp({...signedIn, RCPT: '550 5.1.1 no such user'}));
	const events = await interactive(
		server.port,
		scripted(['again'], ['open sesame', 'not asked for']),
		asUser,
	);
	const asked = events.filter(event => event.type === 'question' && event.node === 'password');
	expect(asked).toHaveLength(1);
	expect(asked[0]).toMatchObject({secret: true});
	expect(events).toContainEqual(
		expect.objectContaining({type: 'answer', node: 'password', value: '[hidden]'}),
	);
	expect(JSON.stringify(events)).not.toMatch(/sesame|not asked for/);
});

test('a password that was refused is asked for again, and stays hidden ever after', async () => {
	const first = 'first secret';
	const server = await startScriptServer(
		smtp({
			...signedIn,
			AUTH: async (_, line) =>
				line.includes(Buffer.from(`\0${asUser.user}\0${first}`).toString('base64'))
					? '535 5.7.8 Error: authentication failed'
					: `235 2.7.0 ok, and it was ${first} before`,
			RCPT: `550 5.1.1 no ${first} here`,
		}),
	);
	const events = await interactive(
		server.port,
		scripted(['again'], [first, 'second secret']),
		asUser,
	);
	expect(
		events.filter(event => event.type === 'question' && event.node === 'password'),
	).toHaveLength(2);
	expect(events.at(-1)).toMatchObject({outcome: 'problem', stage: 'rcpt'});
	expect(JSON.stringify(events)).not.toMatch(/first secret|second secret/);
});

test('where the session is guided, each step waits for a yes, and is told with its command', async () => {
	const server = await startScriptServer(smtp());
	const asked: string[] = [];
	const session = startSession(
		optionsFor(server.port),
		async question => {
			if (question.node === 'step') {
				asked.push(question.step ?? '');
				expect(
					session.events.some(e => e.type === 'step-started' && e.step === question.step),
				).toBe(false);
			}

			return {value: question.node === 'next' ? 'leave' : 'run'};
		},
		createMachinery('0.0.0'),
		true,
		() => true,
	);
	expect(await session.done).toMatchObject({outcome: 'healthy'});
	const started = session.events.flatMap(e => (e.type === 'step-started' ? [e.step] : []));
	expect(asked).toEqual(started);
	const commands = session.events.flatMap(e => (e.type === 'step-started' ? [e.command] : []));
	expect(
		commands.every(
			command => command.length > 0 && !/[{}]/.test(command.replaceAll(/\{ .* \}/g, '')),
		),
	).toBe(true);
});

test('the account of a session is what the server sees', async () => {
	const server = await startScriptServer(
		smtp({
			EHLO: '250-mail.example.test\n250 STARTTLS',
			STARTTLS: '454 4.7.0 TLS not available',
			RCPT: '554 5.7.1 <eve@example.test>: Relay access denied',
		}),
	);
	const {observed} = await runSession(optionsFor(server.port));
	const [account] = observed('session.footprint');
	expect(account?.connections).toBe(server.connections);
	expect(account?.rejections).toBe(2);
});
