// EHLO, MAIL, RCPT and the message: what is said, in which packets, and what is never said.
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Options} from '../../source/core/options.ts';
import type {Ports} from '../../source/core/ports.ts';
import {optionsFor, runSession} from '../helpers/run-session.ts';
import {startScriptServer, type Peer} from '../helpers/script-server.ts';
import {smtp, type Answers} from '../helpers/smtp-script.ts';

const can = (...keywords: readonly string[]) =>
	['mail.example.test', ...keywords]
		.map((line, index) => `250${index < keywords.length ? '-' : ' '}${line}`)
		.join('\n');

async function run(answers: Answers, more: Partial<Options> = {}) {
	const server = await startScriptServer(smtp(answers));
	const ran = await runSession(optionsFor(server.port, more));
	await server.idle();
	return {server, ...ran};
}

test('a healthy server is asked on one connection, which ends with QUIT and without a message', async () => {
	const {server, result, lines, session} = await run(
		{EHLO: can('SIZE 1000', 'PIPELINING')},
		{tls: 'none'},
	);
	expect(result).toMatchObject({
		outcome: 'healthy',
		class: null,
		stage: null,
		cause: null,
		warnings: [],
	});
	expect(server.connections).toBe(1);
	expect(server.heard).toEqual([
		'EHLO client.example.test',
		'MAIL FROM:<ada@sender.example.test>',
		'RCPT TO:<eve@example.test>',
		'QUIT',
	]);
	expect(lines.filter(line => line.startsWith('C'))).toHaveLength(4);
	expect(session.events.at(-1)?.type).toBe('result');
});

test('MAIL and RCPT go in one packet where PIPELINING is offered, and only there', async () => {
	const together = 'MAIL FROM:<ada@sender.example.test>\r\nRCPT TO:<eve@example.test>\r\n';
	const offered = await run({EHLO: can('PIPELINING')});
	expect(offered.server.packets).toContain(together);
	const refrained = await run({EHLO: can('PIPELINING')}, {pipeline: false});
	expect(refrained.server.packets).not.toContain(together);
	const missing = await run({EHLO: can('SIZE')});
	expect(missing.server.packets).toContain('MAIL FROM:<ada@sender.example.test>\r\n');
	const helo = await run({EHLO: '500 5.5.1 not known'});
	expect(helo.server.packets).toContain('MAIL FROM:<ada@sender.example.test>\r\n');
});

test('of commands in one packet the first refusal is what counts', async () => {
	const {result} = await run({
		EHLO: can('PIPELINING'),
		MAIL: '550 5.1.8 sender rejected',
		RCPT: '503 5.5.1 need MAIL',
	});
	expect(result).toMatchObject({outcome: 'problem', stage: 'mail'});
	expect(result.summary).toContain('sender rejected');
});

test.each(['500 5.5.1 command not recognized', '502 5.5.1 not implemented'])(
	'EHLO answered with %j: HELO is tried, as with a server from before RFC 1869',
	async reply => {
		const {server, result, observed} = await run({EHLO: reply});
		expect(result.outcome).toBe('healthy');
		expect(server.heard.slice(0, 2)).toEqual([
			'EHLO client.example.test',
			'HELO client.example.test',
		]);
		expect(observed('smtp.capabilities')[0]).toMatchObject({verb: 'HELO', keywords: []});
	},
);

test('a name that is refused is not tried again with HELO', async () => {
	const {server, result} = await run({
		EHLO: '501 5.5.2 <client>: Helo command rejected: Invalid name',
	});
	expect(result).toMatchObject({outcome: 'problem', stage: 'ehlo'});
	expect(server.heard.some(line => line.startsWith('HELO'))).toBe(false);
});

