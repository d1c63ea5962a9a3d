// What stands between client and server and changes what they say.
import {expect, test} from 'vitest';
import {optionsFor, runSession} from '../helpers/run-session.ts';
import {startScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';

const inspected = smtp({
	greeting: '220 **********0*2******0*******2*****',
	EHLO: '250-mail.example.test\n250-SIZE 10240000\n250-XXXXXXXA\n250 8BITMIME',
});

test('STARTTLS that a firewall has overwritten is not said to be switched off on the server', async () => {
	const server = await startScriptServer(inspected);
	const {result, diagnosis} = await runSession(
		optionsFor(server.port, {aim: 'submit', tls: 'starttls'}),
	);
	expect(result).toMatchObject({outcome: 'problem', class: 'middlebox', cause: 'smtp-inspection'});
	expect(diagnosis?.causes[0]?.standing).toBe('confirmed');
	await server.idle();
	expect(server.heard).toEqual(['EHLO client.example.test', 'QUIT']);
});

test('a password is withheld there, and the firewall is named as the reason', async () => {
	const server = await startScriptServer(inspected);
	const {result} = await runSession(optionsFor(server.port, {aim: 'submit', user: 'ada'}), {
		password: 'correct horse',
	});
	expect(result).toMatchObject({outcome: 'problem', class: 'middlebox'});
	expect(server.heard.join('\n')).not.toMatch(/AUTH/);
});

test('mail between servers flows through such a firewall, with a warning', async () => {
	const server = await startScriptServer(inspected);
	const {result} = await runSession(optionsFor(server.port));
	expect(result.outcome).toBe('healthy');
	expect(result.warnings.map(warning => warning.class)).toContain('middlebox');
});

test('a greeting in another name on an address of this machine is nobody’s proxy', async () => {
	const server = await startScriptServer(smtp({greeting: '220 smtp.provider.example ESMTP'}));
	const {result, observed} = await runSession(optionsFor(server.port));
	expect(result.outcome).toBe('healthy');
	expect(observed('derived.stranger')).toEqual([]);
});
