// Signing in, and that the password goes nowhere but into the one command that needs it.
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createPaint} from '../../source/output/paint.ts';
import {createPlainReader} from '../../source/output/plain.ts';
import {classes} from '../../source/knowledge/classes.ts';
import {optionsFor, runSession, type Ran} from '../helpers/run-session.ts';
import {certificates, startScriptServer} from '../helpers/script-server.ts';
import {smtp, type Answers} from '../helpers/smtp-script.ts';

const user = 'ada@sender.example.test';
const password = 'pa&ss "wörd" 1/2';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const offers = (mechanisms: string) =>
	`250-mail.example.test\n250-AUTH ${mechanisms}\n250 8BITMIME`;
const starttls = '250-mail.example.test\n250 STARTTLS';
const secure = {aim: 'submit', user, ca: certificates.ca, servername: 'mail.example.test'} as const;

/** Everything that a session gives away: its events, and the plain text that is made of them. */
function givenAway({events}: Ran): string {
	const read = createPlainReader({paint: createPaint(true), ascii: false, classes});
	return `${JSON.stringify(events)}\n${events.flatMap(event => read(event)).join('\n')}`;
}

function expectNoPassword(text: string, secret = password): void {
	for (const form of [
		secret,
		base64(secret),
		base64(`\0${user}\0${secret}`),
		encodeURIComponent(secret),
		JSON.stringify(secret).slice(1, -1),
		secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
	]) {
		expect(text).not.toContain(form);
	}
}

const serve = async (answers: Answers) => startScriptServer(smtp({EHLO: starttls, ...answers}));

