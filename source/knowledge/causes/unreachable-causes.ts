import {both, either, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {byFirewallTool} from './inside-evidence.ts';

const somethingAnswers = either(
	saw('derived.control-port-open'),
	saw('derived.mail-port-open'),
	saw('derived.host-answers'),
);

/** Why the network says at once that there is no way. */
export const unreachableCauses: readonly Cause[] = [
	{
		id: 'no-route',
		explains: ['unreachable'],
		title: 'There is no route to the server’s network',
		because:
			'This machine, or a router on the way, knows no way to the address: the network is down, the default route is missing, or a VPN is off.',
		frequency: 'common',
		evidence: [
			{
				when: saw('tcp.unreachable', {
					role: 'conversation',
					code: ['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL'],
					address: /^[\d.]+$/,
				}),
				says: 'The system or a router reports {code} for {address}.',
				weight: 'for',
			},
			{
				when: saw('tcp.unreachable', {role: 'conversation', code: 'EHOSTUNREACH'}),
				says: 'EHOSTUNREACH speaks of the host, or of a firewall, rather than of a route.',
				weight: 'against',
			},
			{
				when: both(somethingAnswers, saw('tcp.unreachable', {role: 'conversation'})),
				says: 'Port {port} of the same host answers, so there is a route.',
				weight: 'excludes',
			},
		],
		confirm: [
			{text: 'Which way would packets take?', command: 'ip route get {address}'},
			{
				text: 'Is the network up, and is there a default route?',
				command: 'ip -brief address; ip route; ip -6 route',
			},
			{text: 'Which router says no?', command: 'traceroute {address}'},
		],
	},
	{
		id: 'icmp-prohibited',
		explains: ['unreachable'],
		title: 'A firewall rejects the port with an ICMP message',
		because:
			'Some firewalls (firewalld among them) answer “administratively prohibited”, which programs see as “no route to host”, although the host is up.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('server.firewall', {way: 'in', verdict: 'reject', certain: true}),
				says: 'A rule of the server’s firewall ({place}) rejects connections to port {port}: `{rule}`.',
				weight: 'proves',
			},
			{
				when: saw('server.firewall', {way: 'in', verdict: 'accept', certain: true}),
				says: 'The server’s own firewall lets connections to port {port} in ({place}): `{rule}`.',
				weight: 'against',
			},
			...byFirewallTool,
			{
				when: both(
					somethingAnswers,
					saw('tcp.unreachable', {role: 'conversation', code: 'EHOSTUNREACH'}),
				),
				says: 'Port {port} of the same host answers, and this one gets “no route to host”: only a rule for the port does that.',
				weight: 'proves',
			},
			{
				when: either(
					saw('tcp.unreachable', {
						role: 'conversation',
						code: 'EHOSTUNREACH',
						after: {below: 500},
					}),
					saw('tcp.unreachable', {
						role: 'conversation',
						code: 'ENETUNREACH',
						address: /^[\d.]+$/,
						after: {below: 500},
					}),
				),
				says: 'The answer came at once, after {after} ms; a machine that is not there is looked for during some seconds.',
				weight: 'for',
			},
			{
				when: saw('tcp.unreachable', {
					role: 'conversation',
					code: 'EHOSTUNREACH',
					after: {above: 900},
				}),
				says: 'The answer took {after} ms, as when a machine is not found in its own network.',
				weight: 'against',
			},
			{
				when: saw('derived.nothing-answers'),
				says: 'No other port of {host} answers either.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'As root: `host-prohibited` or `admin-prohibited` is a firewall’s answer.',
				command: 'nmap -sS -Pn --reason -p {port} {host}',
			},
			{
				text: 'On the server:',
				command: 'firewall-cmd --list-all; iptables -L INPUT -n -v; nft list ruleset',
			},
		],
	},
	{
		id: 'no-ipv6',
		explains: ['unreachable'],
		title: 'This machine has no IPv6, and the server’s IPv6 address was dialled',
		because:
			'The name has an IPv6 address, and programs that take it first fail where IPv6 does not work.',
		frequency: 'usual',
		evidence: [
			{
				when: both(
					never('tcp.unreachable', {role: 'conversation', address: /:/}),
					saw('tcp.unreachable', {role: 'conversation'}),
				),
				says: '{address} is an IPv4 address.',
				weight: 'excludes',
			},
			{
				when: saw('tcp.unreachable', {
					role: 'conversation',
					address: /:/,
					code: ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EHOSTUNREACH'],
				}),
				says: 'The system reports {code} for the IPv6 address {address}.',
				weight: 'for',
			},
			{
				when: either(saw('tcp.open', {address: /:/}), saw('tcp.refused', {address: /:/})),
				says: 'The IPv6 address {address} did answer on port {port}.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Is there a global IPv6 address and a route?',
				command: 'ip -6 -brief address; ip -6 route',
			},
			{text: 'The same over IPv4:', command: 'nc -4 -zv -w 10 {host} {port}'},
		],
	},
];
