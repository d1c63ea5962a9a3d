import {both, never, saw} from '../../core/condition.ts';
import type {Remedy, RemedyStep} from '../../core/knowledge.ts';

const openFirewall: Remedy['steps'] = [
	{
		say: 'Which of these is in use on the server?',
		command: 'ufw status; firewall-cmd --state; nft list ruleset; iptables -S INPUT',
		effect: 'reads',
	},
	{
		say: 'With ufw:',
		command: 'ufw allow {port}/tcp',
		effect: 'changes',
		undo: '`ufw delete allow {port}/tcp`',
	},
	{
		say: 'With firewalld:',
		command: 'firewall-cmd --permanent --add-port={port}/tcp && firewall-cmd --reload',
		effect: 'changes',
		undo: '`firewall-cmd --permanent --remove-port={port}/tcp`, then `firewall-cmd --reload`',
	},
	{
		say: 'With plain iptables (and ip6tables for IPv6). It lasts until the next boot unless the rules are saved.',
		command: 'iptables -I INPUT -p tcp --dport {port} -j ACCEPT',
		effect: 'changes',
		undo: '`iptables -D INPUT -p tcp --dport {port} -j ACCEPT`',
	},
	{
		say: 'With plain nftables, where table and chain have these names:',
		command: 'nft insert rule inet filter input tcp dport {port} accept',
		effect: 'changes',
		undo: '`nft -a list chain inet filter input` shows the handle N; `nft delete rule inet filter input handle N`',
	},
	{
		say: 'Then the hosting provider’s firewall (security group, cloud firewall): allow incoming TCP {port} in its panel.',
		effect: 'changes',
		undo: 'Remove the rule in the panel.',
	},
];

/** What turns connections to a port away, be it with silence, a refusal or an ICMP message. */
const turnedAway = ['firewall-reject', 'firewall-drop', 'icmp-prohibited'] as const;

const ufwRules: RemedyStep = {
	say: 'The rules of this server are kept by ufw. Which of them is about the port?',
	command: 'ufw status numbered',
	effect: 'reads',
};

/** Where ufw or firewalld keeps the rules, others beside them are gone with its next reload. */
const withItsTool = turnedAway.flatMap((cause): Remedy[] => [
	{
		cause,
		mta: 'any',
		where: 'server',
		when: saw('server.firewall-tool', {tool: 'ufw', isFor: ['this port', 'the rest']}),
		steps: [
			ufwRules,
			{
				say: 'Let the port in, for IPv4 and IPv6; a rule that rejects just this port is written over. It holds at once.',
				command: 'ufw allow {port}/tcp',
				effect: 'changes',
				undo: '`ufw delete allow {port}/tcp`',
			},
		],
	},
	{
		cause,
		mta: 'any',
		where: 'server',
		when: saw('server.firewall-tool', {tool: 'ufw', isFor: 'more'}),
		steps: [
			ufwRules,
			{
				say: 'Let the port in before every other rule, since the first one that fits decides. If ufw skips it, because such a rule stands further down, delete that one first (`ufw delete allow {port}/tcp`).',
				command: 'ufw prepend allow {port}/tcp',
				effect: 'changes',
				undo: '`ufw delete allow {port}/tcp`',
			},
		],
	},
	...(
		[
			['--add-service={firewallService}', {empty: false}],
			['--add-port={port}/tcp', ''],
		] as const
	).map(([option, service]): Remedy => ({
		cause,
		mta: 'any',
		where: 'server',
		when: saw('server.firewall-tool', {tool: 'firewalld', zone: {empty: false}, service}),
		steps: [
			{
				say: 'The rules of this server are kept by firewalld. What does the zone let in?',
				command: 'firewall-cmd --zone={firewallZone} --list-all',
				effect: 'reads',
			},
			{
				say: 'Let the port in, for good, and make that effective.',
				command: `firewall-cmd --permanent --zone={firewallZone} ${option} && firewall-cmd --reload`,
				effect: 'changes',
				undo: 'The same with `--remove-` in the place of `--add-`.',
			},
		],
	})),
]);

