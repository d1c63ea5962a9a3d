import type {Remedy} from '../../core/knowledge.ts';

/** Host, port and way: what is dialled, and whether anything is there. */
export const reachRemedies: readonly Remedy[] = [
	{
		cause: 'provider-egress-block',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Send the mail through a relay on port {relayPort}, with a login: that is not blocked here as far as is known.',
				effect: 'changes',
				undo: 'Put the old host and port back in the program’s settings.',
			},
			{
				say: 'Where no mail port gets out, the relay’s interface over HTTPS (443) does.',
				effect: 'changes',
				undo: 'Put the old settings back.',
			},
			{say: 'To run a mail server of your own here: {lift}', effect: 'reads'},
			{say: 'See whether it is lifted.', command: 'nc -zv -w 10 {host} {port}', effect: 'reads'},
		],
	},
	{
		cause: 'host-down',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Look at the machine through the provider’s console, and start it.',
				effect: 'changes',
				undo: 'Shut it down again.',
			},
			{
				say: 'If it runs: does it have the address {address}, and a default route?',
				command: 'ip -brief address; ip route',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'mtu-black-hole',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Find the largest packet that passes.',
				command: 'tracepath {address}',
				effect: 'reads',
			},
			{
				say: 'Let connections through the tunnel or router announce a size that fits.',
				command:
					'iptables -t mangle -I FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu',
				effect: 'changes',
				undo: '`iptables -t mangle -D FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu`',
			},
			{
				say: 'And let ICMP “fragmentation needed” (IPv6: “packet too big”) pass the firewalls on the way.',
				effect: 'changes',
				undo: 'Remove the rule.',
			},
		],
	},
	{
		cause: 'wrong-port',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Which ports are open?',
				command: 'nc -zv -w 5 {host} 587; nc -zv -w 5 {host} 465; nc -zv -w 5 {host} 25',
				effect: 'reads',
			},
			{
				say: 'Set the client to 587 with STARTTLS or 465 with TLS, and a login. Port 25 is for mail between servers.',
				effect: 'changes',
				undo: 'Put the old port back.',
			},
		],
	},
	{
		cause: 'port-25-for-submission',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Set the program to port 587 with STARTTLS, or 465 with TLS, and give it a user name and password.',
				effect: 'changes',
				undo: 'Put the old port back.',
			},
			{
				say: 'Try it before: nothing is sent.',
				command: 'smtp-medic check {host} --port {submissionPort} --user {user} --to {recipient}',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'not-the-mx',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'The servers that take the domain’s mail:',
				command: 'dig +short MX {recipientDomain}',
				effect: 'reads',
			},
			{
				say: 'Deliver to those, or submit the mail to your own mail server, with a login.',
				effect: 'changes',
				undo: 'Put the old server name back.',
			},
		],
	},
	{
		cause: 'wrong-host',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'The right name is in the provider’s instructions; for a domain’s incoming mail its MX records name it.',
				command: 'dig +short MX {recipientDomain}',
				effect: 'reads',
			},
			{
				say: 'Set it in the program, and see that the setting reaches it: an empty host often means `localhost`.',
				effect: 'changes',
				undo: 'Put the old name back.',
			},
			{
				say: 'If the domain has no MX record and should take mail, publish one.',
				effect: 'changes',
				undo: 'Remove the record.',
			},
		],
	},
	{
		cause: 'stale-dns',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'What the responsible name server says, past every cache:',
				command: 'dig +trace A {host}',
				effect: 'reads',
			},
			{
				say: 'If it is old there: correct the A and AAAA records of {host} where the domain’s DNS is kept, and raise the serial number of the zone.',
				effect: 'changes',
				undo: 'Put the old records back.',
			},
			{
				say: 'If only this machine is behind: the record is in a cache until its time to live is over.',
				command: 'resolvectl flush-caches',
				effect: 'changes',
				undo: 'Nothing to take back; the cache fills by itself.',
			},
			{
				say: 'An entry in the hosts file stays old for ever.',
				command: 'grep -nF {host} /etc/hosts',
				effect: 'reads',
			},
		],
	},
];
