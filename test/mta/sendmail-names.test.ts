// Clients whose name Sendmail cannot find, or does not believe, by its own rules and by the running Sendmail.
import {expect, onTestFinished, test} from 'vitest';
import {serverAddress6} from './harness/addresses.ts';
import {causeOf, summaryOf} from './harness/verdict.ts';
import {check, configure, replayIn, startSendmail, type Asked} from './sendmail-bed.ts';
import type {Row} from './sendmail-rows.ts';

type Named = Pick<Row, 'config'> &
	Asked & {
		name: string;
		says: RegExp;
		because: RegExp;
		cause: string;
	};

const noReverse = ['-10.2.0.192.in-addr.arpa PTR'];
const forged = ['10.2.0.192.in-addr.arpa PTR liar.test', 'liar.test A 203.0.113.9'];
const requireName = ['with-option "FEATURE(\\`require_rdns\')dnl"'];
const atOnce = 'sed -i -e /delay_checks/d -e /conncontrol/d -e /ratecontrol/d sendmail.mc';
const ada = {to: 'ada@example.test'} as const;

const cases: ReadonlyArray<readonly [string, readonly string[], readonly Named[]]> = [
	[
		'without a reverse name',
		noReverse,
		[
			{
				name: 'relays',
				says: /^550 5\.7\.1 Relaying denied\. IP name lookup failed \[192\.0\.2\.10\]$/,
				because: /lets neither 192\.0\.2\.10 nor its name relay/,
				cause: 'client-not-in-mynetworks',
			},
			{
				name: 'where a name is required',
				config: requireName,
				...ada,
				says: /^550 5\.7\.1 Fix reverse DNS for 192\.0\.2\.10$/,
				because: /^the server finds no reverse name for 192\.0\.2\.10$/,
				cause: 'ptr-missing',
			},
			{
				name: 'where a name is required at once',
				config: [atOnce, ...requireName],
				...ada,
				says: /^550 5\.7\.1 Fix reverse DNS for 192\.0\.2\.10$/,
				because: /^the server finds no reverse name for 192\.0\.2\.10$/,
				cause: 'ptr-missing',
			},
			{
				name: 'relays over IPv6',
				config: [
					'sed -i /Name=MTA-v4/d sendmail.mc',
					'with-option "DAEMON_OPTIONS(\\`Family=inet6, Name=MTA-v6, Port=smtp\')dnl"',
				],
				over6: true,
				says: /^550 5\.7\.1 Relaying denied\. IP name lookup failed \[IPv6:2001:db8:1:0:0:0:0:10\]$/,
				because: /lets neither 2001:db8:1::10 nor its name relay/,
				cause: 'client-not-in-mynetworks',
			},
		],
	],
	[
		'whose name does not lead back',
		forged,
		[
			{
				name: 'relays',
				says: /^550 5\.7\.1 Relaying denied\. IP name possibly forged \[192\.0\.2\.10\]$/,
				because: /lets neither 192\.0\.2\.10 nor its name relay/,
				cause: 'client-not-in-mynetworks',
			},
			{
				name: 'where a name is required',
				config: requireName,
				...ada,
				says: /^451 4\.1\.8 Possibly forged hostname for 192\.0\.2\.10$/,
				because: /liar\.test, does not lead back to it$/,
				cause: 'setting-found', // The words are taken for some about the sender
			},
		],
	],
];

test.each(cases)('a client %s', async (_, dns, rows) => {
	const bed = await startSendmail(dns);
	onTestFinished(() => bed.stop());
	for (const row of rows) {
		await configure(bed, row);
		const run = await check(bed, row);
		const replay = replayIn(run);
		const seen = `${row.name}\n${summaryOf(run)}\n${JSON.stringify(replay, null, 1)}`;
		expect(replay.agrees, seen).toBe(true);
		expect(`${replay.code} ${replay.text}`, seen).toMatch(row.says);
		expect(replay.because, seen).toMatch(row.because);
		expect(replay.line, seen).toBeGreaterThan(0);
		if (row.over6) {
			expect(replay.key, seen).toBe('Connect:IPv6:2001:db8:1:0:0:0:0:10');
			expect(run.stdout).toContain(serverAddress6);
		}

		expect(causeOf(run, row.cause), seen).toMatchObject({standing: 'confirmed'});
	}
});