/** The rule of a plain packet filter that turns connections away, or keeps the answers in. */
const plainRule = (
	way: 'in' | 'reply',
	tool: 'nft' | (typeof saveable)[number],
	before: {above: number} | 0,
) =>
	both(
		saw('server.firewall', {way, verdict: ['drop', 'reject'], tool, before}),
		never('server.firewall-tool'),
	);

const saveable = ['iptables', 'ip6tables', 'iptables-legacy', 'ip6tables-legacy'] as const;

const lasting: Readonly<Record<'nft' | 'iptables', RemedyStep>> = {
	nft: {
		say: 'It lasts until the rules are loaded anew: write it into the file that they come from as well (`/etc/nftables.conf`, or what it includes).',
		effect: 'reads',
	},
	iptables: {
		say: 'It lasts until the next boot: save the rules the way this machine does (on Debian `netfilter-persistent save`).',
		effect: 'reads',
	},
};

/** What nftables and iptables take, before the rule that turns the connection away or at the chain’s end. */
const plainly = turnedAway.flatMap((cause): Remedy[] => [
	...(
		[
			['insert', ' position {firewallBefore}', {above: 0}],
			['add', '', 0],
		] as const
	).map(([verb, position, before]): Remedy => ({
		cause,
		mta: 'any',
		where: 'server',
		when: plainRule('in', 'nft', before),
		steps: [
			{
				say: 'The chain with the rule that turns the connection away, with the handle of each rule:',
				command: 'nft -a list chain {firewallFamily} {firewallTable} {firewallChain}',
				effect: 'reads',
			},
			{
				say: 'Let the port in, before that rule.',
				command: `nft ${verb} rule {firewallFamily} {firewallTable} {firewallChain}${position} tcp dport {port} accept`,
				effect: 'changes',
				undo: 'List the chain again, and `nft delete rule {firewallFamily} {firewallTable} {firewallChain} handle N` with the handle N of the new rule.',
			},
			lasting.nft,
		],
	})),
	...saveable.flatMap(tool =>
		(
			[
				['-I {firewallChain} {firewallBefore}', {above: 0}],
				['-A {firewallChain}', 0],
			] as const
		).map(([at, before]): Remedy => ({
			cause,
			mta: 'any',
			where: 'server',
			when: plainRule('in', tool, before),
			steps: [
				{
					say: 'The chain with the rule that turns the connection away:',
					command: `${tool} -L {firewallChain} -n -v --line-numbers`,
					effect: 'reads',
				},
				{
					say: 'Let the port in, before that rule.',
					command: `${tool} ${at} -p tcp --dport {port} -j ACCEPT`,
					effect: 'changes',
					undo: `\`${tool} -D {firewallChain} -p tcp --dport {port} -j ACCEPT\``,
				},
				lasting.iptables,
			],
		})),
	),
]);

/** The answers leave again: a rule for established connections, before all others of the chain. */
const answersOut: readonly Remedy[] = [
	...([{above: 0}, 0] as const).map((before): Remedy => ({
		cause: 'return-traffic-dropped',
		mta: 'any',
		where: 'server',
		when: plainRule('reply', 'nft', before),
		steps: [
			{
				say: 'The chain that keeps the answers in:',
				command: 'nft -a list chain {answersFamily} {answersTable} {answersChain}',
				effect: 'reads',
			},
			{
				say: 'Let out what belongs to a connection that was let in.',
				command:
					'nft insert rule {answersFamily} {answersTable} {answersChain} ct state established,related accept',
				effect: 'changes',
				undo: 'List the chain again, and `nft delete rule {answersFamily} {answersTable} {answersChain} handle N` with the handle N of the new rule.',
			},
			lasting.nft,
		],
	})),
	...saveable.flatMap(tool =>
		([{above: 0}, 0] as const).map((before): Remedy => ({
			cause: 'return-traffic-dropped',
			mta: 'any',
			where: 'server',
			when: plainRule('reply', tool, before),
			steps: [
				{
					say: 'The chain that keeps the answers in:',
					command: `${tool} -L {answersChain} -n -v --line-numbers`,
					effect: 'reads',
				},
				{
					say: 'Let out what belongs to a connection that was let in.',
					command: `${tool} -I {answersChain} -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT`,
					effect: 'changes',
					undo: `\`${tool} -D {answersChain} -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT\``,
				},
				lasting.iptables,
			],
		})),
	),
];

