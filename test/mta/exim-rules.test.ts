// What Exim says its ACLs do (exim -bh), against what the running Exim does.
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Facts} from '../../source/core/observation.ts';
import {serverAddress} from './harness/addresses.ts';
import {startBed, type Bed, type Run} from './harness/bed.ts';
import {node} from './harness/machine.ts';
import {until} from './harness/until.ts';
import {causeOf, diagnosisOf, summaryOf} from './harness/verdict.ts';

type Row = {
	name: string;
	/** Shell in /etc/exim4. */
	config?: readonly string[];
	from?: string;
	to?: string;
	login?: boolean;
	/** The statement that decides. */
	expect: RegExp;
	/** The reply; 250 where it is absent. */
	says?: RegExp;
	cause?: string;
	unseen?: string;
};

const debian = (name: string, value: string) =>
	`sed -i "s@^${name}=.*@${name}='${value}'@" update-exim4.conf.conf`;

const rows: readonly Row[] = [
	{
		name: 'a stranger relays',
		expect: /^require domains = \+local_domains : \+relay_to_domains$/,
		says: /^550 relay not permitted/,
		cause: 'client-not-in-mynetworks',
	},
	{
		name: 'its address is among those that may',
		config: [debian('dc_relay_nets', '198.51.100.0/24')],
		expect: /^accept hosts = \+relay_from_hosts$/,
	},
	{
		name: 'the domain is one that it relays to',
		config: [debian('dc_relay_domains', 'elsewhere.test')],
		expect: /^accept/,
	},
	{name: 'signed in', login: true, expect: /^accept authenticated = \*$/},
	{name: 'mail for a user', to: 'ada@example.test', expect: /^accept/},
	{
		name: 'mail for nobody',
		to: 'nobody-here@example.test',
		expect: /^require verify = recipient$/,
		says: /^550 Unrouteable address/,
		cause: 'no-such-user',
	},
	{
		name: 'an address with characters that are not allowed',
		to: 'e%x@elsewhere.test',
		expect: /^deny local_parts = /,
		says: /^550 restricted characters in address/,
		cause: 'setting-found',
	},
	{
		name: 'a host that a file refuses',
		config: ['echo 198.51.100.25 > local_host_blacklist'],
		to: 'ada@example.test',
		expect: /^deny hosts = \/etc\/exim4\/local_host_blacklist$/,
		says: /^550 sender IP address 198\.51\.100\.25 is locally blacklisted here/,
		cause: 'local-access-list',
	},
	{
		name: 'a sender that a file refuses',
		config: ['echo bob@app.test > local_sender_blacklist'],
		to: 'ada@example.test',
		expect: /^deny senders = \/etc\/exim4\/local_sender_blacklist$/,
		says: /^550 sender envelope address bob@app\.test is locally blacklisted here/,
		cause: 'setting-found',
	},
	{
		name: 'a rule of one’s own',
		config: [`with-rcpt-rule '  deny message = not today'`],
		to: 'ada@example.test',
		expect: /^deny$/,
		says: /^550 not today/,
	},
	{
		name: 'a rule that defers',
		config: [`with-rcpt-rule '  defer message = come back later'`],
		to: 'ada@example.test',
		expect: /^defer$/,
		says: /^451 come back later/,
	},
	{
		name: 'a sender whose domain cannot be routed',
		config: [`with-rcpt-rule '  require verify = sender'`],
		from: 'bob@nowhere.test',
		to: 'ada@example.test',
		expect: /^require verify = sender$/,
		says: /^550 Verification failed for <bob@nowhere\.test> .*Sender verify failed/,
		cause: 'sender-domain-missing',
	},
];

let bed: Bed;

beforeAll(async () => {
	bed = await startBed({
		server: 'exim',
		prepare: 'with-auth',
		afterStart: 'cp -a /etc/exim4 /root/exim4',
	});
});

afterAll(() => bed.stop());

async function configure({config = []}: Row): Promise<void> {
	const pid = await bed.server.must('pgrep -o exim4');
	await bed.server.must(
		`rm -rf /etc/exim4 && cp -a /root/exim4 /etc/exim4
		cd /etc/exim4 && { ${config.join('\n')}
		: ; } && update-exim4.conf && systemctl restart exim4`,
	);
	await until('the new Exim to listen', async () => {
		const {stdout} = await bed.server.shell('pgrep -o exim4; ss -Hltn sport = :25');
		return stdout.includes('LISTEN') && !stdout.startsWith(pid);
	});
}

async function check(row: Row): Promise<Run> {
	const {from = 'bob@app.test', to = 'eve@elsewhere.test', login} = row;
	const {stdout, ...rest} = await bed.server.run(
		[
			node,
			'/mnt/program/bin/smtp-medic.cjs',
			'check',
			serverAddress,
			'--aim',
			'submit',
			'--port',
			'25',
			'--from',
			from,
			'--to',
			to,
			...(login ? ['--user', 'ada', '--password-env', 'SMTP_PASSWORD'] : []),
			'--insecure',
			'--on-server',
			'--json',
		],
		{SMTP_PASSWORD: 'correct horse'},
	);
	const events = stdout
		.split('\n')
		.filter(line => line.startsWith('{'))
		.map(line => JSON.parse(line) as Run['events'][number]);
	return {stdout, ...rest, events};
}

/** How many recipients Exim has written to its log that it refused, but for the view from localhost. */
async function rejections(): Promise<number> {
	const log = await bed.log();
	return log
		.split('\n')
		.filter(line => /rejected RCPT/.test(line) && !/\[(?:127\.0\.0\.1|::1)\]/.test(line)).length;
}

function replayIn(run: Run): Facts['server.replay'] {
	const found = run.events.findLast(e => e.type === 'observation' && e.kind === 'server.replay');
	if (found?.type !== 'observation' || found.kind !== 'server.replay') {
		throw new Error(`Exim was not asked:\n${summaryOf(run)}`);
	}

	return found.facts;
}

test.each(rows)('$name', async row => {
	await configure(row);
	const before = await rejections();
	const run = await check(row);
	const replay = replayIn(run);
	const seen = `${summaryOf(run)}\n${JSON.stringify(replay, null, 1)}`;
	expect(replay.agrees, seen).toBe(true);
	expect(replay.restriction, seen).toMatch(row.expect);
	expect(`${replay.code} ${replay.text}`, seen).toMatch(row.says ?? /^250/);
	expect(replay.place, seen).toMatch(/config\.autogenerated, line \d+$/);
	if (row.says) {
		const [first] = diagnosisOf(run).causes;
		expect(first, seen).toMatchObject({standing: 'confirmed'});
		expect(causeOf(run, row.cause ?? first?.id ?? '').evidence.join('\n'), seen).toContain(
			`${replay.restriction} in ${replay.list} (${replay.place}) refuses this`,
		);
	}

	// The dialogue leaves its line in mainlog and rejectlog; the test of the rules leaves none
	expect((await rejections()) - before, seen).toBe(row.says ? 2 : 0);
});
