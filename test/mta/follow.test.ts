// Accepted, then gone: what real servers do with a message is found in their logs, and explained.
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {ReplyClass} from '../../source/core/vocabulary.ts';
import type {Facts, Tag} from '../../source/core/observation.ts';
import {sender} from './commands.ts';
import {serverName} from './harness/addresses.ts';
import {startBed, type Bed, type BedSetup, type Run} from './harness/bed.ts';
import {node} from './harness/machine.ts';
import {until} from './harness/until.ts';
import {causeOf, resultOf, summaryOf} from './harness/verdict.ts';

/** Lets the client send anywhere, and gives up soon on hosts that keep silent. */
const prepare = {
	postfix: `
		postconf -e 'mynetworks=127.0.0.0/8 [::1]/128 198.51.100.0/24' smtp_connect_timeout=2s \\
			'header_checks=regexp:/etc/postfix/header_checks'
		printf '/^To: .thrown@/ DISCARD unwanted\\n/^To: .kept@/ HOLD to be looked at\\n' > /etc/postfix/header_checks
		useradd thrown; useradd kept
		cat >> /etc/postfix/master.cf << 'END'
2525 inet n - n - - smtpd
  -o content_filter=smtp:[127.0.0.1]:10026
127.0.0.1:10026 inet n - n - - smtpd
  -o content_filter=
END`,
	exim: String.raw`
		sed -i "s/^dc_relay_nets=.*/dc_relay_nets='198.51.100.0\/24'/" /etc/exim4/update-exim4.conf.conf
		sed -i '/^remote_smtp:/,/driver/s/driver = smtp/&\n  connect_timeout = 2s/' /etc/exim4/exim4.conf.template
		sed -i '/^acl_check_data:/a discard condition = ${'${'}if match{$h_to:}{thrown}}\nlog_message = unwanted' /etc/exim4/exim4.conf.template
		useradd thrown
		update-exim4.conf`,
	sendmail: `
		printf 'Connect:127.0.0.1 RELAY\\nConnect:198.51.100.25 RELAY\\n' > /etc/mail/access
		with-option "define(\\\`confTO_CONNECT', \\\`2s')dnl" "define(\\\`confTO_ICONNECT', \\\`2s')dnl"`,
	opensmtpd: `
		sed -i 's/^match from local for any.*/&\\nmatch from src 198.51.100.0\\/24 for any action "outbound"/' /etc/smtpd.conf`,
} as const;

type Server = keyof typeof prepare;

/** The servers that mail is passed on to: one that says what it thinks, one that refuses, one that is silent. */
const setup = (server: Server): BedSetup => ({
	server,
	prepare: `echo 1 > /proc/sys/net/ipv4/tcp_syn_retries; ${prepare[server]}`,
	second: {
		server: 'postfix',
		prepare: `
			postconf -e myhostname=mx2.example.test 'mydestination=elsewhere.test, localhost' \\
				'smtpd_recipient_restrictions=check_recipient_access inline:{{grey@elsewhere.test=450 4.2.0 Greylisted, try again in 5 minutes},{full@elsewhere.test=552 5.2.2 Mailbox full}}'
			useradd eve`,
	},
	dns: [
		'refused.test MX 10 mx.refused.test',
		'mx.refused.test A 192.0.2.10',
		'silent.test MX 10 mx.silent.test',
		'mx.silent.test A 192.0.2.99',
	],
	client: 'iptables -I INPUT -d 192.0.2.99 -p tcp --dport 25 -j DROP',
});

/** Sends a message from the server itself, and looks there what becomes of it. */
async function send({server}: Bed, to: string, ...more: readonly string[]): Promise<Run> {
	const port = more.includes('--port') ? [] : ['--port', '25'];
	const args = [
		'--aim',
		'submit',
		'--from',
		sender,
		'--to',
		to,
		'--send',
		'--on-server',
		'--tls',
		'none',
	];
	return run(server, [...args, ...port, '--patience', '40', ...more]);
}

