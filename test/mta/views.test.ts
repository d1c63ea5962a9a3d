// The same seen from two places: from here and from another machine, or the server's own localhost.
import {expect, onTestFinished, test} from 'vitest';
import type {Facts} from '../../source/core/observation.ts';
import {keys, openTerminal} from '../helpers/terminal.ts';
import {deliver, foreignRecipient, ownRecipient, sender} from './commands.ts';
import {clientAddress, secondAddress, serverAddress, serverName} from './harness/addresses.ts';
import {startBed, type Bed, type BedSetup, type Run} from './harness/bed.ts';
import {observed, withKeyFor, withSsh} from './harness/look-inside.ts';
import {node} from './harness/machine.ts';
import {until} from './harness/until.ts';
import {causeOf, clientLines, resultOf, summaryOf} from './harness/verdict.ts';

async function start(setup: BedSetup): Promise<Bed> {
	const bed = await startBed(setup);
	onTestFinished(() => bed.stop());
	return bed;
}

/** A machine with nothing but an sshd, which the client reaches by the name `box`. */
const elsewhere = {
	second: {server: 'postfix', stopped: true, prepare: withSsh},
	clientImage: 'postfix',
	client: withKeyFor(secondAddress),
} as const satisfies Partial<BedSetup>;

const envelope = ['--aim', 'submit', '--port', '25', '--from', sender, '--to', foreignRecipient];

const submit = (target: string, ...more: readonly string[]) => [
	'check',
	target,
	...envelope,
	'--timeout',
	'3',
	...more,
	'--json',
];

/** A row of the comparison, by what it is about. */
function rowOf(run: Run, row: Facts['views.row']['row'], about?: RegExp): Facts['views.row'] {
	const found = observed(run, 'views.row').find(
		facts => facts.row === row && (about?.test(facts.about) ?? true),
	);
	if (!found) {
		throw new Error(`no row ${row}: ${JSON.stringify(observed(run, 'views.row'))}`);
	}

	return found;
}

const meaningsOf = (run: Run) => observed(run, 'views.means').map(({meaning}) => meaning);

test('a port that is dropped for here, and open from elsewhere, differs', async () => {
	const bed = await start({
		...elsewhere,
		server: 'postfix',
		afterStart: `iptables -A INPUT -s ${clientAddress} -p tcp --dport 25 -j DROP`,
	});
	const run = await bed.exec(submit(serverName, '--from-host', 'box', '--insecure'));
	expect(resultOf(run), summaryOf(run)).toMatchObject({class: 'relay-denied'});
	expect(rowOf(run, 'tcp', /198\.51\.100\.25 port 25/)).toMatchObject({
		first: 'box',
		second: 'this machine',
		seenFirst: 'open',
		seenSecond: 'no answer',
		differs: true,
	});
	expect(rowOf(run, 'client')).toMatchObject({seenFirst: secondAddress});
	expect(meaningsOf(run)).toContain('shut-for-second');
	const looked = observed(run, 'views.looked').map(({command}) => command);
	expect(looked).toContain(`getent ahosts ${serverName}`);
});

test('a port that is open from here and dropped for elsewhere is not the server’s fault', async () => {
	const bed = await start({
		...elsewhere,
		server: 'postfix',
		afterStart: `iptables -A INPUT -s ${secondAddress} -p tcp --dport 25 -j DROP`,
	});
	const run = await bed.exec(submit(serverName, '--from-host', 'box'));
	const seen = summaryOf(run);
	expect(resultOf(run), seen).toMatchObject({class: 'timeout'});
	expect(rowOf(run, 'tcp', / port 25$/)).toMatchObject({
		seenFirst: 'no answer',
		seenSecond: 'open',
		differs: true,
	});
	expect(meaningsOf(run)).toContain('shut-for-first');
	expect(causeOf(run, 'host-down'), seen).toMatchObject({standing: 'ruled-out'});
	expect(causeOf(run, 'firewall-drop'), seen).toMatchObject({standing: 'likely'});
});

test('mail that can be delivered from both places is the same from both, and needs no more than sshd', async () => {
	const bed = await start({...elsewhere, server: 'postfix'});
	const run = await bed.exec(deliver(ownRecipient, '--from-host', 'box'));
	const seen = summaryOf(run);
	expect(run.code, seen).toBe(0);
	expect(observed(run, 'views.row').filter(({differs}) => differs)).toEqual([]);
	expect(rowOf(run, 'rcpt')).toMatchObject({
		seenFirst: expect.stringMatching(/^250 /),
		seenSecond: expect.stringMatching(/^250 /),
	});
	expect(rowOf(run, 'client')).toMatchObject({
		seenFirst: secondAddress,
		seenSecond: clientAddress,
	});
	expect(observed(run, 'endpoint.chosen')).toMatchObject([{client: secondAddress}]);
	const dialled = clientLines(run).filter(line => line.startsWith('RCPT TO'));
	expect(dialled).toHaveLength(2);
	expect(clientLines(run).some(line => /^(AUTH|DATA|BDAT)/.test(line))).toBe(false);
	const left = await bed.client.shell('ls -d /tmp/smtp-medic-*; pgrep -a ssh');
	expect(left.stdout).toBe('');
});