test('PLAIN: one command with the password, under TLS', async () => {
	const server = await serve({tls: offers('LOGIN PLAIN')});
	const ran = await runSession(optionsFor(server.port, secure), {password});
	expect(ran.result.outcome).toBe('healthy');
	expect(server.heard).toContain(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`);
	expect(ran.observed('auth.accepted')[0]).toMatchObject({mechanism: 'PLAIN', user});
	expect(ran.lines).toContain('C AUTH PLAIN [redacted]');
	expectNoPassword(givenAway(ran));
});

test('LOGIN: name and password in turn', async () => {
	const server = await serve({
		tls: offers('LOGIN'),
		async AUTH(peer) {
			await peer.say('334 VXNlcm5hbWU6\r\n');
			await peer.hear();
			await peer.say('334 UGFzc3dvcmQ6\r\n');
			return (await peer.hear()) === base64(password) ? '235 2.7.0 ok' : '535 5.7.8 no';
		},
	});
	const ran = await runSession(optionsFor(server.port, secure), {password});
	expect(ran.result.outcome).toBe('healthy');
	expect(ran.observed('auth.accepted')[0]).toMatchObject({mechanism: 'LOGIN'});
	expectNoPassword(givenAway(ran));
});

test('a wrong password is told as such, with the server’s words', async () => {
	const server = await serve({
		tls: offers('PLAIN'),
		AUTH: '535 5.7.8 Error: authentication failed: bad credentials',
	});
	const ran = await runSession(optionsFor(server.port, secure), {password});
	expect(ran.result).toMatchObject({outcome: 'problem', class: 'auth-failed', stage: 'auth'});
	expect(server.heard.filter(line => line.startsWith('AUTH'))).toHaveLength(1);
	expect(server.heard.some(line => line.startsWith('MAIL'))).toBe(false);
	expectNoPassword(givenAway(ran));
});

test('no AUTH in the EHLO reply', async () => {
	const server = await serve({tls: '250 mail.example.test'});
	const {result} = await runSession(optionsFor(server.port, secure), {password});
	expect(result).toMatchObject({outcome: 'problem', class: 'auth-mechanism', stage: 'auth'});
	expect(server.heard.some(line => line.startsWith('AUTH'))).toBe(false);
});

test('no mechanism in common', async () => {
	const server = await serve({tls: offers('GSSAPI NTLM')});
	const ran = await runSession(optionsFor(server.port, secure), {password});
	expect(ran.result).toMatchObject({class: 'auth-mechanism', cause: 'no-common-mechanism'});
	expect(ran.observed('auth.no-common-mechanism')[0]?.offered).toEqual(['GSSAPI', 'NTLM']);
	expect(server.heard.some(line => line.startsWith('AUTH'))).toBe(false);
});

test('AUTH that is hidden until TLS is found after it', async () => {
	const server = await serve({tls: offers('PLAIN')});
	const ran = await runSession(optionsFor(server.port, secure), {password});
	expect(ran.observed('auth.offered').map(o => o.secure)).toEqual([true]);
	expect(ran.result.outcome).toBe('healthy');
});

test.each([
	['no TLS is offered', {EHLO: offers('PLAIN LOGIN')}],
	['TLS is offered and AUTH is not', {EHLO: '250 mail.example.test'}],
])('without encryption the password is withheld, and that is said: %s', async (_, answers) => {
	const server = await startScriptServer(smtp(answers));
	const ran = await runSession(optionsFor(server.port, {aim: 'submit', user}), {password});
	expect(ran.result).toMatchObject({
		outcome: 'problem',
		class: 'starttls-unavailable',
		cause: 'password-withheld',
	});
	expect(ran.observed('auth.withheld')).toHaveLength(1);
	expect(server.heard.some(line => line.startsWith('AUTH'))).toBe(false);
	expect(ran.events).toContainEqual(
		expect.objectContaining({type: 'step-finished', step: 'auth', status: 'skipped'}),
	);
	expectNoPassword(`${givenAway(ran)}${server.packets.join('')}`);
});

test('where STARTTLS fails, the password does not go out in plain text either, whatever the aim', async () => {
	const server = await startScriptServer(
		smtp({
			EHLO: `${offers('PLAIN').replace('250 8', '250-8')}\n250 STARTTLS`,
			STARTTLS: '454 4.7.0 not now',
		}),
	);
	for (const aim of ['submit', 'deliver'] as const) {
		const ran = await runSession(optionsFor(server.port, {aim, user}), {password});
		expect(ran.result.outcome).toBe('problem');
	}

	expect(server.heard.some(line => line.startsWith('AUTH'))).toBe(false);
});

test('it goes out in plain text only where that was allowed', async () => {
	const server = await startScriptServer(smtp({EHLO: offers('PLAIN')}));
	const ran = await runSession(
		optionsFor(server.port, {aim: 'submit', user, tls: 'none', allowPlaintextAuth: true}),
		{password},
	);
	expect(ran.result.outcome).toBe('healthy');
	expect(server.heard.some(line => line.startsWith('AUTH PLAIN'))).toBe(true);
	expectNoPassword(givenAway(ran));
});

test('without a password nothing is claimed about the login, and nothing goes on as if there were none', async () => {
	const server = await serve({tls: offers('PLAIN')});
	const ran = await runSession(optionsFor(server.port, secure));
	expect(ran.result).toMatchObject({outcome: 'inconclusive', class: null});
	expect(ran.result.summary).toContain('no password was given');
	expect(server.heard.some(line => /^(AUTH|MAIL)/.test(line))).toBe(false);
});

const echoes: ReadonlyArray<readonly [string, (secret: string) => string]> = [
	['as it is', secret => secret],
	['as base64', secret => base64(secret)],
	['as base64 of the whole message', secret => base64(`\0${user}\0${secret}`)],
	['within base64 of a longer message', secret => base64(`x${user}: ${secret} is wrong`)],
	['percent-encoded', secret => encodeURIComponent(secret)],
	['as HTML', secret => secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
	['as JSON', secret => JSON.stringify(secret)],
];

test.each(echoes)('a server that echoes the password %s shows it to nobody', async (_, encode) => {
	const server = await serve({
		tls: offers('PLAIN'),
		AUTH: `235-2.7.0 welcome ${encode(password)}\n235 2.7.0 ${encode(password)}`,
		MAIL: `250 2.1.0 ${encode(password)}`,
		RCPT: `550 5.1.1 <${encode(password)}>: no such user`,
	});
	const ran = await runSession(optionsFor(server.port, secure), {password});
	expect(ran.result).toMatchObject({outcome: 'problem', stage: 'rcpt'});
	expectNoPassword(givenAway(ran));
	expect(ran.result.summary).toContain('[redacted]');
});

test('whatever the password, no event and no output holds it', async () => {
	const some = fc
		.string({unit: 'grapheme', minLength: 6, maxLength: 24})
		.filter(text => /^[^\p{C}]{6,}$/u.test(text));
	for (const secret of fc.sample(some, 12)) {
		const server = await serve({
			tls: offers('PLAIN'),
			async AUTH(_, line) {
				const sent = Buffer.from(line.split(' ')[2] ?? '', 'base64')
					.toString()
					.split('\0')[2];
				return `535 5.7.8 ${sent} and ${line.split(' ')[2]} are wrong`;
			},
		});
		const ran = await runSession(optionsFor(server.port, secure), {password: secret});
		expect(ran.result).toMatchObject({outcome: 'problem', stage: 'auth'});
		expect(givenAway(ran)).not.toContain(JSON.stringify(secret).slice(1, -1));
		expect(givenAway(ran)).not.toContain(base64(`\0${user}\0${secret}`).replace(/=+$/, ''));
	}
});

test.each([
	['closes', 'fin'],
	['resets', 'reset'],
] as const)('a server that %s within the login', async (way, how) => {
	const server = await serve({
		tls: offers('PLAIN'),
		async AUTH(peer) {
			if (way === 'closes') {
				peer.close();
			} else {
				peer.reset();
			}

			return undefined;
		},
	});
	const ran = await runSession(optionsFor(server.port, secure), {password});
	expect(ran.result).toMatchObject({class: 'reset-or-dropped', stage: 'auth'});
	expect(ran.observed('smtp.closed')[0]).toMatchObject({how, command: 'AUTH PLAIN'});
	expectNoPassword(givenAway(ran));
});
