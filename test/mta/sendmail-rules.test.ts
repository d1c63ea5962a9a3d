// What Sendmail says its rules do (sendmail -bt), against what the running Sendmail does. The program
// runs on the client’s machine, and looks into the server through a real sshd.
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Bed} from './harness/bed.ts';
import {observed} from './harness/look-inside.ts';
import {until} from './harness/until.ts';
import {causeOf, diagnosisOf, resultOf, summaryOf} from './harness/verdict.ts';
import {
	argumentsFor,
	check,
	configure,
	replayIn,
	startSendmail,
	type Asked,
} from './sendmail-bed.ts';
import {repairs, rows} from './sendmail-rows.ts';

let bed: Bed;

beforeAll(async () => {
	bed = await startSendmail(['10.2.0.192.listed.test A 127.0.0.2', 'down.test SERVFAIL']);
});

afterAll(() => bed.stop());

/** The number of the line in a file that `grep` finds. */
async function lineIn(file: string, text: string): Promise<number> {
	const found = await bed.server.must(`grep -n -e '${text}' ${file}`);
	return Number(found.split(':', 1)[0]);
}

test.each(rows)('$name', async row => {
	await configure(bed, row);
	const first = await check(bed, row);
	const run = row.twice ? await check(bed, row) : first;
	const replay = replayIn(run);
	const seen = `${summaryOf(run)}\n${JSON.stringify(replay, null, 1)}`;
	expect(replay.agrees, seen).toBe(true);
	expect(replay.restriction, seen).toMatch(row.expect);
	expect(`${replay.code} ${replay.text}`.trim(), seen).toMatch(row.says ?? /^250/);
	const [file, text] = row.at;
	const line = text === '' ? null : await lineIn(file, text);
	expect({file: replay.file, line: replay.line}, seen).toEqual({file, line});
	expect(replay.because, seen).toMatch(row.says ? /./ : (row.because ?? /^$/));
	expect(replay.changeSays, seen).toMatch(row.least ?? /^/);
	if (row.says) {
		expect(diagnosisOf(run).causes[0], seen).toMatchObject({standing: 'confirmed'});
		const {restriction, list, place} = replay;
		expect(causeOf(run, row.cause ?? 'setting-found').evidence.join('\n'), seen).toContain(
			`${restriction} in ${list} (${place}) refuses this: ${replay.because}. (proves it)`,
		);
	}
});

test.each(repairs)('the least change: $name', async ({cause, changes, ...row}) => {
	await configure(bed, row);
	const run = await check(bed, row);
	const steps = causeOf(run, cause).fix.filter(({mta}) => mta === 'sendmail');
	const seen = `${summaryOf(run)}\n${JSON.stringify(steps, null, 1)}`;
	expect(steps[0]?.text, seen).toContain(replayIn(run).changeSays);
	const commands = steps.flatMap(({effect, command}) => (effect === 'changes' ? [command] : []));
	expect(commands.length, seen).toBe(changes);
	for (const command of commands) {
		await bed.server.must(command);
	}

	await until('the change to be taken up', async () => {
		const result = resultOf(await check(bed, row));
		return result.outcome === 'healthy';
	});
	// To a stranger it is as closed as before
	const said = await bed.talkAsStranger(25, [
		'EHLO app.example.test',
		'MAIL FROM:<bob@app.test>',
		'RCPT TO:<eve@elsewhere.test>',
	]);
	expect(said).toMatch(/^550 5\.7\.1 /m);
});

/** Everything on the server that a test of rules could change. */
const stateOf = (): Promise<string> =>
	bed.server.must(`
		find /etc /usr /var -xdev -path /var/log -prune -o -type f -printf '%p %s %T@ %C@ %m %u\\n' | sort
		ls -laR /var/spool/mqueue /var/spool/mqueue-client | grep -v '^total'
		mailq`);