test('names that are different from here are told apart from a port that is', async () => {
	const bed = await start({
		...elsewhere,
		server: 'postfix',
		client: `${elsewhere.client}\n echo '${secondAddress} ${serverName}' >> /etc/hosts`,
	});
	const run = await bed.exec(submit(serverName, '--from-host', 'box'));
	expect(rowOf(run, 'addresses'), summaryOf(run)).toMatchObject({
		about: serverName,
		seenFirst: serverAddress,
		seenSecond: secondAddress,
		differs: true,
	});
	expect(meaningsOf(run)).toContain('names-differ');
});

test('a connection that the user holds open already stays theirs', async () => {
	const bed = await start({
		...elsewhere,
		server: 'postfix',
		client: `${elsewhere.client}
			printf '\\tControlMaster auto\\n\\tControlPath /root/.ssh/theirs\\n\\tControlPersist 60\\n' >> /root/.ssh/config
			ssh box true`,
	});
	const run = await bed.exec(deliver(ownRecipient, '--from-host', 'box'));
	expect(run.code, summaryOf(run)).toBe(0);
	expect(observed(run, 'endpoint.chosen')).toMatchObject([{client: secondAddress}]);
	const {code} = await bed.client.shell('ssh -O check box');
	expect(code).toBe(0);
});

const shutOut: ReadonlyArray<readonly [string, Partial<BedSetup>, string, RegExp]> = [
	[
		'whose sshd makes no connections for others',
		{
			second: {
				...elsewhere.second,
				prepare: `echo 'AllowTcpForwarding no' >> /etc/ssh/sshd_config; ${withSsh}`,
			},
		},
		'box',
		/^Nothing can be seen from box: its sshd makes no connections for others/,
	],
	[
		'that does not accept the key',
		{client: `${elsewhere.client}\n rm /root/.ssh/id_ed25519`},
		'box',
		/^Nothing can be seen from box: .*Permission denied/,
	],
	[
		'that has no such name',
		{},
		'nobody.example.test',
		/^Nothing can be seen from nobody\.example\.test: .*Could not resolve hostname/,
	],
];

test.each(shutOut)('a machine %s is told in one line', async (_, setup, host, says) => {
	const bed = await start({...elsewhere, server: 'postfix', ...setup});
	for (const target of [serverName, ownRecipient]) {
		const run = await bed.exec(['check', target, '--from-host', host, '--timeout', '3', '--json']);
		expect(run.code, summaryOf(run)).toBe(3);
		expect(resultOf(run)).toMatchObject({
			outcome: 'inconclusive',
			class: null,
			summary: expect.stringMatching(says),
		});
		expect(resultOf(run).summary).not.toContain('\n');
	}
});

test('a connection of ssh that breaks amid the dialogue says nothing about the server', async () => {
	const bed = await start({...elsewhere, server: 'none', listeners: [{port: 25}]});
	const running = bed.exec(submit(serverAddress, '--from-host', 'box', '--patience', '5'));
	await until('both to be connected', async () => {
		const {stdout} = await bed.server.shell('ss -Htn state established sport = :25');
		return stdout.includes(secondAddress) && stdout.includes(clientAddress);
	});
	await bed.client.must('pkill -x ssh');
	const run = await running;
	expect(run.code, summaryOf(run)).toBe(3);
	expect(resultOf(run)).toMatchObject({
		class: null,
		summary: expect.stringMatching(/^The connection of ssh to box broke/),
	});
});

/** The mail server’s own machine, which the client reaches by the name `box`. */
const within = {
	server: 'postfix',
	prepare: withSsh,
	clientImage: 'postfix',
	client: withKeyFor(serverAddress),
} as const satisfies BedSetup;

test.each(['postfix', 'exim', 'opensmtpd', 'sendmail'] as const)(
	'%s relays for its own localhost and not for this client, and all else is the same',
	async server => {
		const bed = await start({...within, server});
		const run = await bed.exec(submit(serverName, '--ssh', 'box', '--tls', 'none'));
		const seen = summaryOf(run);
		expect(resultOf(run), seen).toMatchObject({outcome: 'problem', stage: 'rcpt'});
		const differing = observed(run, 'views.row').filter(({differs}) => differs);
		expect(differing, seen).toMatchObject([
			{
				kind: 'localhost',
				row: 'rcpt',
				second: 'localhost of box',
				seenFirst: expect.stringMatching(/^[45]5[04] /),
				seenSecond: expect.stringMatching(/^250 /),
			},
		]);
		expect(meaningsOf(run)).toEqual(['relays-for-itself']);
		expect(observed(run, 'server.looked')).toContainEqual(
			expect.objectContaining({command: 'a connection to 127.0.0.1 port 25', status: 'seen'}),
		);
		expect(clientLines(run).some(line => /^(AUTH|DATA|BDAT)/.test(line))).toBe(false);
	},
);

