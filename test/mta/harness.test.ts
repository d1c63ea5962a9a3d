// Proves the ground that the other tests here stand on, without the program.
import {readdirSync, readlinkSync} from 'node:fs';
import {expect, onTestFinished, test} from 'vitest';
import {clientAddress} from './harness/addresses.ts';
import {startBed, type BedSetup} from './harness/bed.ts';
import {servers} from './harness/images.ts';

async function start(setup: BedSetup) {
	const bed = await startBed(setup);
	onTestFinished(() => bed.stop());
	return bed;
}

test.each(servers)('a real %s answers, takes its own mail and refuses to relay', async server => {
	const bed = await start({server});
	const said = await bed.talk(25, [
		'EHLO app.example.test',
		'MAIL FROM:<bob@app.test>',
		'RCPT TO:<ada@example.test>',
		'RCPT TO:<eve@elsewhere.test>',
	]);
	const replies = said.split('\r\n').filter(line => /^\d{3} /.test(line));
	expect(replies.map(line => line.slice(0, 1)).join(''), said).toMatch(/^2222[45]2$/);
});

test('its parameters, its accounts and its submission services are those of the test', async () => {
	const bed = await start({
		server: 'postfix',
		prepare: `
			with-submission
			postconf -e smtpd_sasl_auth_enable=yes smtpd_tls_auth_only=no \
				smtpd_relay_restrictions=permit_sasl_authenticated,reject_unauth_destination`,
	});
	const credentials = Buffer.from('\0ada\0correct horse').toString('base64');
	const wrong = Buffer.from('\0ada\0battery staple').toString('base64');
	const said = await bed.talk(25, [
		'EHLO app.example.test',
		'MAIL FROM:<bob@app.test>',
		'RCPT TO:<eve@elsewhere.test>',
		'RSET',
		`AUTH PLAIN ${wrong}`,
		`AUTH PLAIN ${credentials}`,
		'MAIL FROM:<bob@app.test>',
		'RCPT TO:<eve@elsewhere.test>',
	]);
	expect(said).toMatch(/^250-AUTH (?:PLAIN LOGIN|LOGIN PLAIN)\r$/m);
	expect(said).toContain('554 5.7.1 <eve@elsewhere.test>: Relay access denied');
	expect(said).toContain('535 5.7.8 Error: authentication failed');
	expect(said).toContain('235 2.7.0 Authentication successful');
	expect(await bed.talk(587, ['EHLO app.example.test'])).toContain('250-STARTTLS');
	expect(await bed.log()).toContain(`connect from app.example.test[${clientAddress}]`);
});

test('its commands work as on a server of its own', async () => {
	const {server, talk} = await start({server: 'postfix'});
	expect(await server.must('postconf -h myhostname')).toBe('mail.example.test\n');
	await server.must('sudo systemctl reload postfix');
	await server.must('systemctl disable --now postfix');
	expect(await talk(25, [])).toBe('');
});

test('when it is stopped, nothing of it is left', async () => {
	const bed = await startBed({server: 'postfix'});
	const network = (await bed.server.must('readlink /proc/self/ns/net')).trim();
	expect(processesIn(network)).toBeGreaterThan(3);
	await bed.stop();
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