async function run(
	server: Bed['server'],
	args: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Promise<Run> {
	const program = [node, '/mnt/program/bin/smtp-medic.cjs', 'check', serverName];
	const output = await server.run([...program, ...args, '--json'], env);
	const lines = output.stdout.split('\n').filter(line => line.startsWith('{'));
	return {...output, events: lines.map(line => JSON.parse(line))};
}

function observed<T extends Tag>({events}: Run, tag: T): Array<Facts[T]> {
	return events.flatMap(event =>
		event.type === 'observation' && event.kind === tag ? [event.facts as Facts[T]] : [],
	);
}

type Fate = Facts['delivery.fate'];

const failing: ReadonlyArray<
	readonly [to: string, cause: string, where: Fate['where'], how: Fate['how'], named: ReplyClass]
> = [
	['x@refused.test', 'next-hop-refused', 'deferred', 'refused', 'refused'],
	['x@silent.test', 'next-hop-timeout', 'deferred', 'timeout', 'timeout'],
	['grey@elsewhere.test', 'next-hop-deferred', 'deferred', 'said', 'greylisted'],
	['full@elsewhere.test', 'bounced', 'bounced', 'said', 'mailbox-full'],
];

function expectConfirmed(done: Run, cause: string, fate: Partial<Fate>): void {
	const seen = summaryOf(done);
	expect(observed(done, 'delivery.fate'), seen).toMatchObject([{own: true, ...fate}]);
	expect(resultOf(done), seen).toMatchObject({class: 'not-delivered', stage: 'message', cause});
	const {standing, evidence} = causeOf(done, cause);
	expect(standing, seen).toBe('confirmed');
	expect(evidence[0]).toContain(observed(done, 'delivery.fate')[0]?.line);
}

describe.each(Object.keys(prepare) as Server[])('%s', server => {
	let bed: Bed;
	beforeAll(async () => {
		bed = await startBed(setup(server));
	});
	afterAll(async () => bed.stop());

	test('a message for a mailbox here is seen to be delivered', async () => {
		const done = await send(bed, 'ada@example.test');
		expect(resultOf(done), summaryOf(done)).toMatchObject({outcome: 'healthy', class: null});
		expect(observed(done, 'delivery.fate'), summaryOf(done)).toMatchObject([
			{own: true, where: 'delivered', recipient: 'ada@example.test'},
		]);
		expect(resultOf(done)?.summary).toContain('by its log the message was delivered');
	});

	test('the copy that was stored is found among others, and its header alone is read', async () => {
		await send(bed, 'ada@example.test');
		const done = await send(bed, 'ada@example.test');
		const [sent] = observed(done, 'message.sent');
		expect(observed(done, 'copy.found'), summaryOf(done)).toMatchObject([
			{own: true, place: '/var/mail/ada', messageId: sent?.messageId, spam: false},
		]);
		const hops = observed(done, 'copy.hop');
		expect(hops).toHaveLength(1);
		expect(hops[0]).toMatchObject({number: 1, by: serverName});
		expect(Math.abs(hops[0]?.delay ?? 1e9)).toBeLessThan(60_000);
	});

	test('a message that the next server took is seen there', async () => {
		const done = await send(bed, 'eve@elsewhere.test');
		expect(resultOf(done), summaryOf(done)).toMatchObject({outcome: 'healthy', class: null});
		const [fate] = observed(done, 'delivery.fate');
		expect(fate, summaryOf(done)).toMatchObject({where: 'passed-on'});
		const there = await bed.second?.shell(`grep -c ' ${fate?.next ?? '?'}: ' /var/log/mail.log`);
		expect(Number(there?.stdout)).toBeGreaterThan(0);
	});

	test.each(failing)('a message to %s: %s', async (to, cause, where, how, named) => {
		const done = await send(bed, to);
		expectConfirmed(done, cause, {recipient: to, where, how, class: named});
	});

	test('the queue is counted by the reasons for which mail waits, and nobody’s name is in it', async () => {
		const done = await send(bed, 'ada@example.test');
		const [queue] = observed(done, 'server.queue');
		expect(queue, summaryOf(done)).toMatchObject({mta: server, held: 0});
		expect(queue?.deferred).toBeGreaterThanOrEqual(3);
		const groups = observed(done, 'server.queue-group');
		const names = groups.filter(({by}) => by === 'destination').map(({name}) => name);
		expect(names).toEqual(
			expect.arrayContaining(['refused.test', 'silent.test', 'elsewhere.test']),
		);
		expect(groups.filter(({by}) => by === 'reason').map(({name}) => name)).toContain('greylisted');
		expect(groups.flatMap(({reason}) => /\b\w+@\w/.exec(reason) ?? [])).toEqual([]);
	});

	test('an older message is followed by its queue id, its recipient and a time', async () => {
		const sent = await send(bed, 'full@elsewhere.test');
		const [fate] = observed(sent, 'delivery.fate');
		const now = await bed.server.must('date +%H:%M:%S');
		const ways = [
			['--follow', fate?.queueId ?? ''],
			['--follow', 'full@elsewhere.test'],
			['--follow', 'full@elsewhere.test', '--around', now.trim()],
		];
		for (const way of ways) {
			const done = await run(bed.server, ['--port', '25', '--tls', 'none', '--on-server', ...way]);
			expect(observed(done, 'delivery.fate'), summaryOf(done)).toMatchObject([
				{own: false, queueId: fate?.queueId, where: 'bounced', class: 'mailbox-full'},
			]);
			expect(resultOf(done)).toMatchObject({class: 'not-delivered', cause: 'bounced'});
		}
	});

	test('a message of yesterday is followed in the logs that were put aside, packed or not', async () => {
		const sent = await send(bed, 'full@elsewhere.test');
		const [fate] = observed(sent, 'delivery.fate');
		const time = await bed.server.must('date "+%Y-%m-%d %H:%M:%S"');
		const log = server === 'exim' ? '/var/log/exim4/mainlog' : '/var/log/mail.log';
		const look = async (...way: readonly string[]) =>
			run(bed.server, ['--port', '25', '--tls', 'none', '--on-server', '--follow', ...way]);
		const expectFound = (done: Run, file: string) => {
			expect(observed(done, 'delivery.fate'), summaryOf(done)).toMatchObject([
				{own: false, queueId: fate?.queueId, where: 'bounced', class: 'mailbox-full'},
			]);
			expect(observed(done, 'server.log').at(-1)?.sources).toContain(file);
		};

		await bed.server.must(`cp -p ${log} ${log}.1; : > ${log}`);
		expectFound(await look(fate?.queueId ?? ''), `${log}.1`);
		await bed.server.must(`gzip -c ${log}.1 > ${log}.2.gz; rm ${log}.1`);
		expectFound(await look('Full@Elsewhere.test', '--around', time.trim()), `${log}.2.gz`);

		const none = await look('nobody@nowhere.test', '--around', '2001-02-03 04:05');
		const [missing] = observed(none, 'delivery.not-found');
		expect(resultOf(none), summaryOf(none)).toMatchObject({outcome: 'inconclusive', class: null});
		expect(resultOf(none).summary).toMatch(
			/^The log of this machine says nothing about nobody@nowhere\.test; its first line is of \S/,
		);
		expect(none.code).toBe(3);
		expect(missing?.sources, summaryOf(none)).toContain(`${log}.2.gz`);
		const first = await bed.server.must(
			`zcat ${log}.2.gz | head -n 2; head -n 2 /var/log/mail.log`,
		);
		expect(first).toMatch(new RegExp(`^${missing?.begins ?? 'none'}`, 'm'));
		const ends = none.events.flatMap(e => (e.type === 'step-finished' ? [e.summary] : []));
		expect(ends.join('\n')).toMatch(/The log begins at .*, after the time that you gave\./);
	});

	test('nothing of other people’s mail is shown', async () => {
		await send(bed, 'eve@elsewhere.test');
		const done = await send(bed, 'ada@example.test');
		const shown = done.stdout.split('\n').filter(line => line.includes('eve@elsewhere.test'));
		expect(shown).toEqual([]);
	});
});

/** What a filter of the receiver would write, and what a sender forges. */
const inMaildir = String.raw`
	postconf -e home_mailbox=Maildir/ 'smtpd_recipient_restrictions=check_recipient_access regexp:/etc/postfix/found' \
		'header_checks=regexp:/etc/postfix/forged'
	printf '/ada/ PREPEND Authentication-Results: mail.example.test; spf=pass smtp.mailfrom=app.test; dmarc=fail header.from=app.test\n' > /etc/postfix/found
	printf '/^To:/ PREPEND Authentication-Results: mx.elsewhere.test; dmarc=pass header.from=app.test\n' > /etc/postfix/forged`;

test('in a Maildir, too; what its receiver found weighs, and what others wrote does not', async () => {
	const bed = await startBed({server: 'postfix', prepare: inMaildir});
	try {
		await send(bed, 'ada@example.test');
		const done = await send(bed, 'ada@example.test');
		const [found] = observed(done, 'copy.found');
		expect(found?.place, summaryOf(done)).toMatch(/^\/home\/ada\/Maildir\/new\//);
		expect(observed(done, 'copy.result')).toEqual([
			expect.objectContaining({method: 'spf', result: 'pass', trusted: true}),
			expect.objectContaining({method: 'dmarc', result: 'fail', trusted: true}),
			expect.objectContaining({method: 'dmarc', result: 'pass', trusted: false}),
		]);
		expect(observed(done, 'records.finding').map(({topic, severity}) => [topic, severity])).toEqual(
			[
				['SPF', 'fine'],
				['DMARC', 'problem'],
			],
		);
		const {warnings} = resultOf(done);
		expect(warnings.map(one => one.class)).toContain('sender-auth-failed');
	} finally {
		await bed.stop();
	}
});

/** Mailboxes of a virtual domain where nobody would guess them; Dovecot knows. */
const inVirtualMailbox = `
	install -d -o nobody -g nogroup /srv/post
	postconf -e virtual_mailbox_domains=virtual.test virtual_mailbox_base=/srv/post \\
		'virtual_mailbox_maps=inline:{eve@virtual.test=virtual.test/eve/}' \\
		virtual_uid_maps=static:65534 virtual_gid_maps=static:65534
	echo 'mail_location = maildir:/srv/post/%d/%n' >> /etc/dovecot/dovecot.conf
	sed -i 's/args = uid=/args = allow_all_users=yes uid=/' /etc/dovecot/dovecot.conf
	with-dovecot`;

test('in a virtual mailbox, of which Dovecot says where it is, and nothing of Dovecot’s is written', async () => {
	const bed = await startBed({server: 'postfix', prepare: inVirtualMailbox});
	try {
		const done = await send(bed, 'eve@virtual.test');
		const [found] = observed(done, 'copy.found');
		expect(found?.place, summaryOf(done)).toMatch(/^\/srv\/post\/virtual\.test\/eve\/new\//);
		const written = await bed.server.must('find /srv/post -name "dovecot*"');
		expect(written).toBe('');
	} finally {
		await bed.stop();
	}
});

const silently: ReadonlyArray<readonly [Server, string, string, Fate['where']]> = [
	['postfix', 'thrown@example.test', 'discarded', 'discarded'],
	['postfix', 'kept@example.test', 'held', 'held'],
	['exim', 'thrown@example.test', 'discarded', 'discarded'],
];

test.each(silently)(
	'%s: a message to %s is %s, and the log tells',
	async (server, to, cause, where) => {
		const bed = await startBed(setup(server));
		try {
			const done = await send(bed, to);
			expectConfirmed(done, cause, {where});
		} finally {
			await bed.stop();
		}
	},
);

test('a message that was deferred before the log was put aside is followed from there on', async () => {
	const bed = await startBed(setup('postfix'));
	try {
		const sent = await send(bed, 'x@refused.test');
		const [fate] = observed(sent, 'delivery.fate');
		await bed.server.must('cp -p /var/log/mail.log /var/log/mail.log.1; : > /var/log/mail.log');
		await bed.server.must('postqueue -f');
		await expect
			.poll(async () => bed.log(), {timeout: 20_000})
			.toContain(`${fate?.queueId}: to=<x@refused.test>`);
		const args = ['--port', '25', '--tls', 'none', '--on-server', '--follow', fate?.queueId ?? ''];
		const done = await run(bed.server, args);
		expect(observed(done, 'delivery.fate'), summaryOf(done)).toMatchObject([
			{where: 'deferred', how: 'refused', deferrals: 2, messageId: fate?.messageId},
		]);
		expect(observed(done, 'server.log').at(-1)?.sources).toEqual([
			'/var/log/mail.log',
			'/var/log/mail.log.1',
		]);

		// As with BusyBox, which has no zgrep
		await bed.server.must('gzip /var/log/mail.log.1; rm -f /bin/zgrep /usr/bin/zgrep');
		const packed = await run(bed.server, args);
		expect(observed(packed, 'delivery.fate'), summaryOf(packed)).toMatchObject([{deferrals: 2}]);
		expect(observed(packed, 'server.looked').map(({command}) => command)).toContain(
			'gzip -dc /var/log/mail.log.1.gz',
		);
	} finally {
		await bed.stop();
	}
});

/** The journal takes the place of syslog, and what was logged before is gone. */
async function logToJournal({server}: Bed): Promise<void> {
	await server.must(`
		kill $(busybox pidof busybox)
		rm -f /var/log/mail.log /dev/log /usr/local/bin/journalctl /usr/local/sbin/journalctl
		mkdir -p /run/systemd /run/log/journal
		[ -s /etc/machine-id ] || echo 0123456789abcdef0123456789abcdef > /etc/machine-id
		ln -s /run/systemd/journal/dev-log /dev/log
		mkdir -p /sys/fs/cgroup
		mount -t cgroup2 none /sys/fs/cgroup`);
	server.serve(['/lib/systemd/systemd-journald']);
	await until('the journal', async () => {
		const {code} = await server.shell('[ -S /run/systemd/journal/dev-log ]');
		return code === 0;
	});
	await server.must('postfix stop; postfix start');
}

test('in the journal a message is found however much came after it', async () => {
	const bed = await startBed(setup('postfix'));
	try {
		await logToJournal(bed);
		const sent = await send(bed, 'x@refused.test');
		const [fate] = observed(sent, 'delivery.fate');
		expect(fate, summaryOf(sent)).toMatchObject({where: 'deferred', how: 'refused'});
		await bed.server.must(
			`seq 10000 13500 | sed 's/.*/F&: removed/' | logger -p mail.info -t postfix/qmgr`,
		);
		const args = ['--port', '25', '--tls', 'none', '--on-server', '--follow'];
		for (const sought of [fate?.queueId ?? '', 'x@refused.test', fate?.messageId ?? '']) {
			const done = await run(bed.server, [...args, sought]);
			expect(observed(done, 'delivery.fate'), summaryOf(done)).toMatchObject([
				{where: 'deferred', how: 'refused', messageId: fate?.messageId},
			]);
			expect(observed(done, 'server.log').at(-1)?.sources).toEqual(['the journal']);
		}
	} finally {
		await bed.stop();
	}
});

test('through a content filter that hands it back, a message is followed to its end', async () => {
	const bed = await startBed(setup('postfix'));
	try {
		const done = await send(bed, 'grey@elsewhere.test', '--port', '2525');
		expectConfirmed(done, 'next-hop-deferred', {where: 'deferred', class: 'greylisted'});
		const accepted = observed(done, 'message.accepted')[0]?.queueId;
		expect(observed(done, 'delivery.fate')[0]?.queueId).not.toBe(accepted);
	} finally {
		await bed.stop();
	}
});

/** A user who may read nothing but what anybody may, and one who may use sudo. */
const withSsh = `
	mkdir -p /run/sshd /root/.ssh /home/ada/.ssh
	ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
	cp /root/.ssh/id_ed25519.pub /home/ada/.ssh/authorized_keys
	usermod -s /bin/bash ada
	chown -R ada /home/ada
	chmod 600 /var/log/mail.log
	printf 'Host box\\n\\tHostName 127.0.0.1\\n\\tUser ada\\n\\tStrictHostKeyChecking accept-new\\n' > /root/.ssh/config
	rm -f /usr/local/bin/sudo
	echo 'ada ALL=(root) NOPASSWD: ALL' > /etc/sudoers.d/ada
	# So that the log has to be waited for, however long the other looks take
	echo 4 > /proc/sys/net/ipv4/tcp_syn_retries
	postconf -e smtp_connect_timeout=12s
	postfix reload
	/usr/sbin/sshd`;

test('through ssh the log is waited for, too; without root it is named, and nothing is made up', async () => {
	const bed = await startBed({...setup('postfix'), afterStart: withSsh});
	const args = ['--aim', 'submit', '--port', '25', '--tls', 'none', '--from', sender, '--send'];
	const there = ['--to', 'x@silent.test', '--ssh', 'box'];
	try {
		const shut = await run(bed.server, [...args, ...there]);
		expect(resultOf(shut), summaryOf(shut)).toMatchObject({outcome: 'healthy'});
		expect(observed(shut, 'delivery.fate')).toEqual([]);
		expect(observed(shut, 'server.not-seen')).toContainEqual(
			expect.objectContaining({command: expect.stringMatching(/^tail .*mail\.log$/)}),
		);
		const unseen = ['--port', '25', '--ssh', 'box', '--follow', 'x@silent.test'];
		const blind = await run(bed.server, unseen);
		expect(resultOf(blind), summaryOf(blind)).toMatchObject({outcome: 'inconclusive'});
		expect(resultOf(blind).summary).toMatch(/^No mail log could be read on the server/);
		const open = await run(bed.server, [...args, ...there, '--sudo']);
		expectConfirmed(open, 'next-hop-timeout', {where: 'deferred', how: 'timeout'});
		const notes = open.events.flatMap(e =>
			e.type === 'line' && e.from === 'note' ? [e.text] : [],
		);
		expect(notes.some(text => text.startsWith('waiting for the log'))).toBe(true);

		const toHere = ['--to', 'ada@example.test', '--ssh', 'box', '--sudo'];
		const stored = await run(bed.server, [...args, ...toHere]);
		expect(observed(stored, 'copy.found'), summaryOf(stored)).toMatchObject([
			{own: true, where: 'box', place: '/var/mail/ada'},
		]);
		await bed.server.must('chmod o+r /var/log/mail.log');
		const own = await run(bed.server, [...args, '--to', 'ada@example.test', '--ssh', 'box']);
		expect(observed(own, 'copy.found'), summaryOf(own)).toMatchObject([{place: '/var/mail/ada'}]);

		await bed.server.must('cp -p /var/log/mail.log /var/log/mail.log.1; : > /var/log/mail.log');
		const follow = async (sought: string) =>
			run(bed.server, ['--port', '25', '--ssh', 'box', '--sudo', '--follow', sought]);
		const older = await follow('x@silent.test');
		expect(observed(older, 'delivery.fate'), summaryOf(older)).toMatchObject([
			{where: 'deferred', how: 'timeout'},
		]);
		const hostile = await follow("o'hara$(touch${IFS}/tmp/touched)`id`@silent.test");
		expect(observed(hostile, 'delivery.not-found'), summaryOf(hostile)).toHaveLength(1);
		const {code} = await bed.server.shell('[ -e /tmp/touched ]');
		expect(code).not.toBe(0);
	} finally {
		await bed.stop();
	}
});

const failures: ReadonlyArray<readonly [string, string, readonly string[], string]> = [
	['filter-down', 'postconf -e smtpd_milters=unix:/nowhere/milter', ['--port', '25'], 'Milter'],
	[
		'auth-service-missing',
		'with-submission; postconf -e smtpd_sasl_type=dovecot smtpd_sasl_path=private/none',
		['--port', '587', '--user', 'ada', '--password-env', 'SMTP_PASSWORD', '--insecure'],
		'no SASL authentication mechanisms',
	],
];

test.each(failures)('the log of the session confirms %s', async (cause, broken, args, says) => {
	const bed = await startBed({server: 'postfix', prepare: broken});
	try {
		const envelope = ['--from', sender, '--to', 'ada@example.test', '--on-server'];
		const done = await run(bed.server, [...envelope, ...args], {SMTP_PASSWORD: 'correct horse'});
		expect(resultOf(done), summaryOf(done)).toMatchObject({cause});
		expect(causeOf(done, cause)).toMatchObject({standing: 'confirmed'});
		const lines = observed(done, 'server.log-line').map(({text}) => text);
		expect(
			lines.some(text => text.includes(says)),
			lines.join('\n'),
		).toBe(true);
	} finally {
		await bed.stop();
	}
});
