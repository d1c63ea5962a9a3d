// A packet filter on a real server turns mail away. The rule is named as it stands there: on the server
// itself, and from another machine that looks into it through sshd.
import {expect, test} from 'vitest';
import type {ErrorClass} from '../../source/core/vocabulary.ts';
import {foreignRecipient, sender} from './commands.ts';
import {serverAddress, serverAddress6} from './harness/addresses.ts';
import {startBed} from './harness/bed.ts';
import type {Server} from './harness/images.ts';
import {observed, runThere, ways, withKeyFor, withSsh} from './harness/look-inside.ts';
import {causeOf, resultOf, summaryOf} from './harness/verdict.ts';

type Rule = {
	fault: string;
	/** Postfix where it is absent. */
	server?: Server;
	prepare?: string;
	/** Shell that sets the rule. */
	rule: string;
	/** From where it is looked for; both where it is absent. What comes over `lo` meets other rules. */
	from?: 'the other machine';
	over6?: true;
	class: ErrorClass;
	cause: string;
	names: readonly RegExp[];
	/** What puts it right, of the commands that are shown; it is run, and the port is then open. */
	fix?: RegExp;
};

const inet = (hook: string, policy: string, ...rules: readonly string[]) =>
	`nft -f - << 'END'
table inet filter {
	chain ${hook} {
		type filter hook ${hook} priority filter; policy ${policy};
		${rules.join('\n\t\t')}
	}
}
END`;

const both = (tool: string, ...rules: readonly string[]) =>
	rules.map(rule => `${tool} ${rule}`).join('\n');

const withFirewalld = `
	mkdir -p /run/dbus
	dbus-daemon --system --fork
	firewalld
	until firewall-cmd --state > /dev/null 2>&1; do sleep 0.1; done
`;

