// What smtpd.conf leads to, worked out from its text, against what a real OpenSMTPD does and traces.
// The program runs beside the client, and looks into the server through a real sshd.
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Facts} from '../../source/core/observation.ts';
import {serverAddress, serverAddress6} from './harness/addresses.ts';
import {startBed, type Bed, type Run} from './harness/bed.ts';
import {observed} from './harness/look-inside.ts';
import {execute, node} from './harness/machine.ts';
import {causeOf, diagnosisOf, resultOf, summaryOf} from './harness/verdict.ts';
import {repairs, rows, rowsOf7, type Row} from './opensmtpd-rows.ts';

const versions = ['opensmtpd', 'opensmtpd7'] as const;
type Version = (typeof versions)[number];
const beds = new Map<Version, Bed>();
let bed: Bed;

function use(version: Version): void {
	const found = beds.get(version);
	if (!found) {
		throw new Error(`${version} was not started`);
	}

	bed = found;
}

const start = (server: Version) =>
	startBed({
		server,
		prepare: `
			mkdir -p /run/sshd /root/.ssh
			ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
			cp /root/.ssh/id_ed25519.pub /root/.ssh/authorized_keys
			printf 'Host box\\n\\tHostName ${serverAddress}\\n\\tStrictHostKeyChecking accept-new\\n' > /root/.ssh/config
			/usr/sbin/sshd`,
		afterStart: 'cp -a /etc/aliases /root/aliases',
	});

beforeAll(async () => {
	for (const version of versions) {
		beds.set(version, await start(version));
	}
});

afterAll(() => Promise.all([...beds.values()].map(started => started.stop())));

/** Sets the server up as the row wants it. It says in its log which rule matches. */
async function configure({config, files = {}}: Row): Promise<void> {
	const {server} = bed;
	await server.must('cp -a /root/aliases /etc/aliases; rm -f /etc/*.db');
	for (const [path, text] of Object.entries(files)) {
		await server.write(path, text);
		await server.must(text.startsWith('#!') ? `chmod 755 ${path}` : ':');
	}

	await server.write('/etc/smtpd.conf', `${config.join('\n')}\n`);
	await server.must(`
		set -e
		[ ! -e /etc/domains ] || makemap /etc/domains
		smtpd -n
		/etc/init.d/opensmtpd stop
		: > /var/log/mail.log
		smtpd -T rules -T filters
		until smtpctl show status > /dev/null 2>&1; do sleep 0.1; done`);
	await server.listens('tcp', 25);
}

async function check({
	inside,
	port = 25,
	helo,
	from,
	to,
	secure,
	login,
	send,
	over6,
}: Row): Promise<Run> {
	const {client, server} = bed;
	const program = [
		node,
		'/mnt/program/bin/smtp-medic.cjs',
		'check',
		over6 ? serverAddress6 : serverAddress,
		'--aim',
		'submit',
		'--port',
		`${port}`,
		'--from',
		from ?? 'bob@app.test',
		'--to',
		to ?? 'eve@elsewhere.test',
		...(helo === undefined ? [] : ['--helo', helo]),
		...(secure || login || port === 587 ? ['--insecure'] : ['--tls', 'none']),
		...(send ? ['--send'] : []),
		...(login ? ['--user', 'ada', '--password-env', 'SMTP_PASSWORD'] : []),
		...(inside ? ['--on-server'] : ['--ssh', 'box']),
		'--json',
	];
	// The client’s network, and the server’s files, among which is ssh
	const files = ['nsenter', '-t', `${server.pid}`, '-m', '-u', '-i', '-p', '-r', '-w', '--'];
	const beside = ['nsenter', '-t', `${client.pid}`, '-n', '--', ...files, ...program];
	const output = inside
		? await server.run(program)
		: await execute(beside, {env: {SMTP_PASSWORD: 'correct horse'}});
	const events = output.stdout
		.split('\n')
		.filter(line => line.startsWith('{'))
		.map(line => JSON.parse(line) as Run['events'][number]);
	return {...output, events};
}

function replayIn(run: Run): Facts['server.replay'] {
	const found = run.events.findLast(e => e.type === 'observation' && e.kind === 'server.replay');
	if (found?.type !== 'observation' || found.kind !== 'server.replay') {
		throw new Error(`nothing was replayed:\n${summaryOf(run)}\n${run.stdout.slice(-500)}`);
	}

	return found.facts;
}

