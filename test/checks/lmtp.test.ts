import {expect, test} from 'vitest';
import {optionsFor, runSession} from '../helpers/run-session.ts';
import {startScriptServer} from '../helpers/script-server.ts';

test('LMTP is spoken with LHLO, and never with EHLO or HELO', async () => {
	const server = await startScriptServer(async peer => {
		await peer.say('220 mail.example.test LMTP ready\r\n');
		for (let line = await peer.hear(); line !== undefined; line = await peer.hear()) {
			const known = /^(LHLO|MAIL|RCPT|QUIT)/.test(line);
			await peer.say(known ? '250 2.0.0 ok\r\n' : '500 5.5.1 unknown command\r\n');
		}
	});
	const {result, observed} = await runSession(optionsFor(server.port, {lmtp: true}));
	expect(result.outcome).toBe('healthy');
	expect(observed('smtp.capabilities')[0]?.verb).toBe('LHLO');
	expect(server.heard[0]).toBe('LHLO client.example.test');
	expect(server.heard.filter(line => /^(EHLO|HELO)/.test(line))).toEqual([]);
});

test('an SMTP server that does not know LHLO is no reason to fall back', async () => {
	const server = await startScriptServer(async peer => {
		await peer.say('220 mail.example.test ESMTP\r\n');
		for (let line = await peer.hear(); line !== undefined; line = await peer.hear()) {
			await peer.say(line.startsWith('LHLO') ? '500 5.5.1 unknown command\r\n' : '250 ok\r\n');
		}
	});
	const {result} = await runSession(optionsFor(server.port, {lmtp: true}));
	expect(result).toMatchObject({outcome: 'problem', class: 'syntax-or-protocol', stage: 'ehlo'});
	expect(server.heard.filter(line => /^(EHLO|HELO)/.test(line))).toEqual([]);
});
