// Looking into a server changes nothing on it: everything is on, and only the probe’s own lines are new.
import {expect, test} from 'vitest';
import {ownRecipient, sender} from './commands.ts';
import {serverAddress} from './harness/addresses.ts';
import {startBed} from './harness/bed.ts';
import type {Server} from './harness/images.ts';
import {project} from './harness/machine.ts';
import {observed, runThere, ways, withKeyFor, withSsh} from './harness/look-inside.ts';
import {summaryOf} from './harness/verdict.ts';

/**
 * The whole machine, one fact a line, but for what is not its own (the devices, this project): every file with its mode, owner, times and a hash of what is in it;
 * packages, daemons, the queue, rules of the packet filter, accounts that are logged in.
 */
const snapshot = `
	find / \\( -path /proc -o -path /sys -o -path /dev -o -path /mnt -o -path '${project}' -o -path '*/.cache/smtp-medic*' \\) -prune -o \\
		\\( -type f -printf 'file %p %m %u:%g %s %T@ %C@\\n' \\
		-o -type d -printf 'folder %p %m %u:%g\\n' \\
		-o -type l -printf 'link %p %l\\n' \\
		-o -printf 'other %p %y %m %u:%g\\n' \\) 2> /dev/null
	find / -xdev \\( -path /mnt -o -path '${project}' -o -path '*/.cache/smtp-medic*' \\) -prune -o -type f -print0 2> /dev/null |
		xargs -0 sha256sum 2> /dev/null | sed 's/^/hash /'
	dpkg-query -W | sed 's/^/package /'
	ps -e -o ppid= -o pid= -o args= | grep -vE ' \\[?(sh -c|find|xargs|sha256sum|sed|ps|grep|dpkg-query)[] ]?' | sed 's/^/process /'
	mailq 2>&1 | sed 's/^/queue /'
	{ nft list ruleset; iptables-save; cat /proc/net/ip_tables_names; } 2> /dev/null | grep -v '^#' | sed 's/^/rule /'`;

/** What a snapshot has that an earlier one had not, in short: which file, process or line it is. */
function news(before: string, after: string): readonly string[] {
	const known = new Set(before.split('\n'));
	const short = (line: string) => {
		const [kind = '', first = '', ...rest] = line.trim().split(/\s+/);
		return kind === 'hash'
			? `file ${rest.join(' ')}`
			: kind === 'process'
				? `process ${rest.slice(1).join(' ')}`
				: kind === 'queue' || kind === 'rule'
					? line
					: `${kind} ${first}`;
	};
	return [
		...new Set(
			after
				.split('\n')
				.filter(line => !known.has(line))
				.map(short),
		),
	];
}

/** The same for what is gone. */
const losses = (before: string, after: string) => news(after, before);

/** What a server does by itself when somebody connects: daemons are woken, and keep their own records. */
const byItself: Readonly<Partial<Record<Server, readonly RegExp[]>>> = {
	postfix: [
		/^process [\w-]+ .*-t (?:unix|inet)/,
		/^(?:file|other) \/var\/spool\/postfix\/(?:pid|private|public)\//,
		/^file \/var\/lib\/postfix\//,
	],
};

/** The lines in the log of the connection, and what sshd and PAM note of any login. */
const lines = [
	/^file \/var\/log\/(?:mail\.log|exim4\/mainlog|wtmp|lastlog|auth\.log)$/,
	/^file \/run\/motd\.dynamic$/,
];

const everything = [
	'check',
	serverAddress,
	'--aim',
	'submit',
	'--port',
	'25',
	'--from',
	sender,
	'--to',
	ownRecipient,
	'--follow',
	ownRecipient,
	'--records',
	'--tls',
	'none',
	'--timeout',
	'2',
	'--json',
];

test.concurrent.for(
	(['postfix', 'exim', 'opensmtpd7', 'sendmail'] as const).flatMap(server =>
		(['running', 'stopped'] as const).map(state => ({server, state})),
	),
)(
	'$server, $state: nothing is changed, from there or through ssh',
	{timeout: 300_000},
	async ({server, state}, {onTestFinished}) => {
		const bed = await startBed({
			server,
			stopped: state === 'stopped',
			afterStart: withSsh,
			second: {server: 'postfix', stopped: true},
		});
		onTestFinished(() => bed.stop());
		const other = {server: bed.second ?? bed.server};
		await other.server.must(`${withKeyFor(serverAddress)}; ssh box true`);
		const snapshotOf = async () => bed.server.must(snapshot);
		for (const [way, machine] of [
			['here', bed],
			['ssh', other],
		] as const) {
			await runThere(machine, everything); // The dialogue alone
			const before = await snapshotOf();
			const run = await runThere(machine, [...everything, ...ways[way]]);
			const after = await snapshotOf();
			expect(observed(run, 'server.looked').length, summaryOf(run)).toBeGreaterThan(10);
			expect(observed(run, 'server.closed-to-us'), summaryOf(run)).toEqual([]);
			const isUnexpected = (what: string) =>
				![...(byItself[server] ?? []), ...lines].some(known => known.test(what));
			expect(news(before, after).filter(isUnexpected), way).toEqual([]);
			expect(losses(before, after).filter(isUnexpected), way).toEqual([]);
		}
	},
);