/** The number of the rule that matched last in the first dialogue, by smtpd’s own trace; 0 where none did. What follows comes from the server’s own localhost. */
function ruleIn(log: string): number | undefined {
	const [first = ''] = log.split('connected address=127.0.0.1');
	const matched = first.match(/rule #\d+ matched|no rule matched|temporary failure in processing/g);
	const last = matched?.at(-1);
	return last === undefined ? undefined : Number(/\d+/.exec(last)?.[0] ?? 0);
}

/** The statement in a line of a file, with the lines that continue it. */
async function statementAt({file, line}: Facts['server.replay']): Promise<string> {
	const text = await bed.server.read(file);
	const rest = text.split('\n').slice((line ?? 0) - 1);
	const last = rest.findIndex(one => !one.endsWith('\\'));
	const lines = rest.slice(0, last + 1).map(one => one.replace(/\\$/, ''));
	return lines.join(' ').replaceAll(/\s+/g, ' ').trim();
}

const cases = [
	...rows.map(row => ({...row, version: 'opensmtpd'}) as const),
	...rowsOf7.map(row => ({...row, version: 'opensmtpd7'}) as const),
];

test.each(cases)('$version: $name', async ({version, ...row}: Row & {version: Version}) => {
	use(version);
	await configure(row);
	const run = await check(row);
	const log = await bed.log();
	const replay = replayIn(run);
	const seen = `${summaryOf(run)}\n${JSON.stringify(replay, null, 1)}\n${log}`;
	expect(replay.agrees, seen).toBe(true);
	expect(replay.restriction, seen).toBe(row.expect);
	expect(`${replay.code} ${replay.text}`, seen).toMatch(row.says ?? /^250/);
	expect(replay.unseen.join(), seen).toContain(row.unseen ?? '');
	expect(replay.certain, seen).toBe(row.unseen === undefined);
	expect(replay.because, seen).toMatch(row.because ?? /^/);
	const written = await statementAt(replay);
	if (replay.restriction === 'the end of the list') {
		expect(ruleIn(log), seen).toBe(0);
	} else {
		expect(written, seen).toBe(row.expect);
	}

	const number = row.config.filter(line => line.startsWith('match')).indexOf(written) + 1;
	if (number > 0 && row.expect === written && ruleIn(log) !== 0) {
		expect(ruleIn(log), seen).toBe(number);
	}

	if (row.says && row.unseen === undefined) {
		const [first] = diagnosisOf(run).causes;
		expect(first, seen).toMatchObject({standing: 'confirmed'});
		expect(causeOf(run, row.cause ?? first?.id ?? '').evidence.join('\n'), seen).toContain(
			replay.restriction === 'the end of the list'
				? `No \`match\` rule fits, so that the list ends without one, and that refuses this: ${replay.because}. (proves it)`
				: `${replay.restriction} in ${replay.list} (${replay.place}) refuses this: ${replay.because}. (proves it)`,
		);
	}
});

test.each(repairs)('the least change: $name', async ({cause, version, ...row}) => {
	use(version ?? 'opensmtpd');
	await configure(row);
	const run = await check(row);
	const steps = causeOf(run, cause).fix.filter(({mta}) => mta === 'opensmtpd');
	const seen = `${summaryOf(run)}\n${JSON.stringify(steps, null, 1)}`;
	expect(replayIn(run), seen).toMatchObject({agrees: true, restriction: row.expect});
	expect(steps[0]?.text, seen).toContain(replayIn(run).changeSays);
	const commands = steps.filter(({effect}) => effect === 'changes').map(({command}) => command);
	expect(commands.length, seen).toBe(3);
	for (const command of commands) {
		await bed.server.must(command);
	}

	await bed.server.listens('tcp', 25);
	const again = await check(row);
	expect(resultOf(again).outcome, `${seen}\n${summaryOf(again)}`).toBe('healthy');
	const said = await bed.talkAsStranger(25, [
		'EHLO app.example.test',
		'MAIL FROM:<bob@app.test>',
		'RCPT TO:<eve@elsewhere.test>',
	]);
	expect(said, 'to anybody else it is as closed as before').toMatch(/^550 Invalid recipient/m);
});

test('behind a port that is closed, the rules name the old machine, and not this one', async () => {
	use('opensmtpd');
	const rule = 'match from src { "192.0.2.77" } for any action "outbound"';
	const config = [
		'table aliases file:/etc/aliases',
		'listen on 127.0.0.1',
		'listen on 198.51.100.25 port 2526',
		'action "local" mbox alias <aliases>',
		'action "outbound" relay',
		'match from any for domain "example.test" action "local"',
		rule,
	];
	const row = {name: '', config, port: 2526, expect: ''};
	await configure({...row, config: config.filter(line => !line.includes('2526'))});
	await bed.server.write('/etc/smtpd.conf', `${config.join('\n')}\n`);
	const run = await check(row);
	const seen = summaryOf(run);
	expect(diagnosisOf(run).class, seen).toBe('refused');
	expect(observed(run, 'server.replay'), seen).toEqual([]);
	expect(observed(run, 'server.foreseen'), seen).toMatchObject([
		{outcome: 'refused', code: 550, class: 'recipient-unknown', line: 7, change: 'match-client'},
	]);
	expect(observed(run, 'client.left-out'), seen).toMatchObject([
		{
			kind: 'match-src',
			place: '`from src "192.0.2.77"` (/etc/smtpd.conf, line 7)',
			names: ['192.0.2.77'],
			client: '192.0.2.10',
		},
	]);
});

test('looking leaves no trace there but in its log', async () => {
	use('opensmtpd7');
	const [row] = rowsOf7;
	if (!row) {
		throw new Error('there is no row');
	}

	await configure(row);
	await check(row); // What a dialogue leaves is not from looking
	const state = () =>
		bed.server.must(
			`find / -xdev -path /mnt -prune -o -path '*/.cache/smtp-medic*' -prune -o -type f ! -path '/var/log/*' -printf '%p %s %T@ %C@ %m %u\\n' | sort; smtpctl show queue; pgrep -c smtpd`,
		);
	const before = await state();
	const run = await check(row);
	expect(replayIn(run).agrees).toBe(true);
	expect(await state()).toBe(before);
});
