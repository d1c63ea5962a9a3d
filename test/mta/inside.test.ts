// What the server itself says: on it, and through a real sshd. Nothing there may change by that.
import {expect, onTestFinished, test} from 'vitest';
import type {Facts, Tag} from '../../source/core/observation.ts';
import {foreignRecipient, sender} from './commands.ts';
import {serverAddress} from './harness/addresses.ts';
import {startBed, type Bed, type BedSetup, type Run} from './harness/bed.ts';
import {node} from './harness/machine.ts';
import {causeOf, causesOf, diagnosisOf, resultOf, summaryOf} from './harness/verdict.ts';

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

/** Runs the program on the server’s own machine. */
async function runThere({server}: Bed, args: readonly string[]): Promise<Run> {
	const output = await server.run([node, '/mnt/program/bin/smtp-medic.cjs', ...args]);
	const lines = output.stdout.split('\n').filter(line => line.startsWith('{'));
	return {...output, events: lines.map(line => JSON.parse(line))};
}

function observed<T extends Tag>(run: Run, tag: T): Array<Facts[T]> {
	return run.events.flatMap(event =>
		event.type === 'observation' && event.kind === tag ? [event.facts as Facts[T]] : [],
	);
}

function expectConfirmed(run: Run, cause: string): void {
	const seen = summaryOf(run);
	expect(resultOf(run), seen).toMatchObject({class: 'refused', cause});
	expect(causeOf(run, cause), seen).toMatchObject({standing: 'confirmed'});
}

const stopped = ['postfix', 'exim', 'opensmtpd', 'sendmail'] as const;

test.each(stopped)(
	'%s that is stopped is confirmed to be, and nothing else is left',
	async server => {
		const bed = await start({server, stopped: true});
		const run = await runThere(bed, submit(25, '--on-server'));
		expectConfirmed(run, 'mta-stopped');
		expect(observed(run, 'server.service')).toMatchObject([{mta: server, running: false}]);
		for (const id of ['loopback-only', 'firewall-reject', 'service-disabled', 'one-family-only']) {
			expect(causeOf(run, id), summaryOf(run)).toMatchObject({standing: 'ruled-out'});
		}
	},
);

const loopbackOnly: ReadonlyArray<readonly [BedSetup['server'], string]> = [
	['postfix', 'postconf -e inet_interfaces=loopback-only'],
	[
		'exim',
		`sed -i "s/^dc_local_interfaces=.*/dc_local_interfaces='127.0.0.1 ; ::1'/" /etc/exim4/update-exim4.conf.conf
		update-exim4.conf`,
	],
	['opensmtpd', 'sed -i "s/^listen on .*/listen on 127.0.0.1/" /etc/smtpd.conf'],
	[
		'sendmail',
		`sed -i -e 's/^DAEMON_OPTIONS.*Port=smtp.*/DAEMON_OPTIONS(\`Family=inet, Name=MTA-v4, Port=smtp, Addr=127.0.0.1'"'"')dnl/' /etc/mail/sendmail.mc
		make -C /etc/mail`,
	],
];

test.each(loopbackOnly)('%s on loopback alone is confirmed to be', async (server, prepare) => {
	const bed = await start({server, prepare});
	const run = await runThere(bed, submit(25, '--on-server'));
	expectConfirmed(run, 'loopback-only');
	expect(observed(run, 'server.service')).toMatchObject([{mta: server, running: true}]);
	expect(causeOf(run, 'mta-stopped'), summaryOf(run)).toMatchObject({standing: 'ruled-out'});
});

test('a submission service that is switched off is confirmed to be', async () => {
	const bed = await start({server: 'postfix'});
	const run = await runThere(bed, submit(587, '--on-server'));
	expectConfirmed(run, 'service-disabled');
});

test('another program that holds the port is named', async () => {
	const bed = await start({server: 'postfix', stopped: true});
	bed.server.serve([node, '-e', "require('node:net').createServer().listen(25, '127.0.0.1')"]);
	await bed.server.listens('tcp', 25);
	const run = await runThere(bed, submit(25, '--on-server'));
	expectConfirmed(run, 'port-taken');
	expect(causeOf(run, 'port-taken').evidence.join()).toMatch(/held by (node|MainThread)/);
});

