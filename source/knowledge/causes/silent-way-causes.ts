import {both, either, never, saw, type Condition} from '../../core/condition.ts';
import type {Cause, Evidence} from '../../core/knowledge.ts';
import {byFirewallTool, nobodyListens, openOutwards} from './inside-evidence.ts';
import {connectionStood, othersAnswer, privateAddress, silent} from './shared-evidence.ts';
import {shutOnTheWay, worksAtHome} from './view-evidence.ts';

const silentSmtp = saw('tcp.silent', {role: 'conversation', service: 'smtp'});
const silentSubmission = saw('tcp.silent', {
	role: 'conversation',
	service: ['submission', 'submissions'],
});
const somethingAnswers = either(
	saw('derived.control-port-open'),
	saw('derived.mail-port-open'),
	saw('derived.host-answers'),
);

/** No mail port that was tried got an answer, and another port of the host did. */
const mailPortsSilent = both(
	saw('derived.control-port-open'),
	silent,
	never('derived.mail-port-open'),
	never('derived.host-answers'),
);

/** Others are let through from this side; a trace that ends here says more. */
const onlyThisSilent = (condition: Condition): Evidence => ({
	when: both(
		saw('derived.only-port-silent'),
		condition,
		never('path.hops', {reached: false, last: privateAddress}),
	),
	says: 'Only port {port} is silent; {host} refuses {refused}, so packets to its other mail ports and their answers pass.',
	weight: 'against',
});

const ownRule = saw('server.firewall', {
	way: ['in', 'reply'],
	verdict: 'drop',
	certain: true,
});
const ruleSays =
	'The server’s own firewall ({place}) drops these packets: `{rule}`. Nothing on this side is needed for the silence.';

/** Once the server’s own rule explains the silence, nothing on this side is needed for it. */
const byOwnRule: readonly Evidence[] = [
	{
		when: both(ownRule, never('network.provider', {blocked: {empty: false}})),
		says: ruleSays,
		weight: 'excludes',
	},
	{
		when: both(ownRule, saw('network.provider', {blocked: {empty: false}})),
		says: ruleSays,
		weight: 'against',
	},
];

const providerBlocks = (port: number): Evidence => ({
	when: both(
		saw('network.provider', {blocked: {has: port}}),
		saw('tcp.silent', {role: 'conversation', port}),
	),
	says: 'This machine is in the network of {name} ({evidence}). {policy} Source: {source} ({asOf}).',
	weight: 'for',
});
const providerAllows = (port: number): Evidence => ({
	when: both(
		saw('network.provider', {open: {has: port}}),
		saw('tcp.silent', {role: 'conversation', port}),
	),
	says: 'This machine is in the network of {name} ({evidence}), which is said to leave this port open. Source: {source} ({asOf}).',
	weight: 'against',
});

const traceEndsHere: Evidence = {
	when: both(saw('path.hops', {reached: false, last: privateAddress}), silent),
	says: 'The trace to port {port} ends at {last}, before it has left the private network of this side.',
	weight: 'for',
};

