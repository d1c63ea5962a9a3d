import {both, either, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {
	byFirewallTool,
	loopbackAlone,
	nobodyListens,
	notByInside,
	openOutwards,
	openToAll,
} from './inside-evidence.ts';
import {cameFromThisSide, refused, workedBefore} from './shared-evidence.ts';
import {shutOnTheWay} from './view-evidence.ts';

/** Refusals by a firewall, on the server, on this side, or against this client alone. */
export const refusingWayCauses: readonly Cause[] = [
	{
		id: 'firewall-reject',
		explains: ['refused'],
		title: 'A firewall before the server rejects the connection',
		because:
			'A rule with REJECT answers in the server’s place. Rejected with port-unreachable or a TCP reset, it cannot be told from a closed port by what a program sees.',
		frequency: 'usual',
		evidence: [
			shutOnTheWay,
			{
				when: saw('server.firewall', {way: 'in', verdict: 'reject', certain: true}),
				says: 'A rule of the server’s firewall ({place}) rejects connections to port {port}: `{rule}`.',
				weight: 'proves',
			},
			...byFirewallTool,
			{
				when: saw('client.left-out', {kind: 'firewall'}),
				says: 'There, {names} may connect, and {client} may not: {place}.',
				weight: 'for',
			},
			{
				when: saw('server.firewall', {way: 'in', verdict: 'accept', certain: true}),
				says: 'The server’s firewall lets connections to port {port} in ({place}): `{rule}`.',
				weight: 'excludes',
			},
			{
				when: both(openToAll, refused),
				says: 'On the server, port {port} is listened on for all addresses ({addresses}), and yet it is refused: something before the program says no.',
				weight: 'for',
			},
			...notByInside(
				both(nobodyListens, refused),
				'On the server, nothing listens on port {port}, which is reason enough for a refusal.',
			),
			...notByInside(
				both(loopbackAlone, refused),
				'On the server, port {port} is listened on at {addresses} alone, which is reason enough for a refusal.',
			),
			{
				when: both(
					saw('derived.mail-port-open'),
					saw('tcp.refused', {role: 'conversation', service: 'smtp'}),
				),
				says: 'Port {port} of {host} is open and the port for mail between servers is refused, as by a rule for one port.',
				weight: 'for',
			},
			{
				when: both(
					either(saw('tcp.silent'), saw('tcp.unreachable', {code: 'EHOSTUNREACH'})),
					refused,
				),
				says: 'Port {port} is filtered in another way, so there is a firewall before {host}.',
				weight: 'for',
			},
			cameFromThisSide,
			workedBefore,
		],
		confirm: [
			{
				text: 'On the server: does the mail server listen on the port? If it does, and the port is refused all the same, it is the firewall.',
				command: 'ss -tlnp sport = :{port}',
			},
			{
				text: 'Its rules, with counters that grow with each try:',
				command: 'iptables -L INPUT -n -v',
			},
			{text: 'The same where nftables is used:', command: 'nft list ruleset'},
			{
				text: 'From here, as root: `port-unreach` is a firewall’s answer, `reset` is that of a closed port.',
				command: 'nmap -sS -Pn --reason -p {port} {host}',
			},
			{
				text: 'The firewall of the hosting provider (security group, cloud firewall) is set in its panel and shows in none of these.',
				command: '',
			},
		],
	},
	{
		id: 'local-firewall-reject',
		explains: ['refused', 'unreachable'],
		title: 'A firewall on this side rejects the connection',
		because:
			'A rule for outgoing mail ports answers on this machine, or in the router next to it. The server never hears of it.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('derived.refused-nearby'),
				says: 'The refusal came after {after} ms; an answer of {host} takes {roundTrip} ms. So it was made on this side.',
				weight: 'proves',
			},
			{
				when: saw('server.firewall', {way: 'in', verdict: 'reject', certain: true}),
				says: 'A rule of the server’s own firewall ({place}) rejects connections to port {port}: `{rule}`.',
				weight: 'excludes',
			},
			{
				when: saw('tcp.unreachable', {role: 'conversation', code: ['EPERM', 'EACCES']}),
				says: 'The system forbade the connection itself ({code}), before a packet left.',
				weight: 'proves',
			},
			{
				when: both(
					saw('tcp.refused', {role: 'conversation', after: {above: 20}}),
					never('derived.refused-nearby'),
					never('session.asked', {fromHost: /./}), // The time is that of the way through ssh, too
				),
				says: 'The refusal took {after} ms; one of this machine comes within a millisecond or so.',
				weight: 'against',
			},
		],
		confirm: [
			{text: 'Rules for what leaves this machine:', command: 'iptables -S OUTPUT'},
			{text: 'The same where nftables is used:', command: 'nft list ruleset'},
			{
				text: 'Another user, container or machine next to this one, for comparison:',
				command: 'nc -zv -w 10 {host} {port}',
			},
		],
	},
	{
		id: 'banned',
		explains: ['refused', 'timeout', 'reset-or-dropped'],
		whenSeen: ['timeout'],
		bringsAbout: ['firewall-reject', 'firewall-drop'],
		title: 'The server has banned this client’s address',
		because:
			'Programs such as fail2ban shut out an address after a few refused tries, and their usual rule looks like a refused connection. Tests can cause it too.',
		frequency: 'rare',
		evidence: [
			shutOnTheWay,
			{
				when: saw('server.ban'),
				says: 'On the server, fail2ban holds {address} in the jail {jail}.',
				weight: 'proves',
			},
			{
				when: saw('server.no-ban'),
				says: 'On the server, fail2ban does not hold this client.',
				weight: 'against',
			},
			{
				when: both(saw('server.firewall-tool'), never('server.ban')),
				says: 'The rule that decides is one of {tool}: {rule}.',
				weight: 'against',
			},
			{
				when: both(nobodyListens, refused),
				says: 'On the server, nothing listens on port {port}, so it is refused to everybody.',
				weight: 'against',
			},
			{
				when: both(openOutwards, refused),
				says: 'On the server, port {port} is listened on ({addresses}), so it is refused by a rule.',
				weight: 'for',
			},
			{
				when: saw('derived.worked-before'),
				says: 'Port {port} of {host} took {connections} connections in this session and refuses now.',
				weight: 'for',
			},
			{
				when: both(
					saw('session.footprint', {rejections: {above: 2}}),
					saw('derived.worked-before'),
				),
				says: 'Before that it had to refuse this client {rejections} times, and such refusals are what fail2ban counts.',
				weight: 'for',
			},
			{
				when: both(saw('derived.worked-before'), saw('derived.control-port-open')),
				says: 'Other services of {host} still answer, as with a ban for the mail ports.',
				weight: 'for',
			},
			{
				when: both(saw('derived.mail-port-open'), never('derived.worked-before')),
				says: 'Port {port} of {host} is open to this client; a ban mostly holds for all mail ports.',
				weight: 'against',
			},
			cameFromThisSide,
		],
		confirm: [
			{
				text: 'From another address: if the port is open there, it is about this client.',
				command: 'nc -zv -w 10 {host} {port}',
			},
			{
				text: 'On the server: which jails are there, and which addresses does the mail server’s one hold?',
				command: 'fail2ban-client status; fail2ban-client status postfix',
			},
			{
				text: 'Without fail2ban: is the client’s address in a rule?',
				command: 'nft list ruleset | grep -F {client}',
			},
		],
	},
];