test('what is seen on another machine than the one that was dialled proves nothing', async () => {
	const bed = await start({server: 'none'});
	const output = await bed.exec(submit(25, '--on-server'));
	expect(observed(output, 'server.identity')).toMatchObject([{owns: false}]);
	const standings = diagnosisOf(output).causes.map(({standing}) => standing);
	expect(standings, summaryOf(output)).not.toContain('confirmed');
});

/** A user with a key, whose login shell chatters, and an alias in ssh_config. */
const withSsh = `
	mkdir -p /run/sshd /root/.ssh /home/ada/.ssh
	ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
	cp /root/.ssh/id_ed25519.pub /root/.ssh/authorized_keys
	cp /root/.ssh/id_ed25519.pub /home/ada/.ssh/authorized_keys
	echo 'echo welcome; echo be careful >&2' > /home/ada/.bashrc
	usermod -s /bin/bash ada
	chown -R ada /home/ada
	printf 'Host box\\n\\tHostName 127.0.0.1\\n\\tUser ada\\n\\tStrictHostKeyChecking accept-new\\n\\tLocalForward 2222 127.0.0.1:22\\n' > /root/.ssh/config
	rm -f /usr/local/bin/sudo
	/usr/sbin/sshd`;

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
		prepare: `
			postconf -e inet_interfaces=loopback-only
			echo 'ada ALL=(root) NOPASSWD: ALL' > /etc/sudoers.d/ada
			${withSsh}`,
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

/** Everything on the machine that a look could change: files, packages, processes, the queue. */
async function stateOf({server}: Bed): Promise<string> {
	return server.must(`
		find / -xdev -path /mnt -prune -o -path '*/.cache/smtp-medic*' -prune -o -type f -printf '%p %s %T@ %C@ %m %u\\n' | sort
		dpkg-query -W
		ps -e -o pid= -o comm= | grep -vwE 'ps|sh|find|sort|grep|dpkg-query'
		postqueue -j || :; nft list ruleset; iptables-save | grep -v '^#' || :`);
}

/** What a run leaves behind: names of files and processes that are new, or other than before. */
async function traceOf(bed: Bed, ...more: readonly string[]): Promise<string[]> {
	const before = new Set((await stateOf(bed)).split('\n'));
	for (const port of [587, 25]) {
		const run = await runThere(bed, submit(port, ...more));
		expect(commandsOf(run, 'seen').length > 3, summaryOf(run)).toBe(more.length > 0);
	}

	const after = (await stateOf(bed)).split('\n');
	return after
		.filter(line => !before.has(line))
		.map(line => line.replace(/^(\/\S+) .*$/, '$1').replace(/^ *\d+ /, ''));
}

test.each([
	['running', {server: 'postfix'}],
	['stopped', {server: 'postfix', stopped: true}],
] as const)('looking into a server that is %s leaves no trace there', async (_, setup) => {
	const bed = await start(setup);
	// The dialogue from outside has its lines in the log, and wakes daemons of Postfix
	const fromOutside = new Set(await traceOf(bed));
	const fromInside = await traceOf(bed, '--on-server');
	expect(fromInside.filter(name => !fromOutside.has(name))).toEqual([]);
});

test('a port that is listened on for all addresses, and refused, is a firewall’s', async () => {
	const bed = await start({
		server: 'postfix',
		afterStart: 'iptables -A INPUT -p tcp --dport 25 -j REJECT --reject-with tcp-reset',
	});
	const run = await runThere(bed, submit(25, '--on-server'));
	expect(resultOf(run).class, summaryOf(run)).toBe('refused');
	expect(causesOf(run), summaryOf(run)).not.toContain('mta-stopped');
	expect(causesOf(run)[0], summaryOf(run)).toMatch(/firewall-reject/);
});
