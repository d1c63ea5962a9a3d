// The lab without a screen: what is listed, what is checked, and what is said where it cannot start.
import {expect, test} from 'vitest';
import type {SessionEvent} from '../../source/core/event.ts';
import {scenarios} from '../../source/knowledge/scenarios.ts';
import {runProgram, runShell, startProgram} from '../helpers/run-program.ts';

const lastOf = (stdout: string) =>
	JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as SessionEvent;

test('lab lists its incidents, each line with the name to take it by', async () => {
	const {code, stdout, stderr} = await runProgram(['lab']);
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	const lines = stdout.trimEnd().split('\n');
	expect(lines.map(line => line.split(' ')[0])).toEqual(scenarios.map(({id}) => id));
	for (const [index, {level, title}] of scenarios.entries()) {
		expect(lines[index]).toMatch(new RegExp(` level ${level} +`));
		expect(lines[index]?.endsWith(title)).toBe(true);
	}
});

test('as JSON it lists them without the answers', async () => {
	const {code, stdout, stderr} = await runProgram(['lab', '--json']);
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	const listed = stdout
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as object);
	expect(listed).toEqual(
		scenarios.map(({id, level, title, ticket}) => ({id, level, title, ticket})),
	);
});

test.each([[['lab', 'refused']], [['lab', '--lab', 'refused']], [['check', '--lab', 'refused']]])(
	'%j checks the incident',
	async args => {
		const {code, stdout, stderr} = await runProgram([...args, '--json']);
		expect({code, stderr}).toEqual({code: 1, stderr: ''});
		expect(lastOf(stdout)).toMatchObject({class: 'refused', cause: 'mta-stopped'});
	},
);

test.each([[['lab', 'refusd']], [['check', '--lab', 'refusd']], [['--lab', 'refusd']]])(
	'%j is wrong use, and says which names there are',
	async args => {
		const {code, stdout, stderr} = await runProgram(args);
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr).toMatch(/^smtp-medic: there is no practice scenario refusd: [^\n]*refused.*\n$/);
	},
);

test('the password of the account in the ticket is known; that of others is not', async () => {
	const check = ['check', '--lab', 'relay-login', '--user'];
	const own = await runProgram([...check, 'ada@shop.example', '--json']);
	expect({code: own.code, stderr: own.stderr}).toEqual({code: 0, stderr: ''});
	expect(lastOf(own.stdout)).toMatchObject({outcome: 'healthy'});
	expect(own.stdout).not.toContain('practice-makes-perfect');

	const other = await runProgram([...check, 'eve@shop.example']);
	expect({code: other.code, stdout: other.stdout}).toEqual({code: 2, stdout: ''});
	expect(other.stderr).toMatch(/^smtp-medic: --user needs a password: [^\n]*\n$/);
});

test('where the system does not let an incident run, one sentence says so', async () => {
	// Node's permission model without --allow-worker: the silent port cannot be made
	const {code, stdout, stderr} = await runShell(
		`set -- $MEDIC; "$1" --permission '--allow-fs-read=*' "$2" check --lab timed-out`,
	);
	expect({code, stdout}).toEqual({code: 3, stdout: ''});
	expect(stderr).toBe(
		'smtp-medic: This system does not let the practice servers run (ERR_ACCESS_DENIED).\n',
	);
});

test('interrupted, the practice server is gone', async () => {
	const running = startProgram(['check', '--lab', 'timed-out', '--json', '--timeout', '60']);
	await running.says('"step":"scan"');
	running.child.kill('SIGINT');
	const {code, stdout, stderr} = await running.ended;
	expect({code, stderr}).toEqual({code: 130, stderr: ''});
	expect(lastOf(stdout)).toMatchObject({type: 'result', outcome: 'inconclusive'});
});