/** Firewalls on either side, and bans. */
export const firewallRemedies: readonly Remedy[] = [
	// Where others are let in, so is this client alone (`letInRemedies`)
	...[...withItsTool, ...plainly].map(remedy => ({
		...remedy,
		when: both(...(remedy.when ? [remedy.when] : []), never('client.left-out', {kind: 'firewall'})),
	})),
	...answersOut,
	{cause: 'firewall-reject', mta: 'any', where: 'server', steps: openFirewall},
	{cause: 'firewall-drop', mta: 'any', where: 'server', steps: openFirewall},
	{
		cause: 'local-firewall-reject',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Find the rule on this machine.',
				command: 'iptables -S OUTPUT; nft list ruleset',
				effect: 'reads',
			},
			{
				say: 'Let the port out to this server only, before the rule that rejects.',
				command: 'iptables -I OUTPUT -p tcp -d {address} --dport {port} -j ACCEPT',
				effect: 'changes',
				undo: '`iptables -D OUTPUT -p tcp -d {address} --dport {port} -j ACCEPT`',
			},
			{
				say: 'In a container or behind an office router the rule is there; ask whoever runs it.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'local-firewall-drop',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Find the rule on this machine.',
				command: 'iptables -S OUTPUT; nft list ruleset',
				effect: 'reads',
			},
			{
				say: 'Let the port out to this server only, before the rule that drops.',
				command: 'iptables -I OUTPUT -p tcp -d {address} --dport {port} -j ACCEPT',
				effect: 'changes',
				undo: '`iptables -D OUTPUT -p tcp -d {address} --dport {port} -j ACCEPT`',
			},
			{
				say: 'In an office or data-centre network the rule is in its router: ask for TCP {port} to {address}, or for the mail server that one is meant to use.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'banned',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Is the client’s address banned, and by which jail?',
				command: 'fail2ban-client status; fail2ban-client status postfix',
				effect: 'reads',
			},
			{
				say: 'Lift the ban.',
				command: 'fail2ban-client set postfix unbanip {client}',
				effect: 'changes',
				undo: '`fail2ban-client set postfix banip {client}`',
			},
			{
				say: 'Remove what led to it (a client that tries again and again with a wrong login), or list the address under `ignoreip` in `/etc/fail2ban/jail.local`.',
				effect: 'changes',
				undo: 'Take the address off `ignoreip`.',
			},
		],
	},
	{
		cause: 'return-traffic-dropped',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'On both sides: is there a rule for established connections, near the top?',
				command: "iptables -S INPUT | grep -iE 'established|related'",
				effect: 'reads',
			},
			{
				say: 'On the side where it is missing:',
				command: 'iptables -I INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
				effect: 'changes',
				undo: '`iptables -D INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT`',
			},
			{
				say: 'With two network links: answers must leave by the link on which the question came. See `ip rule` and `ip route get {client}` on the server.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'one-family-filtered',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Compare the rules of both families.',
				command: 'iptables -S INPUT; ip6tables -S INPUT',
				effect: 'reads',
			},
			{
				say: 'Allow the port in the family that fails (here IPv6; `iptables` for IPv4).',
				command: 'ip6tables -I INPUT -p tcp --dport {port} -j ACCEPT',
				effect: 'changes',
				undo: '`ip6tables -D INPUT -p tcp --dport {port} -j ACCEPT`',
			},
			{
				say: 'If that family cannot work there, remove its address record (AAAA or A) of {host} from DNS.',
				effect: 'changes',
				undo: 'Add the record again.',
			},
		],
	},
	{
		cause: 'icmp-prohibited',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'On the server, with firewalld:',
				command: 'firewall-cmd --permanent --add-port={port}/tcp && firewall-cmd --reload',
				effect: 'changes',
				undo: '`firewall-cmd --permanent --remove-port={port}/tcp`, then `firewall-cmd --reload`',
			},
			{
				say: 'With plain iptables:',
				command: 'iptables -I INPUT -p tcp --dport {port} -j ACCEPT',
				effect: 'changes',
				undo: '`iptables -D INPUT -p tcp --dport {port} -j ACCEPT`',
			},
			{
				say: 'If the server has no such rule, it is a firewall before it: ask the hosting provider.',
				effect: 'reads',
			},
		],
	},
];
