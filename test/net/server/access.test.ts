import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import type {Look} from '../../../source/core/server-access.ts';
import {createAccess} from '../../../source/net/server/create-access.ts';
import {createLocalHands} from '../../../source/net/server/local-hands.ts';
import {openServer} from '../../../source/net/server/open-server.ts';
import {createSshHands} from '../../../source/net/server/ssh-hands.ts';

const {signal} = new AbortController();
const about = {why: 'a reason', needs: 'anybody'} as const;
const folder = mkdtempSync(path.join(tmpdir(), 'smtp-medic-test-'));
const file = (name: string) => path.join(folder, name);
afterAll(() => {
	rmSync(folder, {recursive: true});
});

const here = openServer({kind: 'local', sudo: false});

test('a file is seen, from its start or its end, as far as the limit', async () => {
	writeFileSync(file('log'), 'first\nlast\n');
	const read = {...about, read: file('log')};
	expect(await here.look(read, signal)).toMatchObject({output: 'first\nlast\n', cut: false});
	const start = await here.look({...read, limit: 6}, signal);
	expect(start).toMatchObject({status: 'seen', output: 'first\n', cut: true});
	const end = await here.look({...read, limit: 5, from: 'end'}, signal);
	expect(end).toMatchObject({status: 'seen', output: 'last\n', cut: true});
});

test('a file of /proc, which says that it is empty, is seen', async () => {
	const seen = await here.look({...about, read: '/proc/self/status'}, signal);
	expect(seen).toMatchObject({status: 'seen', output: expect.stringContaining('Pid:')});
});

test('what is not there, and what is no file, are values, and a pipe keeps nobody waiting', async () => {
	execFileSync('mkfifo', [file('pipe')]);
	const read = async (name: string) => (await here.look({...about, read: name}, signal)).status;
	expect(await read(file('none'))).toBe('absent');
	expect(await read(path.join(file('log'), 'below'))).toBe('absent');
	expect(await read(file('pipe'))).toBe('failed');
	expect(await read(folder)).toBe('failed');
});

test('a command is seen with both its outputs, and its status', async () => {
	const run = async (...words: string[]) =>
		here.look({...about, run: ['sh', '-c', ...words], patience: 2000, limit: 1000}, signal);
	expect(await run('echo a; echo b >&2; exit 3')).toEqual({
		status: 'seen',
		output: 'a\n',
		complaint: 'b\n',
		exit: 3,
		cut: false,
	});
	expect(await run('echo "$LC_ALL $PATH"')).toMatchObject({output: /^C .*sbin/});
	const endless = await run('exec yes');
	expect(endless).toMatchObject({status: 'seen', cut: true});
	expect(await here.look({...about, run: ['no-such-program']}, signal)).toMatchObject({
		status: 'absent',
	});
	expect(await here.look({...about, run: ['sleep', '60'], patience: 100}, signal)).toMatchObject({
		status: 'failed',
		why: 'it took too long',
	});
});

test('without consent nothing is run as root, and the account has every look', async () => {
	const hands = {...createLocalHands(), isRoot: () => false};
	const access = createAccess({kind: 'local', sudo: false}, hands);
	const look: Look = {...about, needs: 'root', run: ['touch', file('trace')]};
	expect(await access.look(look, signal)).toEqual({status: 'forbidden', why: 'it needs root'});
	expect(await access.look({...about, read: file('trace')}, signal)).toMatchObject({
		status: 'absent',
	});
	expect(access.looked().map(({status}) => status)).toEqual(['forbidden', 'absent']);
});

test('with consent sudo is asked without a password, and its refusal is told', async () => {
	const asked: string[] = [];
	const hands = {
		...createLocalHands(),
		isRoot: () => false,
		run: async ([program, ...words]: readonly [string, ...string[]]) => {
			asked.push([program, ...words].join(' '));
			return {
				how: 'exit' as const,
				exit: 1,
				stdout: '',
				stderr: 'sudo: a password is required\n',
				cut: false,
			};
		},
	};
	const access = createAccess({kind: 'local', sudo: true}, hands);
	const look: Look = {...about, needs: 'root', run: ['postfix', 'status']};
	expect(await access.look(look, signal)).toMatchObject({status: 'forbidden', why: /sudo/});
	expect(asked).toEqual(['sudo -n -- postfix status']);
});

test('an abort rejects with its reason', async () => {
	const controller = new AbortController();
	const seen = here.look({...about, run: ['sleep', '60']}, controller.signal);
	controller.abort(new Error('enough'));
	await expect(seen).rejects.toThrow('enough');
});

test('a host that ssh cannot reach, and an ssh that is not there, are told in one line', async () => {
	const unreachable = createSshHands('nobody@127.0.0.1:1');
	expect(await unreachable.prepare(signal)).toMatch(/^ssh: .*\S$/);
	const missing = createSshHands('mail.example.net', file('no-ssh'));
	expect(await missing.prepare(signal)).toBe('there is no ssh on this machine');
	await missing.close();
});

test('what kept ssh out may be put right, and is tried again', async () => {
	const script = `#!/bin/sh
[ "$1" = -O ] && exit 255
[ -e ${file('key')} ] || { echo 'Permission denied (publickey).' >&2; exit 255; }
exec sh
`;
	writeFileSync(file('ssh'), script);
	chmodSync(file('ssh'), 0o755);
	const hands = createSshHands('mail.example.net', file('ssh'));
	expect(await hands.prepare(signal)).toBe('Permission denied (publickey).');
	writeFileSync(file('key'), '');
	expect(await hands.prepare(signal)).toBeUndefined();
	await hands.close();
});

test('a connection that is given up leaves nothing running', async () => {
	writeFileSync(file('ssh'), '#!/bin/sh\n[ "$1" = -O ] && exit 255\nexec sleep 1000.25\n');
	chmodSync(file('ssh'), 0o755);
	const controller = new AbortController();
	const preparing = createSshHands('mail.example.net', file('ssh')).prepare(controller.signal);
	const running = () => execFileSync('ps', ['-e', '-o', 'args='], {encoding: 'utf8'});
	await expect.poll(running).toContain('sleep 1000.25');
	controller.abort(new Error('enough'));
	await expect(preparing).rejects.toThrow('enough');
	expect(running()).not.toContain('sleep 1000.25');
});