test.each<[name: string, answers: Answers, options: Partial<Options>, mail: string]>([
	['the null sender', {}, {from: ''}, 'MAIL FROM:<>'],
	[
		'a size that is announced',
		{EHLO: can('SIZE 5000')},
		{size: 4711},
		'MAIL FROM:<ada@sender.example.test> SIZE=4711',
	],
	['no SIZE where it is not offered', {}, {size: 4711}, 'MAIL FROM:<ada@sender.example.test>'],
	[
		'SMTPUTF8 for an address beyond ASCII',
		{EHLO: can('SMTPUTF8')},
		{to: 'jürgen@example.test'},
		'MAIL FROM:<ada@sender.example.test> SMTPUTF8',
	],
	[
		'no SMTPUTF8 where it is not needed',
		{EHLO: can('SMTPUTF8')},
		{},
		'MAIL FROM:<ada@sender.example.test>',
	],
])('%s', async (_, answers, options, mail) => {
	const {server} = await run(answers, options);
	expect(server.heard.find(line => line.startsWith('MAIL'))).toBe(mail);
});

test('where no sender was named, the step says that none was tested', async () => {
	const server = await startScriptServer(smtp());
	const {from: _, ...options} = optionsFor(server.port);
	const {result, events} = await runSession(options);
	expect(result.outcome).toBe('healthy');
	const step = events.find(event => event.type === 'step-finished' && event.step === 'mail');
	expect(step).toMatchObject({
		status: 'warned',
		summary: expect.stringContaining('no sender was tested'),
	});
	const named = await run({}, {from: ''});
	expect(named.events).toContainEqual(
		expect.objectContaining({type: 'step-finished', step: 'mail', status: 'passed'}),
	);
});

test('without a recipient there is no RCPT; the step says so', async () => {
	const server = await startScriptServer(smtp());
	const {to: _, ...options} = optionsFor(server.port);
	const {result, events} = await runSession(options);
	expect(result.outcome).toBe('healthy');
	await server.idle();
	expect(server.heard.some(line => line.startsWith('RCPT'))).toBe(false);
	expect(events).toContainEqual(
		expect.objectContaining({type: 'step-finished', step: 'rcpt', status: 'skipped'}),
	);
});

test.each([
	['454 4.7.1 <eve@example.test>: Relay access denied', true],
	['554 5.7.1 <eve@example.test>: Relay access denied', false],
])('relaying denied with %j', async (reply, temporary) => {
	const {result, diagnosis, observed} = await run({RCPT: reply});
	expect(result).toMatchObject({outcome: 'problem', class: 'relay-denied', stage: 'rcpt'});
	expect(result.summary.includes('temporary')).toBe(temporary);
	expect(observed('smtp.refusal')[0]).toMatchObject({temporary, stage: 'rcpt'});
	expect(diagnosis?.causes.length).toBeGreaterThan(1);
	expect(result.cause).toBe(diagnosis?.causes[0]?.id);
});

const replies: ReadonlyArray<readonly [stage: string, name: keyof Answers, commands: string]> = [
	['ehlo', 'EHLO', 'EHLO'],
	['mail', 'MAIL', 'MAIL'],
	['rcpt', 'RCPT', 'RCPT'],
	['data', 'DATA', 'DATA'],
];

const endings: ReadonlyArray<readonly [string, string, (peer: Peer) => void]> = [
	['closes', 'fin', peer => peer.close()],
	['resets', 'reset', peer => peer.reset()],
];

test.each(replies.flatMap(reply => endings.map(ending => [...reply, ...ending] as const)))(
	'at the step %s, a server that answers %s with nothing (%s) and %s',
	async (stage, name, command, _, how, end) => {
		const silent = async (peer: Peer) => {
			end(peer);
			return undefined;
		};

		const {result, observed} = await run({[name]: silent}, {send: true, patience: 1000});
		expect(result).toMatchObject({outcome: 'problem', class: 'reset-or-dropped', stage});
		expect(observed('smtp.closed').at(-1)).toMatchObject({stage, how});
		expect(observed('smtp.closed').at(-1)?.command).toMatch(new RegExp(`^${command}`));
	},
);

