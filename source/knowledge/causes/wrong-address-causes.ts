import {both, either, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {notByInside, serviceRuns} from './inside-evidence.ts';
import {
	askedForItself,
	connectionStood,
	refused,
	silent,
	upWithoutMail,
	workedBefore,
} from './shared-evidence.ts';

const dialledAnAddress = saw('session.asked', {
	target: /^(\d{1,3}(\.\d{1,3}){3}|\[?[\da-f]*:[\da-f:.]+\]?)$/i,
});

/** The right question at the wrong door: port, host or address are not those of the server. */
export const wrongAddressCauses: readonly Cause[] = [
	{
		id: 'wrong-port',
		explains: ['refused'],
		title: 'Mail is taken on another port',
		because:
			'Port 587 (STARTTLS) and 465 (TLS from the first byte) are for clients that sign in, port 25 for mail between servers. Not every server offers all three.',
		frequency: 'usual',
		evidence: [
			{
				when: both(saw('derived.mail-port-open'), refused),
				says: 'Port {port} of {host} is open ({service}).',
				weight: 'for',
			},
			{
				when: both(
					saw('derived.mail-port-open', {service: ['submission', 'submissions']}),
					saw('session.asked', {aim: 'submit'}),
					saw('tcp.refused', {role: 'conversation', service: 'smtp'}),
				),
				says: 'Port {port}, for clients that submit mail, is open, and that is what was asked for.',
				weight: 'for',
			},
			{
				when: both(
					saw('derived.mail-port-open'),
					saw('session.asked', {aim: 'deliver'}),
					saw('tcp.refused', {role: 'conversation', service: 'smtp'}),
				),
				says: 'Mail from server to server always goes to port 25, so another port does not help here.',
				weight: 'against',
			},
			{
				when: upWithoutMail,
				says: 'None of the usual mail ports of {host} is open.',
				weight: 'against',
			},
			workedBefore,
		],
		confirm: [
			{
				text: 'Which mail ports are open?',
				command: 'for p in 25 465 587 2525; do nc -zv -w 5 {host} $p; done',
			},
			{
				text: 'The provider’s or operator’s page says which port and which encryption to use.',
				command: '',
			},
		],
	},
	{
		id: 'wrong-host',
		explains: ['refused', 'timeout'],
		title: 'This host is not the mail server',
		because:
			'The name leads to another machine: a web server, a name with a typo, or this machine itself because the program has no mail host set.',
		frequency: 'rare',
		evidence: [
			...notByInside(serviceRuns, 'On the server, {unit} is {state}: it is a mail server.'),
			{
				when: saw('server.no-service'),
				says: 'No mail server is installed on {where}.',
				weight: 'for',
			},
			{
				when: askedForItself,
				says: 'The target {target} is this machine itself, which many programs use where no mail host is set.',
				weight: 'for',
			},
			{
				when: saw('dns.mx', {source: 'implicit'}),
				says: '{domain} has no MX record, so mail goes to the domain’s own address, which is often just a web server.',
				weight: 'for',
			},
			{
				when: both(
					saw('tcp.open', {role: 'control', port: [80, 443]}),
					saw('dns.mx', {source: 'implicit'}),
				),
				says: 'A web server answers there (port {port}).',
				weight: 'for',
			},
			{
				when: saw('derived.mail-port-open'),
				says: 'Port {port} of {host} is open, so it is a mail server.',
				weight: 'against',
			},
			connectionStood,
			workedBefore,
		],
		confirm: [
			{text: 'Which hosts take mail for the domain?', command: 'dig +short MX {recipientDomain}'},
			{
				text: 'Which machine is it?',
				command: 'dig +short A {host}; dig +short AAAA {host}; dig +short -x {address}',
			},
			{
				text: 'What does the program really use? Look at its settings for host and port, also in its environment.',
				command: '',
			},
		],
	},
	{
		id: 'stale-dns',
		explains: ['refused', 'timeout'],
		title: 'The name leads to an old address',
		because:
			'After a move the name still has the address of the old machine, in DNS itself or in a cache until its time to live is over.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('server.identity', {owns: false}),
				says: '{where}, which was named as the mail server, has the addresses {addresses}, and the name leads to {dialled}.',
				weight: 'for',
			},
			...notByInside(
				saw('server.identity', {owns: true}),
				'{where}, which was named as the mail server, has the address {dialled}.',
			),
			{
				when: saw('dns.unexpected-address'),
				says: 'DNS gives {addresses} for {host}; {expected} was expected.',
				weight: 'proves',
			},
			{
				when: dialledAnAddress,
				says: 'The target {target} is an address: no name was looked up.',
				weight: 'excludes',
			},
			{
				when: both(saw('derived.nothing-answers'), never('dns.unexpected-address')),
				says: 'Nothing at all answers at the address that DNS gives for {host}.',
				weight: 'for',
			},
			{
				when: both(
					saw('derived.mail-port-open'),
					either(refused, silent),
					never('dns.unexpected-address'),
				),
				says: 'Port {port} of that address is open, so a mail server is there.',
				weight: 'against',
			},
			connectionStood,
			workedBefore,
		],
		confirm: [
			{
				text: 'The address that DNS gives; compare it with the server’s real one.',
				command: 'dig +short A {host}; dig +short AAAA {host}',
			},
			{
				text: 'The same from the name server that is responsible, past every cache:',
				command: 'dig +trace A {host}',
			},
			{text: 'On the server: the address that it really has.', command: 'ip -brief address'},
			{
				text: 'What applications on this machine get, with the hosts file:',
				command: 'getent ahosts {host}',
			},
		],
	},
];
