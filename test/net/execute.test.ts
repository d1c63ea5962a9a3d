import {expect, test} from 'vitest';
import {execute} from '../../source/net/execute.ts';

const never = new AbortController().signal;

test('a program gets its words as they are, without a shell', async () => {
	const words = ['%s|', '$(id)', '; echo x', '*', "'"] as const;
	const {status, output} = await execute(['printf', ...words], 5000, never);
	expect({status, output}).toEqual({status: 0, output: "$(id)|; echo x|*|'|"});
});

test('a program that is not there, one that fails, and one that takes too long are values', async () => {
	expect(await execute(['no-such-program-of-ours'], 5000, never)).toMatchObject({status: null});
	expect(await execute(['sh', '-c', 'echo no >&2; exit 3'], 5000, never)).toEqual({
		status: 3,
		output: 'no\n',
	});
	expect((await execute(['sleep', '60'], 50, never)).status).toBeNull();
});

test('words that are too long for the system are a value, too', async () => {
	expect((await execute(['printf', 'x'.repeat(3_000_000)], 5000, never)).status).toBeNull();
});

test('output without end is cut, and the program ended', async () => {
	const {status, output} = await execute(['yes'], 20_000, never);
	expect(status).toBeNull();
	expect(output.length).toBeLessThanOrEqual(300_000);
});

test('an abort ends the program and rejects with its reason', async () => {
	const controller = new AbortController();
	const running = execute(['sleep', '60'], 60_000, controller.signal);
	controller.abort(new Error('enough'));
	await expect(running).rejects.toThrow('enough');
});