test.each(replies)('at the step %s, a server that goes silent', async (stage, name) => {
	const {result} = await run(
		{
			async [name](peer: Peer) {
				await peer.say('250-just a ');
				return undefined;
			},
		},
		{send: true, patience: 250},
	);
	expect(result).toMatchObject({outcome: 'problem', class: 'timeout', stage});
});

test('patience counts from the command: lines that trickle in do not start it again', async () => {
	let lines = 0;
	const {result, observed} = await run(
		{
			async RCPT(peer) {
				for (; await peer.pause(20); lines++) {
					await peer.say('250-not yet\r\n');
				}

				return undefined;
			},
		},
		{patience: 400},
	);
	expect(result).toMatchObject({class: 'timeout', stage: 'rcpt'});
	expect(lines).toBeGreaterThan(2);
	expect(observed('smtp.silent')[0]?.waited).toBeGreaterThanOrEqual(400);
});

test('replies are the same whether they come split or merged', async () => {
	const server = await startScriptServer(async peer => {
		await peer.say('2', '20 mail.exa', 'mple.test\r', '\n');
		await peer.hear();
		await peer.say('250-mail.example.test\r\n250-PIPE', 'LINING\r\n250 SIZE 10\r\n');
		await peer.hear();
		await peer.say('250 2.1.0 sender ok\r\n250 2.1.5 recipient ok\r\n');
		await peer.hear();
		await peer.hear();
	});
	const {result, observed} = await runSession(optionsFor(server.port));
	expect(result.outcome).toBe('healthy');
	expect(observed('smtp.reply').map(({stage, reply}) => `${stage} ${reply.code}`)).toEqual([
		'banner 220',
		'ehlo 250',
		'mail 250',
		'rcpt 250',
	]);
});

test('a reply that nobody asked for is not taken for the answer to the next command', async () => {
	const {result, observed} = await run({
		EHLO: '250 mail.example.test\n550 5.7.1 out of the blue',
		MAIL: '250 2.1.0 ok\nand some words',
		RCPT: '250 2.1.5 this one',
	});
	expect(result.outcome).toBe('healthy');
	expect(observed('smtp.reply').at(-1)).toMatchObject({
		stage: 'rcpt',
		reply: {text: '2.1.5 this one'},
	});
	expect(observed('smtp.malformed').map(({fault, text}) => [fault, text])).toEqual([
		['unasked-reply', '5.7.1 out of the blue'],
		['unasked-reply', 'and some words'],
	]);
	expect(result.warnings.map(w => w.class)).toContain('syntax-or-protocol');
});

test('a server that says 421 by itself and closes is heard', async () => {
	const {result} = await run({
		async MAIL(peer) {
			await peer.say('250 2.1.0 ok\r\n421 4.3.2 shutting down\r\n');
			peer.close();
			return undefined;
		},
	});
	expect(result).toMatchObject({outcome: 'problem', stage: 'rcpt'});
	expect(result.summary).toContain('shutting down');
});

test('a bare line feed is read and noted; a reply without a code ends the dialogue', async () => {
	const bare = await startScriptServer(async peer => {
		await peer.say('220 mail.example.test\n');
		for (let line = await peer.hear(); line !== undefined; line = await peer.hear()) {
			await peer.say('250 ok\n');
		}
	});
	const {result} = await runSession(optionsFor(bare.port));
	expect(result.outcome).toBe('healthy');
	expect(result.warnings.map(w => w.class)).toContain('syntax-or-protocol');

	const {result: malformed} = await run({MAIL: 'all right then'});
	expect(malformed).toMatchObject({
		class: 'syntax-or-protocol',
		stage: 'mail',
		cause: 'malformed-reply',
	});
});

test('without --send no DATA or BDAT is ever sent, whatever the server offers or says', async () => {
	const {server} = await run({
		EHLO: can('CHUNKING', 'PIPELINING', 'DSN'),
		RCPT: '250 2.1.5 go on, send it with DATA',
	});
	expect(server.heard.some(line => /^(DATA|BDAT)/i.test(line))).toBe(false);
});

