// The remedies that the program prints are run as they stand, on the server that needs them.
import {expect, onTestFinished, test} from 'vitest';
import {deliver, submit} from './commands.ts';
import {clientAddress} from './machine.ts';
import {startPostfix, type Postfix, type PostfixOptions} from './postfix.ts';
import {causesOf, changesFor, resultOf} from './verdict.ts';

async function start(options: PostfixOptions) {
	const postfix = await startPostfix(options);
	onTestFinished(() => postfix.stop());
	return postfix;
}

function apply(postfix: Postfix, commands: readonly string[]): void {
	expect(commands.length).toBeGreaterThan(0);
	for (const command of commands) {
		const {code, stdout, stderr} = postfix.shell(command);
		expect(code, `${command}\n${stdout}${stderr}`).toBe(0);
	}
}

function parameter(postfix: Postfix, name: string): string {
	return postfix.shell(`postconf -h ${name}`).stdout.trim();
}

test('the fix for mynetworks lets the client relay and keeps the networks that were there', async () => {
	const postfix = await start({mainCf: {mynetworks: '127.0.0.0/8 198.51.100.0/24'}});
	const before = await postfix.exec(submit(25));
	expect(resultOf(before).class).toBe('relay-denied');
	expect(causesOf(before)).toContain('client-not-in-mynetworks');

	apply(postfix, changesFor(before, 'client-not-in-mynetworks'));
	expect(parameter(postfix, 'mynetworks')).toContain('127.0.0.0/8');
	expect(parameter(postfix, 'mynetworks')).toContain('198.51.100.0/24');
	expect(parameter(postfix, 'mynetworks')).toContain(clientAddress);
	const after = await postfix.exec(submit(25));
	expect(resultOf(after)).toMatchObject({outcome: 'healthy', class: null});
	expect(after.code).toBe(0);
});

test('the fix for mydestination lets mail in for the new domain and keeps the old ones', async () => {
	const postfix = await start({});
	const recipient = 'ada@new.test';
	const before = await postfix.exec(deliver(recipient));
	expect(resultOf(before)).toMatchObject({class: 'relay-denied', cause: 'domain-not-local'});

	apply(postfix, changesFor(before, 'domain-not-local'));
	expect(parameter(postfix, 'mydestination')).toContain('example.test');
	expect(parameter(postfix, 'mydestination')).toContain('new.test');
	const after = await postfix.exec(deliver(recipient));
	expect(resultOf(after)).toMatchObject({outcome: 'healthy', class: null});
	expect(after.code).toBe(0);
});