/** Why packets to a mail port vanish on the way: filters on either side, and on the way back. */
export const silentWayCauses: readonly Cause[] = [
	{
		id: 'provider-egress-block',
		explains: ['timeout'],
		title: 'The network of this side blocks outgoing mail ports',
		because:
			'Most cloud providers and many access providers drop outgoing port 25, to keep spam in; some drop 465 and 587 too. Dropped means silence, not a refusal, and it looks the same to every server on the Internet.',
		frequency: 'common',
		evidence: [
			shutOnTheWay,
			{
				when: both(somethingAnswers, silentSmtp),
				says: 'Port {port} of the same host answers, and port 25 is silent.',
				weight: 'for',
			},
			{
				when: both(mailPortsSilent, silentSubmission),
				says: 'Port {port} of the same host answers, and no mail port that was tried does; a few providers drop them all.',
				weight: 'for',
			},
			onlyThisSilent(silentSubmission),
			...byOwnRule,
			traceEndsHere,
			...[25, 465, 587].map(providerBlocks),
			...[25, 465, 587].map(providerAllows),
			{
				when: both(
					either(
						saw('derived.mail-port-open', {service: 'smtp'}),
						saw('tcp.open', {port: 25}),
						saw('tcp.refused', {port: 25}),
					),
					silent,
				),
				says: 'Port {port} of {host} did answer from here, and that is the one that providers block first.',
				weight: 'excludes',
			},
			{
				when: saw('derived.nothing-answers'),
				says: 'No port of {host} answers at all, so it is not about the port.',
				weight: 'against',
			},
			{
				when: saw('tcp.silent', {role: 'conversation', address: privateAddress}),
				says: '{address} is a private address: no provider’s filter is on the way to it.',
				weight: 'excludes',
			},
			connectionStood,
		],
		confirm: [
			{
				text: 'Another, unrelated mail server: if its port 25 is silent too, it is about this side.',
				command: 'nc -zv -w 10 gmail-smtp-in.l.google.com 25',
			},
			{text: 'The same host from another network:', command: 'nc -zv -w 10 {host} {port}'},
			{
				text: 'How far do packets for the port get? A trace that ends in the first hops ends in your provider’s network.',
				command: 'traceroute -T -p {port} {host}',
			},
			{text: 'The same with a running display:', command: 'mtr -T -P {port} {host}'},
		],
	},
	{
		id: 'firewall-drop',
		explains: ['timeout'],
		title: 'A firewall at the server, its own or one before it, drops the port',
		because:
			'With DROP as its default and no rule that accepts the mail port, a firewall says nothing at all. The hosting provider’s firewall works the same way and is easily forgotten.',
		frequency: 'usual',
		evidence: [
			shutOnTheWay,
			worksAtHome,
			{
				when: saw('server.firewall', {way: 'in', verdict: 'drop', certain: true}),
				says: 'The server’s firewall ({place}) drops connections to port {port}: `{rule}`.',
				weight: 'proves',
			},
			...byFirewallTool,
			{...traceEndsHere, weight: 'against'},
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
				when: both(openOutwards, silent),
				says: 'On the server, port {port} is listened on ({addresses}), and packets for it get no answer.',
				weight: 'for',
			},
			{
				when: both(nobodyListens, silent),
				says: 'On the server, nothing listens on port {port}, and even so its system would refuse, not keep silent.',
				weight: 'for',
			},
			{
				when: othersAnswer,
				says: 'Port {port} of the same host answers: the host is up, and only some ports are silent.',
				weight: 'for',
			},
			{
				when: saw('derived.nothing-answers'),
				says: 'No port of {host} answers at all; a firewall mostly leaves some open.',
				weight: 'against',
			},
			connectionStood,
		],
		confirm: [
			{
				text: 'On the server: does the connection attempt arrive while you try from here? If packets come in and none go out, it is the server’s own firewall; if none come in, it is one before it.',
				command: 'tcpdump -ni any tcp port {port}',
			},
			{
				text: 'The server’s rules: look for a rule that accepts the port before the default applies.',
				command: 'iptables -L INPUT -n -v',
			},
			{text: 'The same where nftables is used:', command: 'nft list ruleset'},
			{
				text: 'Does the mail server listen, and answer to itself?',
				command: 'nc -zv -w 5 127.0.0.1 {port}',
			},
			{
				text: 'Look at the hosting provider’s firewall (security group, cloud firewall) in its panel.',
				command: '',
			},
		],
	},
	{
		id: 'local-firewall-drop',
		explains: ['timeout'],
		title: 'This machine’s or this network’s own firewall drops the port',
		because:
			'Many office and container networks let no mail port out except for the mail server, against malware that sends mail.',
		frequency: 'usual',
		evidence: [
			shutOnTheWay,
			traceEndsHere,
			{
				when: mailPortsSilent,
				says: 'Port {port} of the same host answers, and no mail port that was tried does.',
				weight: 'for',
			},
			onlyThisSilent(silent),
			...byOwnRule,
			{
				when: both(saw('tcp.open', {service: 'smtp', port: 25}), silent),
				says: 'Port {port} of {host} did open from here.',
				weight: 'against',
			},
			{
				when: saw('derived.nothing-answers'),
				says: 'No port of {host} answers at all, so it is not about the port.',
				weight: 'against',
			},
			connectionStood,
		],
		confirm: [
			{
				text: 'Rules for what leaves this machine:',
				command: 'iptables -S OUTPUT; iptables -S FORWARD',
			},
			{text: 'The same where nftables is used:', command: 'nft list ruleset'},
			{
				text: 'Does the packet leave this machine? Watch while trying once more: no line at all means that it is dropped here.',
				command: 'tcpdump -ni any host {address} and tcp port {port}',
			},
			{text: 'Where does the way end?', command: 'traceroute -T -p {port} {host}'},
		],
	},
	{
		id: 'return-traffic-dropped',
		explains: ['timeout'],
		title: 'The answers are dropped on their way back',
		because:
			'The packet arrives and the server answers, but a firewall without a rule for established connections, or a second route, loses the answer.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('server.firewall', {way: 'reply', verdict: ['drop', 'reject'], certain: true}),
				says: 'The server’s firewall ({place}) does not let its answers from port {port} out: `{rule}`.',
				weight: 'proves',
			},
			{
				when: saw('server.firewall', {way: 'reply', verdict: 'accept', certain: true}),
				says: 'The server’s firewall lets its answers from port {port} out ({place}).',
				weight: 'against',
			},
			{
				when: both(saw('derived.nothing-answers'), saw('dns.answer', {status: 'ok'})),
				says: 'No port of the host answers at all.',
				weight: 'for',
			},
			{
				when: both(either(saw('tcp.open'), saw('tcp.refused')), silent),
				says: 'An answer from port {port} did come back to this machine.',
				weight: 'against',
			},
			connectionStood,
		],
		confirm: [
			{
				text: 'On both sides, while trying: `[S.]` that leaves the server and does not arrive here is the lost answer.',
				command: 'tcpdump -ni any tcp port {port}',
			},
			{
				text: 'Is there a rule that accepts established connections?',
				command: "iptables -S | grep -iE 'established|related'",
			},
			{
				text: 'The same where nftables is used:',
				command: "nft list ruleset | grep -iE 'established|related'",
			},
			{
				text: 'On the server: by which way do answers to the client leave?',
				command: 'ip route get {client}',
			},
		],
	},
	{
		id: 'one-family-filtered',
		explains: ['timeout'],
		title: 'Only one address family is filtered',
		because:
			'Firewall rules and providers treat IPv4 and IPv6 apart, so that one works and the other is silent.',
		frequency: 'usual',
		evidence: [
			{
				when: both(
					saw('tcp.silent', {role: 'conversation', address: /:/}),
					saw('tcp.silent', {role: 'conversation', address: /^[\d.]+$/}),
				),
				says: 'IPv4 and IPv6 are silent alike.',
				weight: 'excludes',
			},
			{
				when: saw('derived.family-differs'),
				says: '{host} answers over IPv{works} and not over IPv{fails}.',
				weight: 'for',
			},
			{
				when: both(
					saw('tcp.silent', {role: 'conversation', address: /:/}),
					never('tcp.silent', {role: 'conversation', address: /^[\d.]+$/}),
				),
				says: 'Only IPv6 was tried ({address}).',
				weight: 'for',
			},
			{
				when: both(
					saw('tcp.silent', {role: 'conversation', address: /^[\d.]+$/}),
					never('tcp.silent', {role: 'conversation', address: /:/}),
					never('derived.family-differs'),
				),
				says: 'It is IPv4 that is silent ({address}), and nothing shows that IPv6 would do better.',
				weight: 'against',
			},
			connectionStood,
		],
		confirm: [
			{text: 'Over IPv4:', command: 'nc -4 -zv -w 10 {host} {port}'},
			{text: 'Over IPv6:', command: 'nc -6 -zv -w 10 {host} {port}'},
			{text: 'On the server, both rule sets:', command: 'iptables -S INPUT; ip6tables -S INPUT'},
		],
	},
];