test('that the server relays for its own localhost counts for its mynetworks', async () => {
	const bed = await start(within);
	const run = await bed.exec(submit(serverName, '--ssh', 'box'));
	const seen = summaryOf(run);
	expect(resultOf(run), seen).toMatchObject({
		class: 'relay-denied',
		cause: 'client-not-in-mynetworks',
	});
	expect(causeOf(run, 'client-not-in-mynetworks').evidence.join(), seen).toContain(
		'accepted from localhost of box',
	);
});

test('a server that works at its own localhost and is dropped from here is shut off, not broken', async () => {
	const bed = await start({
		...within,
		afterStart: `iptables -A INPUT -s ${clientAddress} -p tcp --dport 25 -j DROP`,
	});
	const run = await bed.exec(submit(serverAddress, '--ssh', 'box'));
	const seen = summaryOf(run);
	expect(resultOf(run), seen).toMatchObject({class: 'timeout'});
	expect(rowOf(run, 'tcp')).toMatchObject({
		about: 'port 25',
		seenFirst: 'no answer',
		seenSecond: 'open',
	});
	expect(meaningsOf(run)).toContain('works-within');
	expect(causeOf(run, 'host-down'), seen).toMatchObject({standing: 'ruled-out'});
	expect(causeOf(run, 'firewall-drop'), seen).toMatchObject({standing: 'likely'});
});

test('STARTTLS that is removed on the way is offered at the server’s own localhost', async () => {
	const bed = await start({
		...within,
		proxies: [{port: 2525, forward: {to: serverAddress, port: 25, as: 'inspection'}}],
		router: `iptables -t nat -A PREROUTING -i client -p tcp --dport 25 -j REDIRECT --to-ports 2525`,
	});
	const run = await bed.exec(submit(serverName, '--ssh', 'box', '--tls', 'starttls'));
	const seen = summaryOf(run);
	expect(rowOf(run, 'starttls'), seen).toMatchObject({
		seenFirst: 'not offered',
		seenSecond: 'offered',
		differs: true,
	});
	expect(rowOf(run, 'greeting')).toMatchObject({
		seenFirst: expect.stringMatching(/\*{4}/),
		differs: true,
	});
	expect(meaningsOf(run)).toEqual(expect.arrayContaining(['stripped', 'other-greeting-within']));
	expect(resultOf(run), seen).toMatchObject({class: 'middlebox', cause: 'smtp-inspection'});
});

test('in the wizard, a verdict from here is compared with what another machine sees', async () => {
	const bed = await start({
		...elsewhere,
		server: 'postfix',
		afterStart: `iptables -A INPUT -s ${clientAddress} -p tcp --dport 25 -j DROP`,
	});
	const spaces = ['-m', '-u', '-i', '-n', '-p', '-r', '-w'];
	const program = '/mnt/program/bin/smtp-medic.cjs';
	const terminal = openTerminal([serverName, ...envelope, '--timeout', '3'], {
		columns: 80,
		rows: 24,
		command: ['nsenter', '-t', `${bed.client.pid}`, ...spaces, '--', node, program],
		env: {HOME: '/root', XDG_CACHE_HOME: undefined},
	});
	onTestFinished(() => terminal.close());
	await terminal.until(/✖ Timed out[^]*❯ Look at other ports/);
	terminal.send(keys.right);
	await terminal.until(/❯ Look at the mail server itself/);
	terminal.send(keys.right);
	await terminal.until(/❯ Compare with the view from another machine/);
	terminal.send(keys.enter);
	await terminal.until(/it needs nothing but sshd/);
	terminal.send(`box${keys.enter}`);
	const verdict = await terminal.until(/· from box, [^]*✖ Relay access denied[^]*❯ /);
	expect(verdict).toMatch(/port 25 is open to box, so the server listens/);
	for (const _ of [1, 2, 3]) {
		terminal.send(keys.pageDown);
	}

	const views = await terminal.until(/Two views: box, and this machine[^]*dialogue/);
	expect(views).toMatch(/▲ 198\.51\.100\.25 port 25 +open +no answer/);
	expect(views).toMatch(/mail\.example\.test +198\.51\.100\.25 +the same/);
	terminal.send('q');
	await terminal.exited;
});
