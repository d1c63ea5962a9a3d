import {afterAll, beforeAll, expect, test} from 'vitest';
import {deliver, ownRecipient, submit} from './commands.ts';
import {startPostfix, type Postfix} from './postfix.ts';
import {causesOf, clientLines, resultOf} from './verdict.ts';

let postfix: Postfix;
beforeAll(async () => {
	postfix = await startPostfix();
});
afterAll(() => postfix.stop());

test('a healthy server that takes mail for its own domain is healthy', async () => {
	const run = await postfix.exec(deliver(ownRecipient));
	expect(resultOf(run)).toMatchObject({outcome: 'healthy', class: null, cause: null});
	expect(run.code).toBe(0);
	expect(clientLines(run)).toContain(`RCPT TO:<${ownRecipient}>`);
});

test('no message is sent unless it is asked for', async () => {
	const run = await postfix.exec(deliver(ownRecipient));
	expect(resultOf(run).outcome).toBe('healthy');
	expect(clientLines(run).filter(line => /^(?:DATA|BDAT)/.test(line))).toEqual([]);
	expect(postfix.log()).not.toContain('message-id=');
});

test('a recipient that the server does not know is named as such', async () => {
	const run = await postfix.exec(deliver('nobody@example.test'));
	expect(resultOf(run)).toMatchObject({outcome: 'problem', class: 'recipient-unknown'});
	expect(causesOf(run)[0]).toBe('no-such-user');
	expect(run.code).toBe(1);
});

test('a stopped Postfix refuses the connection, and is the first cause to look at', async () => {
	expect(postfix.shell('postfix stop')).toMatchObject({code: 0});
	const run = await postfix.exec(submit(25));
	expect(resultOf(run)).toMatchObject({outcome: 'problem', class: 'refused', stage: 'connect'});
	expect(causesOf(run)).toContain('mta-stopped');
	expect(run.code).toBe(1);

	expect(postfix.shell('postfix start')).toMatchObject({code: 0});
	const again = await postfix.exec(deliver(ownRecipient));
	expect(resultOf(again).outcome).toBe('healthy');
});
