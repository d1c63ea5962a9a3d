// Proves the ground that the other tests here stand on, without the program.
import {readdirSync, readlinkSync} from 'node:fs';
import {expect, onTestFinished, test} from 'vitest';
import {clientAddress} from './machine.ts';
import {startPostfix, submissionServices, type PostfixOptions} from './postfix.ts';

async function start(options: PostfixOptions) {
	const postfix = await startPostfix(options);
	onTestFinished(() => postfix.stop());
	return postfix;
}

test('a real Postfix answers on its real port, takes its own mail and refuses to relay', async () => {
	const postfix = await start({});
	const said = await postfix.talk(25, [
		'EHLO app.example.test',
		'MAIL FROM:<bob@app.example.test>',
		'RCPT TO:<ada@example.test>',
		'RCPT TO:<nobody@example.test>',
		'RCPT TO:<eve@elsewhere.test>',
	]);
	expect(said).toContain('220 mail.example.test ESMTP Postfix');
	expect(said).toContain('250 2.1.5 Ok');
	expect(said).toContain('550 5.1.1 <nobody@example.test>');
	expect(said).toContain('454 4.7.1 <eve@elsewhere.test>: Relay access denied');
	expect(postfix.log()).toContain(`connect from app.example.test[${clientAddress}]`);
});

test('its parameters, its accounts and its submission services are those of the test', async () => {
	const postfix = await start({
		mainCf: {smtpd_tls_auth_only: 'no', smtpd_relay_restrictions: 'reject_unauth_destination'},
		masterCf: submissionServices,
		users: {ada: 'correct horse'},
	});
	const credentials = Buffer.from('\0ada\0correct horse').toString('base64');
	const wrong = Buffer.from('\0ada\0battery staple').toString('base64');
	const said = await postfix.talk(25, [
		'EHLO app.example.test',
		'MAIL FROM:<bob@app.example.test>',
		'RCPT TO:<eve@elsewhere.test>',
		'RSET',
		`AUTH PLAIN ${wrong}`,
		`AUTH PLAIN ${credentials}`,
		'MAIL FROM:<bob@app.example.test>',
		'RCPT TO:<eve@elsewhere.test>',
	]);
	expect(said).toMatch(/^250-AUTH (?:PLAIN LOGIN|LOGIN PLAIN)\r$/m);
	expect(said).toContain('554 5.7.1 <eve@elsewhere.test>: Relay access denied');
	expect(said).toContain('535 5.7.8 Error: authentication failed');
	expect(said).toContain('235 2.7.0 Authentication successful');
	expect(await postfix.talk(587, ['EHLO app.example.test'])).toContain('250-STARTTLS');
});

test('its commands work as on a server of its own', async () => {
	const postfix = await start({});
	expect(postfix.shell('postconf -h myhostname').stdout).toBe('mail.example.test\n');
	expect(postfix.shell('sudo systemctl reload postfix')).toMatchObject({code: 0});
	expect(postfix.shell('postfix stop')).toMatchObject({code: 0});
	expect(await postfix.talk(25, [])).toBe('');
});

test('when it is stopped, nothing of it is left', async () => {
	const postfix = await startPostfix({});
	const network = postfix.shell('readlink /proc/self/ns/net').stdout.trim();
	expect(processesIn(network)).toBeGreaterThan(3);
	await postfix.stop();
	expect(processesIn(network)).toBe(0);
});

/** How many processes of this machine live in a network namespace. */
function processesIn(network: string): number {
	const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
	return pids.filter(pid => networkOf(pid) === network).length;
}

function networkOf(pid: string): string {
	try {
		return readlinkSync(`/proc/${pid}/ns/net`);
	} catch {
		return ''; // It has ended meanwhile
	}
}
