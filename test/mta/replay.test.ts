// What Postfix’s restriction lists lead to, worked out from the settings, against what a real Postfix
// does and writes into its log. Each row sets a server up, sends one envelope, and compares both.
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Facts} from '../../source/core/observation.ts';
import {serverAddress, serverAddress6} from './harness/addresses.ts';
import {startBed, type Bed, type Run} from './harness/bed.ts';
import {node} from './harness/machine.ts';
import {until} from './harness/until.ts';
import {causeOf, diagnosisOf, resultOf, summaryOf} from './harness/verdict.ts';
import {repairs, rows, type Row} from './replay-rows.ts';

let bed: Bed;
let reloads = 0;

beforeAll(async () => {
	bed = await startBed({
		server: 'postfix',
		prepare: `
			with-submission
			postconf -e smtpd_tls_auth_only=no smtpd_sasl_auth_enable=yes \
				'debug_peer_list=0.0.0.0/0 [::]/0' debug_peer_level=1 \
				smtpd_error_sleep_time=0 smtpd_client_connection_rate_limit=0 \
				smtpd_hard_error_limit=100`,
		afterStart: 'cp -a /etc/postfix /root/postfix',
		dns: [
			'gone.test MX 10 mx.gone.test',
			'null.test MX 0 .',
			'down.test SERVFAIL',
			'25.100.51.198.listed.test A 127.0.0.2',
			'25.100.51.198.other.test A 127.0.0.9',
			'app.test.domains.test A 127.0.0.2',
		],
	});
});

afterAll(() => bed.stop());

/** Sets the server up as the row wants it. Postfix waits until main.cf is two seconds old, so it is made older. */
async function configure({config = []}: Pick<Row, 'config'>): Promise<void> {
	const {server} = bed;
	await server.must(
		`printf '127.0.0.1 localhost\\n${serverAddress} mail.example.test\\n' > /etc/hosts
		rm -rf /etc/postfix && cp -a /root/postfix /etc/postfix && : > /var/log/mail.log
		cd /etc/postfix && { ${config.join('\n')}
		
		: ; } && touch -d '1 hour ago' main.cf master.cf && postfix reload`,
	);
	reloads++;
	await until(`reload ${reloads}`, async () => {
		const {stdout} = await server.shell(
			'grep -c "reload -- version" /var/log/mail.log; pgrep -x smtpd',
		);
		return stdout === '1\n';
	});
}

async function check(row: Omit<Row, 'expect'>): Promise<Run> {
	const {port = 25, helo, from = 'bob@app.test', to = 'eve@elsewhere.test', login, over6} = row;
	const {stdout, ...rest} = await bed.server.run(
		[
			node,
			'/mnt/program/bin/smtp-medic.cjs',
			'check',
			over6 ? serverAddress6 : serverAddress,
			'--aim',
			'submit',
			'--port',
			`${port}`,
			'--from',
			from,
			'--to',
			to,
			...(helo === undefined ? [] : ['--helo', helo]),
			...(login ? ['--user', 'ada', '--password-env', 'SMTP_PASSWORD'] : []),
			...(row.plain ? ['--tls', 'none', '--allow-plaintext-auth'] : ['--insecure']),
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

function replayIn(run: Run): Facts['server.replay'] {
	const found = run.events.findLast(e => e.type === 'observation' && e.kind === 'server.replay');
	if (found?.type !== 'observation' || found.kind !== 'server.replay') {
		throw new Error(`nothing was replayed:\n${summaryOf(run)}`);
	}

	return found.facts;
}

/**
 * The restrictions that smtpd itself says it asked for the last recipient, with what they came to; not those
 * of the view from localhost, which comes after it.
 */
function askedBy(log: string): string[] {
	const lines = log.split('\n');
	const start = lines.findLastIndex(line =>
		/smtpd\[\d+\]: < (?!.*\[(?:127\.0\.0\.1|::1)\]).*: RCPT TO/.test(line),
	);
	const asked = lines.slice(start + 1);
	const next = asked.findIndex(line => /smtpd\[\d+\]: (?:< .*: RCPT TO|connect from )/.test(line));
	const words = ['dunno', 'permit', 'reject'];
	return asked.slice(0, next === -1 ? undefined : next).flatMap(line => {
		const [, name = '', status = ''] = /generic_checks: name=(\S+) status=(\d)/.exec(line) ?? [];
		return name === '' ? [] : [`${name}: ${words[Number(status)] ?? 'fault'}`];
	});
}

test.each(rows)('$name', async row => {
	await configure(row);
	const run = await check(row);
	const log = await bed.log();
	const replay = replayIn(run);
	const seen = `${summaryOf(run)}\n${JSON.stringify(replay, null, 1)}\n${askedBy(log).join('\n')}`;
	expect(replay.agrees, seen).toBe(true);
	const decides = replay.restriction === '' ? replay.outcome : replay.restriction;
	expect(decides, seen).toBe(row.expect);
	expect(`${replay.code} ${replay.text}`, seen).toMatch(row.says ?? /^250/);
	expect(replay.certain, seen).toBe(row.unseen === undefined);
	expect(replay.unseen.join(), seen).toContain(row.unseen ?? '');
	expect(replay.place, seen).toMatch(row.place ?? (replay.restriction === '' ? /^$/ : /./));
	if (row.order !== false) {
		const names = replay.steps.map(step => step.replace(/^(\S+).*: (\w+)$/, '$1: $2'));
		expect(names, seen).toEqual(
			askedBy(log).filter(step => !row.classes?.some(c => step.startsWith(c))),
		);
	}
	if (replay.outcome === 'refused' && replay.certain) {
		const [first] = diagnosisOf(run).causes;
		expect(first, seen).toMatchObject({standing: 'confirmed'});
		expect(
			diagnosisOf(run)
				.causes.map(c => c.evidence.join())
				.join(),
			seen,
		).toContain(
			`${replay.restriction} in ${replay.list} (${replay.place}) refuses this: ${replay.because}. (proves it)`,
		);
	}
});

test.each(repairs)('the least change: $name', async ({cause, again, ...row}) => {
	await configure(row);
	const run = await check(row);
	const steps = causeOf(run, cause).fix.filter(({mta}) => mta === 'postfix');
	const seen = `${summaryOf(run)}\n${JSON.stringify(steps, null, 1)}`;
	expect(replayIn(run).agrees, seen).toBe(true);
	expect(steps[0]?.text, seen).toContain(replayIn(run).changeSays);
	const commands = steps.filter(({effect}) => effect === 'changes').map(({command}) => command);
	expect(commands.length, seen).toBe(2);
	for (const command of commands) {
		await bed.server.must(command);
	}

	// Postfix takes it up within two seconds of the last change to its files
	await until('the change to be taken up', async () => {
		const result = resultOf(await check({...row, ...again}));
		return result.outcome === 'healthy';
	});
	const said = await bed.talk(row.port ?? 25, [
		'EHLO app.example.test',
		'MAIL FROM:<bob@app.test>',
		'RCPT TO:<eve@elsewhere.test>',
	]);
	// Nothing more: to anybody else it is as closed as before
	expect(said.split('\r\n').filter(line => /^[45]\d\d /.test(line)).length, said).toBeGreaterThan(
		0,
	);
});
