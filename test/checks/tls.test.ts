// STARTTLS and TLS from the first byte: what is asked for, what is dropped, and how it may go wrong.
import {expect, test} from 'vitest';
import {optionsFor, runSession} from '../helpers/run-session.ts';
import {certificates, startScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';

const before = '250-mail.example.test\n250-STARTTLS\n250 8BITMIME';
const after = '250-mail.example.test\n250-AUTH PLAIN\n250 SIZE 1000';
const {ca} = certificates;
const named = {servername: 'mail.example.test', ca};

test('after STARTTLS this side introduces itself again, and only what is said then counts', async () => {
	const server = await startScriptServer(smtp({EHLO: before, tls: after}));
	const {result, observed, events} = await runSession(optionsFor(server.port, named));
	expect(result).toMatchObject({outcome: 'healthy', warnings: []});
	expect(observed('smtp.capabilities').map(({secure, keywords}) => ({secure, keywords}))).toEqual([
		{secure: false, keywords: ['STARTTLS', '8BITMIME']},
		{secure: true, keywords: ['AUTH', 'SIZE']},
	]);
	expect(observed('tls.established')[0]).toMatchObject({trusted: true, mode: 'starttls'});
	await server.idle();
	expect(server.heard.map(line => line.split(' ')[0])).toEqual([
		'EHLO',
		'STARTTLS',
		'EHLO',
		'MAIL',
		'RCPT',
		'QUIT',
	]);
	expect(server.connections).toBe(1);
	const said = events.flatMap(e => (e.type === 'line' && e.from === 'client' ? [e.secure] : []));
	expect(said).toEqual([false, false, true, true, true, true]);
});

test('capabilities from before TLS are forgotten: a feature that is gone is not used', async () => {
	const server = await startScriptServer(
		smtp({
			EHLO: `${before}\n250-SIZE 5\n250 PIPELINING`.replace('250 8', '250-8'),
			tls: '250 mail.example.test',
		}),
	);
	const {result} = await runSession(optionsFor(server.port, {...named, size: 100}));
	expect(result.outcome).toBe('healthy');
	expect(server.heard).toContain('MAIL FROM:<ada@sender.example.test>');
});

test.each([
	['in the same packet', ['220 go ahead\r\n250-mail.example.test\r\n250 AUTH PLAIN\r\n']],
	['with half a line', ['220 go ahead\r\n250 AUTH PL']],
])(
	'plain text injected behind the reply to STARTTLS %s is dropped and reported',
	async (_, pieces) => {
		const server = await startScriptServer(async peer => {
			await peer.say('220 mail.example.test ESMTP\r\n');
			await peer.hear();
			await peer.say('250-mail.example.test\r\n250 STARTTLS\r\n');
			await peer.hear();
			await peer.say(...pieces);
			await peer.startTls();
			await peer.hear();
			await peer.say('250 mail.example.test\r\n');
			await peer.hear();
			await peer.say('250 ok\r\n');
			await peer.hear();
			await peer.say('250 ok\r\n');
		});
		const {result, observed, lines} = await runSession(optionsFor(server.port, named));
		expect(result.outcome).toBe('healthy');
		expect(result.warnings.map(w => w.class)).toContain('syntax-or-protocol');
		expect(observed('smtp.injected')[0]?.text).toContain('AUTH PL');
		expect(observed('smtp.capabilities').at(-1)).toMatchObject({
			secure: true,
			keywords: [],
			auth: [],
		});
		expect(observed('auth.offered')).toEqual([]);
		expect(lines.filter(line => line.startsWith('S') && line.includes('AUTH'))).toEqual([]);
	},
);

test.each(['454 4.7.0 TLS not available due to local problem', '502 5.5.1 not now'])(
	'STARTTLS refused with %j: delivery goes on in plain text, on a new connection',
	async refusal => {
		const server = await startScriptServer(smtp({EHLO: before, STARTTLS: refusal}));
		const {result, observed} = await runSession(optionsFor(server.port));
		expect(result.outcome).toBe('healthy');
		expect(result.warnings).toHaveLength(1);
		expect(observed('tls.given-up')).toHaveLength(1);
		expect(server.connections).toBe(2);
		expect(server.heard.filter(line => /^(STARTTLS|MAIL)/.test(line))).toEqual([
			'STARTTLS',
			'MAIL FROM:<ada@sender.example.test>',
		]);
	},
);

test('STARTTLS refused where mail is submitted is the problem, and nothing is announced in plain', async () => {
	const server = await startScriptServer(
		smtp({EHLO: before, STARTTLS: '454 4.7.0 TLS not available'}),
	);
	const {result} = await runSession(optionsFor(server.port, {aim: 'submit'}));
	expect(result).toMatchObject({outcome: 'problem', stage: 'starttls'});
	expect(server.heard.some(line => line.startsWith('MAIL'))).toBe(false);
});

test('a handshake that fails: delivery goes on in plain text with a warning', async () => {
	const server = await startScriptServer(
		smtp({
			EHLO: before,
			async STARTTLS(peer) {
				await peer.say('220 go ahead\r\n');
				await peer.say('this is no TLS at all\r\n');
				return undefined;
			},
		}),
	);
	const {result, observed} = await runSession(optionsFor(server.port));
	expect(result.outcome).toBe('healthy');
	expect(result.warnings.map(w => w.class)).toContain('tls-handshake');
	expect(observed('tls.failed')[0]).toMatchObject({tolerated: true});
});

test('a handshake that hangs ends with the time limit, and says so', async () => {
	const server = await startScriptServer(async peer => {
		await peer.say('220 mail.example.test ESMTP\r\n');
		await peer.hear();
		await peer.say('250-mail.example.test\r\n250 STARTTLS\r\n');
		await peer.hear();
		await peer.say('220 go ahead\r\n');
	});
	const {result, observed} = await runSession(
		optionsFor(server.port, {aim: 'submit', timeout: 300}),
	);
	expect(result).toMatchObject({outcome: 'problem', class: 'timeout', stage: 'tls'});
	expect(observed('tls.failed')[0]?.code).toBe('ETIMEDOUT');
	await server.idle();
});

test('a certificate that nobody vouches for: a warning in delivery, the problem in submission', async () => {
	const server = await startScriptServer(smtp({EHLO: before, tls: after}));
	const delivery = await runSession(optionsFor(server.port));
	expect(delivery.result.outcome).toBe('healthy');
	expect(delivery.result.warnings.map(w => w.class)).toContain('tls-certificate');

	const submission = await runSession(optionsFor(server.port, {aim: 'submit'}));
	expect(submission.result).toMatchObject({
		outcome: 'problem',
		class: 'tls-certificate',
		stage: 'tls',
	});

	const asked = await runSession(optionsFor(server.port, {tls: 'starttls'}));
	expect(asked.result).toMatchObject({outcome: 'problem', class: 'tls-certificate'});

	const insecure = await runSession(optionsFor(server.port, {aim: 'submit', insecure: true}));
	expect(insecure.result.outcome).toBe('healthy');
	expect(insecure.result.warnings.map(w => w.class)).toContain('tls-certificate');
});

test.each([
	['delivery goes on', {}, 2],
	['submission says nothing more', {aim: 'submit'}, 1],
	['submission that takes any goes on', {aim: 'submit', insecure: true}, 2],
] as const)('after a handshake with an unknown CA %s', async (_, options, greetings) => {
	const server = await startScriptServer(smtp({EHLO: before, tls: after}));
	const {lines} = await runSession(optionsFor(server.port, options));
	await server.idle();
	const heard = server.heard.filter(line => line.startsWith('EHLO'));
	expect(heard).toHaveLength(greetings);
	expect(lines.filter(line => line.includes('EHLO '))).toHaveLength(greetings);
});

test('a certificate for another name is not accepted, and the name is said', async () => {
	const server = await startScriptServer(smtp({EHLO: before, tls: after}));
	const {result, diagnosis} = await runSession(
		optionsFor(server.port, {aim: 'submit', ca, servername: 'other.example.test'}),
	);
	expect(result).toMatchObject({
		outcome: 'problem',
		class: 'tls-certificate',
		cause: 'name-mismatch',
	});
	expect(JSON.stringify(diagnosis)).toContain('other.example.test');
});

test('--tls starttls demands what is not offered; --tls none asks for nothing', async () => {
	const without = await startScriptServer(smtp());
	const demanded = await runSession(optionsFor(without.port, {tls: 'starttls'}));
	expect(demanded.result).toMatchObject({class: 'starttls-unavailable', stage: 'starttls'});

	const offering = await startScriptServer(smtp({EHLO: before}));
	const plain = await runSession(optionsFor(offering.port, {tls: 'none'}));
	expect(plain.result.outcome).toBe('healthy');
	expect(offering.heard).not.toContain('STARTTLS');
});

test('TLS from the first byte works where it is asked for', async () => {
	const server = await startScriptServer(smtp({implicit: true, EHLO: after}));
	const {result, observed} = await runSession(optionsFor(server.port, {...named, tls: 'implicit'}));
	expect(result.outcome).toBe('healthy');
	expect(observed('tls.established')[0]).toMatchObject({mode: 'implicit', trusted: true});
	expect(server.connections).toBe(1);
});

test('TLS spoken to a port that begins in plain text is the wrong mode', async () => {
	const server = await startScriptServer(smtp({EHLO: before}));
	const {result, observed} = await runSession(
		optionsFor(server.port, {tls: 'implicit', aim: 'submit'}),
	);
	expect(result).toMatchObject({
		outcome: 'problem',
		class: 'tls-mode-mismatch',
		cause: 'starttls-port',
	});
	expect(observed('tls.other-mode-works')[0]?.mode).toBe('starttls');
	expect(server.heard.some(line => line.startsWith('MAIL'))).toBe(false);
});

test('plain text spoken to a port that begins with TLS is the wrong mode', async () => {
	const server = await startScriptServer(smtp({implicit: true}));
	const {result, observed} = await runSession(
		optionsFor(server.port, {
			patience: 500,
			aim: 'submit',
			services: {[server.port]: 'submission'},
		}),
	);
	expect(result).toMatchObject({
		outcome: 'problem',
		class: 'tls-mode-mismatch',
		cause: 'implicit-tls-port',
	});
	expect(observed('tls.other-mode-works')[0]?.mode).toBe('implicit');
});

test(
	'a port that is silent in plain text is suspected to want TLS long before patience ends',
	{timeout: 15_000},
	async () => {
		const server = await startScriptServer(smtp({implicit: true}));
		const {result} = await runSession(optionsFor(server.port, {patience: 60_000}));
		expect(result).toMatchObject({class: 'tls-mode-mismatch'});
	},
);

test('names in a certificate are as hostile as replies', async () => {
	const {mintCertificates} = await import('../../source/lab/certificates/mint-certificates.ts');
	const hostile = mintCertificates(['evil\u001b[2J\u202e.example']);
	const server = await startScriptServer(smtp({EHLO: before, tls: after, certificates: hostile}));
	const {events, result} = await runSession(optionsFor(server.port));
	expect(result.outcome).toBe('healthy');
	const texts: string[] = [];
	JSON.stringify(events, (_, value: unknown) => {
		if (typeof value === 'string') {
			texts.push(value);
		}

		return value;
	});
	expect(texts.join('').replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
	expect(texts.join('')).toContain('evil\\x1b[2J');
});