const rules: readonly Rule[] = [
	{
		fault: 'nftables drops the port',
		rule: inet('input', 'accept', 'tcp dport 25 counter drop'),
		class: 'timeout',
		cause: 'firewall-drop',
		names: [/\(inet filter input\) drops connections to port 25: `tcp dport 25 counter.* drop`/],
		fix: /^nft insert rule inet filter input position \d+ tcp dport 25 accept$/,
	},
	{
		fault: 'the policy of nftables is drop, and no rule lets the port in',
		server: 'exim',
		rule: inet(
			'input',
			'drop',
			'ct state established,related accept',
			'tcp dport { 22, 80, 443 } accept',
		),
		class: 'timeout',
		cause: 'firewall-drop',
		names: [/\(inet filter input\) drops .* `the policy of the chain: drop`/],
		fix: /^nft add rule inet filter input tcp dport 25 accept$/,
	},
	{
		fault: 'nftables rejects the port with a reset',
		rule: inet('input', 'accept', 'tcp dport 25 reject with tcp reset'),
		class: 'refused',
		cause: 'firewall-reject',
		names: [/\(inet filter input\) rejects .*: `tcp dport 25 reject with tcp reset`/],
		fix: /^nft insert rule inet filter input position \d+ tcp dport 25 accept$/,
	},
	{
		fault: 'nftables rejects the port with ICMP port unreachable',
		server: 'sendmail',
		rule: inet('input', 'accept', 'tcp dport 25 reject with icmpx port-unreachable'),
		class: 'refused',
		cause: 'firewall-reject',
		names: [/\(inet filter input\) rejects .*: `tcp dport 25 reject/],
	},
	{
		fault: 'nftables rejects the port as administratively prohibited',
		rule: inet('input', 'accept', 'tcp dport 25 reject with icmpx admin-prohibited'),
		class: 'unreachable',
		cause: 'icmp-prohibited',
		names: [/\(inet filter input\) rejects .*: `tcp dport 25 reject with icmpx admin-prohibited`/],
	},
	{
		fault: 'a set of nftables holds the client',
		rule: `nft -f - << 'END'
table inet crowdsec {
	set blocked { type ipv4_addr; elements = { ${serverAddress}, 203.0.113.26 }; }
	chain input {
		type filter hook input priority filter - 1;
		ip saddr @blocked tcp dport 25 drop
	}
}
END`,
		from: 'the other machine',
		class: 'timeout',
		cause: 'firewall-drop',
		names: [/\(inet crowdsec input\) drops .*: `ip saddr @blocked tcp dport 25 drop`/],
		fix: /^nft insert rule inet crowdsec input position \d+ tcp dport 25 accept$/,
	},
	{
		fault: 'nftables lets connections in, and no answers out',
		rule: inet(
			'output',
			'drop',
			'tcp dport { 22, 25 } accept',
			'tcp sport 22 accept',
			'udp dport 53 accept',
		),
		class: 'timeout',
		cause: 'return-traffic-dropped',
		names: [
			/\(inet filter output\) does not let its answers .* out: `the policy of the chain: drop`/,
		],
		fix: /^nft insert rule inet filter output ct state established,related accept$/,
	},
	...(['iptables', 'iptables-legacy'] as const).flatMap((tool): Rule[] => [
		{
			fault: `${tool} drops the port`,
			rule: `${tool} -A INPUT -p tcp --dport 25 -j DROP`,
			class: 'timeout',
			cause: 'firewall-drop',
			names: [/\(filter INPUT\) drops .*: `-A INPUT -p tcp -m tcp --dport 25 -j DROP`/],
			fix: new RegExp(String.raw`^${tool} -I INPUT 1 -p tcp --dport 25 -j ACCEPT$`),
		},
		{
			fault: `the policy of ${tool} is DROP, and no rule lets the port in`,
			server: 'opensmtpd',
			rule: both(
				tool,
				'-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
				'-A INPUT -p tcp -m multiport --dports 22,587 -j ACCEPT',
				'-P INPUT DROP',
			),
			class: 'timeout',
			cause: 'firewall-drop',
			names: [/\(filter INPUT\) drops .*: `the policy of the chain: -P INPUT DROP`/],
			fix: new RegExp(String.raw`^${tool} -A INPUT -p tcp --dport 25 -j ACCEPT$`),
		},
		{
			fault: `${tool} rejects the port with a reset`,
			rule: `${tool} -A INPUT -p tcp --dport 25 -j REJECT --reject-with tcp-reset`,
			class: 'refused',
			cause: 'firewall-reject',
			names: [/\(filter INPUT\) rejects .*--dport 25 -j REJECT --reject-with tcp-reset`/],
		},
		{
			fault: `${tool} rejects the port with ICMP port unreachable`,
			server: 'exim',
			rule: `${tool} -A INPUT -p tcp --dport 25 -j REJECT`,
			class: 'refused',
			cause: 'firewall-reject',
			names: [/\(filter INPUT\) rejects .*--reject-with icmp-port-unreachable`/],
		},
		{
			fault: `${tool} lets connections in, and has no rule for the answers`,
			server: tool === 'iptables' ? 'sendmail' : 'postfix',
			rule: both(
				tool,
				'-A OUTPUT -p tcp -m multiport --dports 22,25 -j ACCEPT',
				'-A OUTPUT -p tcp --sport 22 -j ACCEPT',
				'-P OUTPUT DROP',
			),
			class: 'timeout',
			cause: 'return-traffic-dropped',
			names: [
				/\(filter OUTPUT\) does not let its answers .* out: `the policy of the chain: -P OUTPUT DROP`/,
			],
			fix: new RegExp(String.raw`^${tool} -I OUTPUT -m conntrack `),
		},
	]),
	...(['ip6tables', 'ip6tables-legacy'] as const).map((tool): Rule => ({
		fault: `${tool} drops the port`,
		over6: true,
		rule: `${tool} -A INPUT -p tcp --dport 25 -j DROP`,
		class: 'timeout',
		cause: 'firewall-drop',
		names: [/\(filter INPUT\) drops .*: `-A INPUT -p tcp -m tcp --dport 25 -j DROP`/],
	})),
	{
		fault: 'ufw has no rule for the port',
		rule: 'ufw allow 22/tcp; ufw --force enable',
		from: 'the other machine',
		class: 'timeout',
		cause: 'firewall-drop',
		names: [
			/drops connections to port 25: `the policy of the chain: -P INPUT DROP`/,
			/It is ufw’s: `DEFAULT_INPUT_POLICY="DROP"` \(\/etc\/default\/ufw, line \d+\)/,
		],
		fix: /^ufw allow 25\/tcp$/,
	},
	{
		fault: 'ufw rejects the port by a rule',
		rule: 'ufw allow 22/tcp; ufw allow 587/tcp; ufw reject 25/tcp; ufw --force enable',
		from: 'the other machine',
		class: 'refused',
		cause: 'firewall-reject',
		names: [
			/\(filter ufw-user-input\) rejects .*: `-A ufw-user-input -p tcp -m tcp --dport 25 -j REJECT/,
			/It is ufw’s: `\[3\] 25\/tcp REJECT IN Anywhere` \(\/etc\/ufw\/user\.rules, line \d+\)/,
		],
		// Others are let in, and so is this client alone
		fix: /^ufw allow 25\/tcp$/,
	},
	{
		fault: 'ufw denies everything to the network of the client',
		rule: 'ufw allow 22/tcp; ufw deny from 203.0.113.0/24 to any port 1:65535 proto tcp; ufw allow 587/tcp; ufw --force enable',
		from: 'the other machine',
		class: 'timeout',
		cause: 'firewall-drop',
		names: [
			/It is ufw’s: `\[2\] 1:65535\/tcp DENY IN 203\.0\.113\.0\/24` \(\/etc\/ufw\/user\.rules, line \d+\)/,
		],
		fix: /^ufw prepend allow 25\/tcp$/,
	},
	{
		fault: 'a zone of firewalld does not have the service',
		rule: withFirewalld,
		from: 'the other machine',
		class: 'unreachable',
		cause: 'icmp-prohibited',
		names: [
			/\(inet firewalld filter_IN_public\) rejects .*: `reject with icmpx admin-prohibited`/,
			/It is firewalld’s zone public, which lets in no more than this: services: dhcpv6-client ssh; ports: none/,
		],
		fix: /^firewall-cmd --permanent --zone=public --add-service=smtp && /,
	},
	{
		fault: 'the zone of firewalld that has the client drops everything but ssh',
		rule: `${withFirewalld}
			firewall-cmd --permanent --new-zone=guests
			firewall-cmd --permanent --zone=guests --set-target=DROP
			firewall-cmd --permanent --zone=guests --add-source=203.0.113.0/24
			firewall-cmd --permanent --zone=guests --add-service=ssh
			firewall-cmd --reload`,
		from: 'the other machine',
		class: 'timeout',
		cause: 'firewall-drop',
		names: [
			/\(inet firewalld filter_IN_guests\) drops/,
			/It is firewalld’s zone guests, which lets in no more than this: services: ssh; ports: none; target: DROP/,
		],
		fix: /^firewall-cmd --permanent --zone=guests --add-service=smtp && /,
	},
	{
		fault: 'fail2ban has banned the client',
		rule: `
			systemctl start fail2ban
			until fail2ban-client status postfix > /dev/null 2>&1; do sleep 0.1; done
			fail2ban-client set postfix banip 203.0.113.26`,
		from: 'the other machine',
		class: 'refused',
		cause: 'banned',
		names: [/fail2ban holds 203\.0\.113\.26 in the jail postfix/],
		fix: /^fail2ban-client set postfix unbanip 203\.0\.113\.26$/,
	},
];

