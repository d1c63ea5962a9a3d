// Ways into a server: what each lets be seen, and what proves nothing. What faults look like from the inside is in
// the tests beside this one.
import {expect, onTestFinished, test} from 'vitest';
import type {Facts} from '../../source/core/observation.ts';
import {foreignRecipient, sender} from './commands.ts';
import {serverAddress} from './harness/addresses.ts';
import {startBed, type Bed, type BedSetup, type Run} from './harness/bed.ts';
import {observed, runThere, withSsh} from './harness/look-inside.ts';
import {causeOf, diagnosisOf, resultOf, summaryOf} from './harness/verdict.ts';

async function start(setup: BedSetup): Promise<Bed> {
	const bed = await startBed(setup);
	onTestFinished(() => bed.stop());
	return bed;
}

const envelope = ['--from', sender, '--to', foreignRecipient];
const submit = (port: number, ...more: readonly string[]) => [
	'check',
	serverAddress,
	'--aim',
	'submit',
	'--port',
	`${port}`,
	...envelope,
	...more,
	'--json',
];

function expectConfirmed(run: Run, cause: string): void {
	const seen = summaryOf(run);
	expect(resultOf(run), seen).toMatchObject({class: 'refused', cause});
	expect(causeOf(run, cause), seen).toMatchObject({standing: 'confirmed'});
}

test('what is seen on another machine than the one that was dialled proves nothing', async () => {
	const bed = await start({server: 'none'});
	const output = await bed.exec(submit(25, '--on-server'));
	expect(observed(output, 'server.identity')).toMatchObject([{owns: false}]);
	const standings = diagnosisOf(output).causes.map(({standing}) => standing);
	expect(standings, summaryOf(output)).not.toContain('confirmed');
});

const commandsOf = (run: Run, status: Facts['server.looked']['status']) =>
	observed(run, 'server.looked').flatMap(look => (look.status === status ? [look.command] : []));

test('through sshd, a user without root sees what anybody may, and is told the rest', async () => {
	const bed = await start({
		server: 'postfix',
		prepare: `postconf -e inet_interfaces=loopback-only; ${withSsh}`,
	});
	const run = await runThere(bed, submit(25, '--ssh', 'box'));
	expectConfirmed(run, 'loopback-only');
	expect(commandsOf(run, 'seen'), summaryOf(run)).toContain('ss -tln');
	expect(commandsOf(run, 'forbidden')).toEqual(
		expect.arrayContaining(['ss -tlnp', 'postfix status']),
	);
	expect(observed(run, 'server.not-seen')).toContainEqual(
		expect.objectContaining({where: 'box', command: 'ss -tlnp', why: 'it needs root'}),
	);
	expect(observed(run, 'server.port')).toContainEqual(
		expect.objectContaining({asked: true, kind: 'unknown', reach: 'loopback'}),
	);
});

test('through sshd, a user without root sees which restriction refused, and its line', async () => {
	const bed = await start({server: 'postfix', prepare: withSsh});
	const run = await runThere(bed, submit(25, '--ssh', 'box', '--insecure'));
	const [replay] = observed(run, 'server.replay');
	expect(replay, summaryOf(run)).toMatchObject({
		agrees: true,
		certain: true,
		restriction: 'defer_unauth_destination',
	});
	expect(causeOf(run, 'client-not-in-mynetworks').evidence.join('\n')).toContain(
		`(/etc/postfix/main.cf, line ${replay?.line}) refuses this`,
	);
});

test('through sshd with sudo, all is seen, and the connection is gone afterwards', async () => {
	const bed = await start({
		server: 'postfix',
		prepare: `postconf -e inet_interfaces=loopback-only; ${withSsh}`,
	});
	const run = await runThere(bed, submit(25, '--ssh', 'box', '--sudo'));
	expectConfirmed(run, 'loopback-only');
	expect(commandsOf(run, 'forbidden'), summaryOf(run)).toEqual([]);
	expect(observed(run, 'server.port')).toContainEqual(
		expect.objectContaining({asked: true, kind: 'mail server', process: 'master'}),
	);
	const left = await bed.server.shell('ls -d /tmp/smtp-medic-*; pgrep -a ssh | grep -v sshd');
	expect(left.stdout).toBe('');
	const logins = await bed.server.shell('grep -c "Accepted publickey" /var/log/mail.log');
	expect(logins.stdout).toBe('1\n');
});

test('a key that is not accepted is told in one line, and the verdict from outside stands', async () => {
	const bed = await start({
		server: 'postfix',
		stopped: true,
		prepare: `${withSsh}; rm /home/ada/.ssh/authorized_keys`,
	});
	const run = await runThere(bed, submit(25, '--ssh', 'box'));
	expect(resultOf(run)).toMatchObject({class: 'refused', outcome: 'problem'});
	expect(observed(run, 'server.closed-to-us')).toMatchObject([
		{where: 'box', why: expect.stringContaining('Permission denied')},
	]);
	expect(observed(run, 'server.looked')).toEqual([]);
});
