import {both, either, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {connectionStood, silent} from './shared-evidence.ts';
import {listensAfterAll} from './view-evidence.ts';

/** Silence that is the host’s own: it is down, slow, or waits for this side. */
export const silentHostCauses: readonly Cause[] = [
	{
		id: 'host-down',
		explains: ['timeout', 'unreachable'],
		title: 'The host is down, or not there',
		because:
			'Where no port answers, the machine is switched off, cut from the network, or has another address by now.',
		frequency: 'common',
		evidence: [
			...listensAfterAll,
			{
				when: saw('derived.nothing-answers'),
				says: 'No port of {host} answers ({ports}).',
				weight: 'for',
			},
			{
				when: both(
					saw('tcp.unreachable', {role: 'conversation', code: 'EHOSTUNREACH', after: {above: 500}}),
					never('derived.control-port-open'),
					never('derived.mail-port-open'),
				),
				says: 'The network looked for {address} for {after} ms and did not find it.',
				weight: 'for',
			},
			{
				when: saw('tcp.unreachable', {
					role: 'conversation',
					code: ['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EPERM', 'EACCES'],
				}),
				says: '{code} speaks of the way or of this system, not of the host.',
				weight: 'against',
			},
			{
				when: saw('tcp.unreachable', {role: 'conversation', code: 'EHOSTDOWN'}),
				says: 'The network reports that the host is down.',
				weight: 'for',
			},
			{
				when: either(
					saw('derived.control-port-open'),
					saw('derived.mail-port-open'),
					saw('derived.host-answers'),
				),
				says: 'Port {port} of {host} answers, so the host is up.',
				weight: 'excludes',
			},
			connectionStood,
		],
		confirm: [
			{
				text: 'Does it answer to anything?',
				command: 'ping -c 3 {address}; nc -zv -w 5 {address} 22',
			},
			{text: 'Where does the way end?', command: 'traceroute {address}'},
			{
				text: 'Is the address the right one?',
				command: 'dig +short A {host}; dig +short AAAA {host}',
			},
			{text: 'The hosting provider’s console shows whether the machine runs.', command: ''},
		],
	},
	{
		id: 'mtu-black-hole',
		explains: ['timeout'],
		title: 'Large packets are lost on the way',
		because:
			'Small packets pass, so that greeting and commands work; full-size ones vanish, because a firewall drops the ICMP messages that would announce the smaller limit. Tunnels and VPNs are the usual place.',
		frequency: 'rare',
		evidence: [
			{
				when: both(silent, never('smtp.silent')),
				says: 'Already the first, small packet stays unanswered.',
				weight: 'excludes',
			},
			{
				when: saw('smtp.silent', {stage: ['message', 'data', 'tls', 'starttls']}),
				says: 'The dialogue stopped at a step with large packets ({stage}), and small ones went before.',
				weight: 'for',
			},
			{
				when: saw('tls.failed', {class: 'timeout'}),
				says: 'It stopped in the TLS handshake, where the server’s certificate is the first large packet; small ones went before.',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'timeout', stage: ['data', 'message']}),
				says: 'The server waited in vain for the message, whose packets are large: {code} {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {
					class: 'timeout',
					stage: ['banner', 'ehlo', 'auth', 'mail', 'rcpt', 'command'],
				}),
				says: 'It came at a step with small packets, {stage}.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Packets of 1500 bytes that may not be split: silence here, and answers with `-s 1200`, prove it.',
				command: 'ping -c 3 -M do -s 1472 {address}',
			},
			{text: 'The largest packet that the way takes:', command: 'tracepath {address}'},
		],
	},
	{
		id: 'idle-timeout',
		explains: ['timeout'],
		title: 'The client was silent for too long',
		because:
			'A server closes a session in which nothing comes for some minutes. The client hangs before its next command, keeps connections open unused, or is very slow.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('smtp.refusal', {class: 'timeout'}),
				says: 'The server says that nothing came in time: {code} {text}',
				weight: 'for',
			},
			{
				when: both(silent, never('smtp.silent')),
				says: 'No connection was established, so nobody could be idle.',
				weight: 'excludes',
			},
			{
				when: saw('smtp.silent'),
				says: 'It is the server that was silent, after {command}.',
				weight: 'against',
			},
		],
		confirm: [
			{text: 'On the server, Postfix waits this long:', command: 'postconf smtpd_timeout'},
			{text: 'Exim waits this long:', command: 'exim -bP smtp_receive_timeout'},
			{text: 'In the client’s log: what happened in the minutes before?', command: ''},
		],
	},
	{
		id: 'server-slow',
		explains: ['timeout'],
		title: 'The server takes very long to answer',
		because:
			'Look-ups that time out, a content filter, a tarpit or an overloaded machine can hold a reply back for minutes. Clients must wait up to five minutes for most replies, and ten after the message.',
		frequency: 'common',
		evidence: [
			{
				when: saw('smtp.silent'),
				says: 'The connection is up, and {command} got no reply within {waited} ms.',
				weight: 'for',
			},
			{
				when: saw('smtp.slow'),
				says: 'An earlier reply took {after} ms.',
				weight: 'for',
			},
			{
				when: both(silent, never('smtp.silent')),
				says: 'No connection was established, so no reply was due.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'The same with more patience:',
				command: 'smtp-medic check {host} --port {port} --patience 300',
			},
			{
				text: 'On the server: does its own resolver answer at once?',
				command: 'dig +tries=1 -x {client}',
			},
			{
				text: 'On the server: load, and processes that wait for the disk.',
				command: 'uptime; vmstat 1 5',
			},
			{
				text: 'On the server: which process has this session, and what does it wait for?',
				command: 'ss -tnp state established sport = :{port}',
			},
		],
	},
];