const check = (over6: boolean, where: readonly string[]) => [
	'check',
	over6 ? serverAddress6 : serverAddress,
	'--aim',
	'submit',
	'--port',
	'25',
	'--from',
	sender,
	'--to',
	foreignRecipient,
	'--timeout',
	'1',
	'--json',
	...where,
];

test.concurrent.for(rules)('$fault: confirmed as $cause', async (row, {onTestFinished}) => {
	const {server = 'postfix', prepare = ':', rule, from, over6 = false} = row;
	const bed = await startBed({
		server,
		prepare,
		afterStart: `${withSsh}\n${rule}`,
		second: {server: 'postfix', stopped: true},
	});
	onTestFinished(() => bed.stop());
	const other = {server: bed.second ?? bed.server};
	await other.server.must(withKeyFor(serverAddress));
	for (const [way, machine, options] of [
		...(from ? [] : [['here', bed, ways.here] as const]),
		['from the other machine', other, ways.ssh] as const,
	]) {
		const run = await runThere(machine, check(over6, options));
		const seen = `${way}\n${summaryOf(run)}\n${JSON.stringify(observed(run, 'server.firewall'), null, 1)}`;
		expect(resultOf(run), seen).toMatchObject({class: row.class, cause: row.cause});
		const {standing, evidence, fix} = causeOf(run, row.cause);
		expect(standing, seen).toBe('confirmed');
		for (const named of row.names) {
			expect(evidence.join('\n'), seen).toMatch(named);
		}

		if (row.fix && machine === other) {
			const wanted = row.fix;
			const commands = fix.map(({command}) => command).filter(command => wanted.test(command));
			expect(commands.length, `${seen}\n${JSON.stringify(fix, null, 1)}`).toBe(1);
			await bed.server.must(commands.join('\n'));
			const again = await runThere(other, check(over6, ['--tls', 'none']));
			// What it is refused for now, if at all, the mail server says
			expect(resultOf(again).stage, summaryOf(again)).not.toBe('connect');
		}
	}
});

test('answers of other mail servers are dropped: mail is taken, and waits for the rule that is missing', async ({
	onTestFinished,
}) => {
	const bed = await startBed({
		server: 'postfix',
		prepare: `postconf -e 'mynetworks=127.0.0.0/8 198.51.100.0/24' smtp_connect_timeout=2s`,
		afterStart: `
			iptables -A INPUT -i lo -j ACCEPT
			iptables -A INPUT -p udp --sport 53 -j ACCEPT
			iptables -A INPUT -p tcp --dport 25 -j ACCEPT
			iptables -P INPUT DROP`,
		second: {server: 'postfix', prepare: 'postconf -e mydestination=elsewhere.test; useradd eve'},
	});
	onTestFinished(() => bed.stop());
	const run = await runThere(bed, [
		...check(false, ways.here),
		'--tls',
		'none',
		'--send',
		'--patience',
		'20',
	]);
	const seen = summaryOf(run);
	expect(resultOf(run), seen).toMatchObject({class: 'not-delivered', cause: 'next-hop-timeout'});
	const {standing, evidence} = causeOf(run, 'next-hop-timeout');
	expect(standing, seen).toBe('confirmed');
	expect(evidence.join('\n'), seen).toContain(
		'own packet filter does it (drop): `the policy of the chain: -P INPUT DROP` in filter INPUT',
	);
});
