import {expect, test} from 'vitest';
import {optionsFor, runSession} from '../helpers/run-session.ts';
import {startScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';

test('an address beyond ASCII never goes to a server that does not offer SMTPUTF8', async () => {
	const server = await startScriptServer(smtp());
	const {result} = await runSession(optionsFor(server.port, {to: 'jörg@example.test'}));
	expect(result).toMatchObject({class: 'utf8', stage: 'mail', cause: 'smtputf8-missing'});
	expect(server.heard.filter(line => /^(MAIL|RCPT)/.test(line))).toEqual([]);
});

test('where SMTPUTF8 is offered, it is declared', async () => {
	const server = await startScriptServer(smtp({EHLO: '250-mail.example.test\n250 SMTPUTF8'}));
	const {result} = await runSession(optionsFor(server.port, {to: 'jörg@example.test'}));
	expect(result.outcome).toBe('healthy');
	expect(server.heard).toContain('MAIL FROM:<ada@sender.example.test> SMTPUTF8');
});

const greetingAt = (date: Date) =>
	`220 mail.example.test ESMTP Exim 4.96 ${date.toUTCString().replace('GMT', '+0000')}`;

test('a server in another year shows that one of the clocks is wrong; one of today shows nothing', async () => {
	const wrong = await startScriptServer(smtp({greeting: greetingAt(new Date('2019-03-01'))}));
	const differs = await runSession(optionsFor(wrong.port));
	expect(differs.observed('clock.differs')[0]?.server).toBe('2019-03-01T00:00:00.000Z');
	const right = await startScriptServer(smtp({greeting: greetingAt(new Date())}));
	const agrees = await runSession(optionsFor(right.port));
	expect(agrees.observed('clock.differs')).toEqual([]);
});