test('with --send one message goes out, complete, and QUIT follows', async () => {
	const {server, result, observed} = await run({}, {send: true});
	expect(result.outcome).toBe('healthy');
	expect(server.connections).toBe(1);
	const from = server.heard.indexOf('DATA');
	const to = server.heard.indexOf('.');
	const text = server.heard.slice(from + 1, to);
	expect(server.heard.slice(to + 1)).toEqual(['QUIT']);
	expect(server.heard.filter(line => line === 'DATA')).toHaveLength(1);
	for (const field of ['Date:', 'From:', 'To:', 'Subject:', 'Message-ID:', 'Auto-Submitted:']) {
		expect(text.filter(line => line.startsWith(field))).toHaveLength(1);
	}

	expect(text.every(line => /^[ -~]*$/.test(line) && line.length <= 998)).toBe(true);
	expect(text.some(line => line.startsWith('.'))).toBe(false);
	expect(observed('message.accepted')[0]).toMatchObject({queueId: 'ABCDEF123456'});
});

test('a refusal after the message is told with its stage', async () => {
	const {result} = await run({message: '550 5.7.1 this is spam'}, {send: true});
	expect(result).toMatchObject({outcome: 'problem', stage: 'message'});
});

test.each(endings)('a server that %s after the message: delivery unknown', async (_, __, end) => {
	const {result, observed} = await run(
		{
			async message(peer) {
				end(peer);
				return undefined;
			},
		},
		{send: true},
	);
	expect(result).toMatchObject({outcome: 'inconclusive', class: null});
	expect(result.summary).toContain('do not send it again');
	expect(observed('message.unknown')).toHaveLength(1);
});

/** The same ports with a clock on which waiting for more than a minute is over at once. */
const impatient =
	(waits: number[]) =>
	(real: Ports): Ports => ({
		...real,
		async connect(endpoint, signal) {
			const connected = await real.connect(endpoint, signal);
			if (!connected.ok) {
				return connected;
			}

			const {wire} = connected;
			return {
				ok: true,
				wire: Object.create(wire, {
					read: {
						async value(deadline: number, ending: AbortSignal) {
							const left = deadline - real.now();
							waits.push(left);
							return left > 60_000 ? {kind: 'late', at: deadline} : wire.read(deadline, ending);
						},
					},
				}),
			};
		},
	});

test('after the dot at least ten minutes are waited for, then delivery is unknown', async () => {
	const waits: number[] = [];
	const server = await startScriptServer(smtp({message: async () => undefined}));
	const {result} = await runSession(optionsFor(server.port, {send: true}), {
		ports: impatient(waits),
	});
	expect(result).toMatchObject({outcome: 'inconclusive', class: null});
	expect(result.summary).toContain('do not send it again');
	expect(Math.max(...waits)).toBeGreaterThan(599_000);
	expect(waits.filter(wait => wait > 10_000)).toHaveLength(1);
});

test('no address, name or host that the library is given can begin another command', async () => {
	const server = await startScriptServer(smtp());
	const evil = fc.sample(
		fc
			.tuple(
				fc.constantFrom('ada@example.test', 'a', ''),
				fc.constantFrom('\r\nRCPT TO:<evil@example.test>', '\nDATA\n', '\0', '>\r\nQUIT\r\n', '\r'),
				fc.constantFrom('', '@example.test', '>'),
			)
			.map(parts => parts.join('')),
		10,
	);
	for (const text of evil) {
		for (const more of [{from: text}, {to: text}, {helo: text}]) {
			const {events} = await runSession(optionsFor(server.port, more));
			expect(events.at(-1)?.type).toBe('result');
		}
	}

	await server.idle();
	for (const line of server.heard) {
		expect(line).toMatch(
			/^(EHLO client\.example\.test|MAIL FROM:<ada@sender\.example\.test>|RCPT TO:<eve@example\.test>|QUIT)$/,
		);
	}
});
