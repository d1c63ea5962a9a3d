import {once} from 'node:events';
import {expect, onTestFinished, test} from 'vitest';
import type {Practice, Scenario, SettingName} from '../../source/core/practice.ts';
import type {Service} from '../../source/core/vocabulary.ts';
import {createLab} from '../../source/lab/create-lab.ts';
import {connectRaw, secureRaw} from './raw-client.ts';

const account = {user: 'ada@shop.example', password: 'practice-makes-perfect'};
const base: Scenario = {
	id: 'test',
	level: 1,
	title: '',
	ticket: '',
	class: 'other',
	cause: '',
	aim: 'submit',
	target: 'mail.shop.example',
	service: 'smtp',
	from: 'orders@shop.example',
	to: 'grace@customer.example',
	account,
	settings: {},
	hints: [''],
	debrief: '',
};

async function start(settings: Partial<Record<SettingName, string>> = {}): Promise<Practice> {
	const practice = await createLab([]).start({...base, settings});
	onTestFinished(async () => practice.close());
	return practice;
}

function portOf({options}: Practice, service: Service): number {
	return Number(Object.entries(options.services ?? {}).find(([, name]) => name === service)?.[0]);
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

async function greeted(practice: Practice, service: Service) {
	const client = await connectRaw(portOf(practice, service));
	expect(await client.reply()).toEqual(['220 mail.shop.example ESMTP Postfix']);
	return client;
}

async function secured(practice: Practice, service: Service) {
	const plain = await greeted(practice, service);
	expect(await plain.ask('STARTTLS')).toEqual(['220 2.0.0 Ready to start TLS']);
	return secureRaw(plain.socket, practice.options.ca ?? '');
}

const extensions = (lines: readonly string[]) => lines.slice(1).map(line => line.slice(4));
const always = ['PIPELINING', 'SIZE 10240000', 'VRFY', 'ETRN'];
const atTheEnd = ['ENHANCEDSTATUSCODES', '8BITMIME', 'DSN', 'SMTPUTF8'];

test('EHLO offers STARTTLS before TLS, and AUTH after it on the submission ports alone', async () => {
	const practice = await start();
	for (const service of ['smtp', 'submission'] as const) {
		const plain = await greeted(practice, service);
		const before = await plain.ask('EHLO app01.shop.example');
		expect(extensions(before)).toEqual([...always, 'STARTTLS', ...atTheEnd]);
		await plain.ask('STARTTLS');
		const client = await secureRaw(plain.socket, practice.options.ca ?? '');
		const login = service === 'submission' ? ['AUTH PLAIN LOGIN'] : [];
		const after = await client.ask('EHLO app01.shop.example');
		expect(extensions(after)).toEqual([...always, ...login, ...atTheEnd]);
		expect(await client.ask('STARTTLS')).toEqual(['554 5.5.1 Error: TLS already active']);
	}

	const client = await secureRaw(portOf(practice, 'submissions'), practice.options.ca ?? '');
	expect(await client.reply()).toEqual(['220 mail.shop.example ESMTP Postfix']);
	const offered = extensions(await client.ask('EHLO app01.shop.example'));
	expect(offered).toEqual([...always, 'AUTH PLAIN LOGIN', ...atTheEnd]);
});

test('commands behind STARTTLS in the same packet are dropped, and the session begins anew', async () => {
	const practice = await start();
	const plain = await greeted(practice, 'smtp');
	await plain.ask('EHLO app01.shop.example');
	await plain.ask('MAIL FROM:<ada@shop.example>');
	plain.send('STARTTLS\r\nRCPT TO:<injected@shop.example>\r\nDATA\r\n');
	expect(await plain.reply()).toEqual(['220 2.0.0 Ready to start TLS']);
	const client = await secureRaw(plain.socket, practice.options.ca ?? '');
	expect(await client.ask('RCPT TO:<ada@shop.example>')).toEqual([
		'503 5.5.1 Error: need MAIL command',
	]);
});

test.each(['PLAIN', 'LOGIN'])('AUTH %s opens the way to other domains', async mechanism => {
	const practice = await start();
	const client = await secured(practice, 'submission');
	await client.ask('EHLO app01.shop.example');
	await client.ask('MAIL FROM:<ada@shop.example>');
	expect(await client.ask('RCPT TO:<grace@customer.example>')).toEqual([
		'554 5.7.1 <grace@customer.example>: Relay access denied',
	]);
	await client.ask('RSET');
	const {user, password} = account;
	if (mechanism === 'PLAIN') {
		const wrong = base64(`\0${user}\0${password}!`);
		expect(await client.ask(`AUTH PLAIN ${wrong}`)).toEqual([
			'535 5.7.8 Error: authentication failed: authentication failure',
		]);
		expect(await client.ask(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`)).toEqual([
			'235 2.7.0 Authentication successful',
		]);
	} else {
		expect(await client.ask('AUTH LOGIN')).toEqual(['334 VXNlcm5hbWU6']);
		expect(await client.ask(base64(user))).toEqual(['334 UGFzc3dvcmQ6']);
		expect(await client.ask(base64(password))).toEqual(['235 2.7.0 Authentication successful']);
	}

	await client.ask('MAIL FROM:<ada@shop.example>');
	expect(await client.ask('RCPT TO:<grace@customer.example>')).toEqual(['250 2.1.5 Ok']);
	expect(await client.ask('DATA')).toEqual(['354 End data with <CR><LF>.<CR><LF>']);
	// A dot that a bare line feed stands before or after does not end the message
	client.send('Subject: x\r\n\r\nhello\n.\nMAIL FROM:<smuggled@shop.example>\r\n..dot\r\n');
	expect(await client.ask('.')).toEqual([
		expect.stringMatching(/^250 2\.0\.0 Ok: queued as [\dA-F]{10,12}$/),
	]);
	expect(await client.ask('QUIT')).toEqual(['221 2.0.0 Bye']);
});

test('commands sent in one piece are answered in turn', async () => {
	const practice = await start();
	const client = await greeted(practice, 'smtp');
	client.send(
		[
			'EHLO app01.shop.example',
			'MAIL FROM:<ada@shop.example>',
			'RCPT TO:<grace@customer.example>',
			'RCPT TO:<orders@shop.example>',
			'RCPT TO:<nobody@shop.example>',
			'QUIT',
			'',
		].join('\r\n'),
	);
	expect((await client.rest()).slice(-5)).toEqual([
		'250 2.1.0 Ok',
		'554 5.7.1 <grace@customer.example>: Relay access denied',
		'250 2.1.5 Ok',
		'550 5.1.1 <nobody@shop.example>: Recipient address rejected: User unknown in local recipient table',
		'221 2.0.0 Bye',
	]);
});

test('the twentieth error ends the session', async () => {
	const practice = await start();
	const client = await greeted(practice, 'smtp');
	client.send('XYZZY\r\n'.repeat(50));
	const lines = await client.rest();
	expect(lines).toHaveLength(21);
	expect(lines.at(-1)).toBe('421 4.7.0 mail.shop.example Error: too many errors');
});

test('a line without end is not kept, and the next one is read as it is', async () => {
	const practice = await start();
	const client = await greeted(practice, 'smtp');
	for (let count = 0; count < 50; count++) {
		client.send('x'.repeat(100_000));
	}

	expect(await client.ask('')).toEqual(['500 5.5.2 Error: command not recognized']);
	expect(await client.ask('NOOP')).toEqual(['250 2.0.0 Ok']);
});

test('a connection keeps the settings of its beginning, the next one has the new ones', async () => {
	const practice = await start();
	const before = await greeted(practice, 'smtp');
	await before.ask('MAIL FROM:<orders@shop.example>');
	expect(await practice.change('mynetworks', '127.0.0.0/8')).toBeUndefined();
	expect((await before.ask('RCPT TO:<grace@customer.example>'))[0]).toMatch(/^554 5\.7\.1 /);
	const after = await greeted(practice, 'smtp');
	await after.ask('MAIL FROM:<orders@shop.example>');
	expect(await after.ask('RCPT TO:<grace@customer.example>')).toEqual(['250 2.1.5 Ok']);
});

test('stopping Postfix ends its sessions', async () => {
	const practice = await start();
	const client = await greeted(practice, 'smtp');
	const closed = once(client.socket, 'close');
	expect(await practice.change('postfix', 'stopped')).toBeUndefined();
	await closed;
});

test('a value that will not do changes nothing, and is answered with what is wrong', async () => {
	const practice = await start();
	expect(await practice.change('mynetworks', '127.0.0.1/8')).toMatch(
		/Perhaps you mean 127\.0\.0\.0\/8/,
	);
	expect(practice.settings().find(({name}) => name === 'mynetworks')?.value).toBe('192.0.2.10/32');
});