test('asking Sendmail changes no file and no queue, and writes nothing into its log', async () => {
	await configure(bed, {});
	await bed.server.must(': > /var/log/mail.log');
	const before = await stateOf();
	const runs = [await check(bed, {}), await check(bed, {to: 'ada@example.test'})];
	const tests = runs.map(run =>
		observed(run, 'server.looked').filter(
			({command, status}) => status === 'seen' && command.includes(' -bt '),
		),
	);
	// The rules; and for a user of the server the aliases
	expect(
		tests.map(({length}) => length),
		runs.map(summaryOf).join('\n'),
	).toEqual([1, 2]);
	expect(await stateOf()).toBe(before);
	// The daemon writes about the dialogue; a program that is asked would write as “sendmail”
	const written = (await bed.log()).match(/ (sm-mta|sendmail\S*)\[\d+\]: /g) ?? [];
	expect(new Set(written.map(name => name.replace(/\[.*/, '')))).toEqual(new Set([' sm-mta']));
});

test('who is not root is told what was not seen, and no untrue claim is made', async () => {
	await configure(bed, {});
	await bed.server.must('mv /etc/sudoers.d/ada /root/sudoers');
	const run = await bed.exec([...argumentsFor({}), '--ssh', 'box']);
	await bed.server.must('mv /root/sudoers /etc/sudoers.d/ada');
	expect(observed(run, 'server.replay')).toEqual([]);
	expect(observed(run, 'server.not-seen')).toContainEqual(
		expect.objectContaining({command: expect.stringContaining('-bt'), why: 'it needs root'}),
	);
	expect((await bed.log()).includes('SYSERR')).toBe(false);
});

const withTls = (row: Asked) => [
	...argumentsFor(row),
	'--tls',
	'starttls',
	'--ssh',
	'box',
	'--sudo',
];

test('a key that its group may read is why there is no STARTTLS, and the fix gives it back', async () => {
	await configure(bed, {
		config: ['chgrp smmta /etc/ssl/mail/key.pem', 'chmod 640 /etc/ssl/mail/key.pem'],
	});
	const run = await bed.exec(withTls({}));
	const seen = summaryOf(run);
	expect(resultOf(run).class, seen).toBe('starttls-unavailable');
	expect(causeOf(run, 'key-unreadable'), seen).toMatchObject({standing: 'confirmed'});
	expect(causeOf(run, 'key-unreadable').evidence.join('\n')).toContain(
		'/etc/ssl/mail/key.pem is readable to its group',
	);
	expect(causeOf(run, 'tls-not-configured'), seen).toMatchObject({standing: 'ruled-out'});
	for (const step of causeOf(run, 'key-unreadable').fix) {
		if (step.effect === 'changes' && step.mta === 'sendmail') {
			await bed.server.must(step.command);
		}
	}

	await until('STARTTLS to be offered', async () => {
		const {stdout} = await bed.server.shell('ss -Hltn sport = :25');
		return (
			stdout.includes('LISTEN') &&
			resultOf(await bed.exec(withTls({}))).class !== 'starttls-unavailable'
		);
	});
});

test('what the rules would say behind the first obstacle, and who may relay in this client’s place', async () => {
	await configure(bed, {
		config: [
			'chmod 644 /etc/ssl/mail/key.pem',
			"printf 'Connect:203.0.113.26\\tRELAY\\n' >> access",
			'echo 192.0.2.77 > relay-domains',
		],
	});
	const run = await bed.exec(withTls({}));
	await bed.server.must('chmod 600 /etc/ssl/mail/key.pem');
	const seen = summaryOf(run);
	expect(resultOf(run).class, seen).toBe('starttls-unavailable');
	expect(observed(run, 'server.replay'), seen).toEqual([]);
	expect(observed(run, 'server.foreseen'), seen).toMatchObject([
		{
			outcome: 'refused',
			class: 'relay-denied',
			client: '192.0.2.10',
			file: '/etc/mail/sendmail.cf',
			change: 'add-network',
			key: 'Connect:192.0.2.10',
		},
	]);
	const line = await lineIn('/etc/mail/access', '203.0.113.26');
	expect(observed(run, 'client.left-out'), seen).toMatchObject([
		{
			kind: 'sendmail-relay',
			place: `\`Connect:203.0.113.26 RELAY\` (/etc/mail/access, line ${line})`,
			names: ['203.0.113.26'],
		},
		{kind: 'sendmail-relay', place: 'class R (/etc/mail/relay-domains)', names: ['192.0.2.77']},
	]);
});

test('a certificate that was renewed and not taken up is not the one on the wire', async () => {
	await configure(bed, {
		config: ['cp /mnt/pki/expired.pem /etc/ssl/mail/cert.pem'],
		later: ['cp /mnt/pki/valid.pem /etc/ssl/mail/cert.pem'],
	});
	const args = argumentsFor({}).filter(word => word !== '--insecure');
	const run = await bed.exec([...args, '--ssh', 'box', '--sudo']);
	const seen = summaryOf(run);
	expect(observed(run, 'server.certificate'), seen).toMatchObject([
		{
			file: '/etc/ssl/mail/cert.pem',
			keyFile: '/etc/ssl/mail/key.pem',
			readable: true,
			keyFits: true,
			keyRefused: '',
			expired: false,
			onWire: false,
		},
	]);
	expect(causeOf(run, 'not-reloaded'), seen).toMatchObject({standing: 'confirmed'});
});
