import type {Remedy} from '../../core/knowledge.ts';

/** Names, resolvers and routes. */
export const dnsRemedies: readonly Remedy[] = [
	{
		cause: 'no-route',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Is there an address, and a default route?',
				command: 'ip -brief address; ip route; ip -6 route',
				effect: 'reads',
			},
			{
				say: 'Bring the network or the VPN up, or add the missing route with the tool that this machine’s network is set up with.',
				effect: 'changes',
				undo: 'Remove the route again.',
			},
		],
	},
	{
		cause: 'name-missing',
		mta: 'any',
		where: 'dns',
		steps: [
			{say: 'Check the spelling in the program’s settings.', effect: 'reads'},
			{
				say: 'If the name should exist, add its A or AAAA record where the domain’s DNS is kept.',
				effect: 'changes',
				undo: 'Remove the record.',
			},
		],
	},
	{
		cause: 'mx-target-missing',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'Give the host {host} that the MX names an A or AAAA record, or correct the MX record.',
				effect: 'changes',
				undo: 'Put the old records back.',
			},
		],
	},
	{
		cause: 'mx-invalid',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'Let the MX record name a host, such as `mail.example.com`, and give that host an A or AAAA record (no CNAME).',
				effect: 'changes',
				undo: 'Put the old record back.',
			},
		],
	},
	{
		cause: 'servfail',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'Ask each of the domain’s name servers; tell its operator which one fails.',
				command: 'dig +nssearch {host}',
				effect: 'reads',
			},
			{
				say: 'If it is your zone: look for a syntax error in it, and reload the name server.',
				effect: 'changes',
				undo: 'Put the old zone back.',
			},
		],
	},
	{
		cause: 'dnssec-bogus',
		mta: 'any',
		where: 'dns',
		steps: [
			{say: 'Where is the chain broken?', command: 'delv A {host}', effect: 'reads'},
			{
				say: 'The domain’s operator signs the zone again, or corrects the DS record at the registrar. Removing the DS switches DNSSEC off until it is right.',
				effect: 'changes',
				undo: 'Put the DS record back.',
			},
		],
	},
	{
		cause: 'resolver-down',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Which resolver is set, and does another one answer?',
				command: 'cat /etc/resolv.conf; dig A {host} @9.9.9.9',
				effect: 'reads',
			},
			{
				say: 'Start it, or name one that works, in the place where this machine keeps it: `resolv.conf`, systemd-resolved, NetworkManager or DHCP. With systemd-resolved:',
				command: 'systemctl restart systemd-resolved',
				effect: 'changes',
				undo: 'Put the old resolver back.',
			},
			{
				say: 'Postfix on Debian keeps a copy in its chroot; a restart renews it.',
				command: 'systemctl restart postfix',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		cause: 'zone-unreachable',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'Tell the domain’s operator that its name servers do not answer. If they are yours: are they up, and is UDP and TCP port 53 open?',
				command: 'dig +trace A {host}',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'hosts-file',
		mta: 'any',
		where: 'client',
		steps: [
			{say: 'Find the entry.', command: 'grep -nF {host} /etc/hosts', effect: 'reads'},
			{
				say: 'Keep a copy, then correct or remove that line.',
				command: 'cp -a /etc/hosts /etc/hosts.before',
				effect: 'changes',
				undo: '`cp -a /etc/hosts.before /etc/hosts`',
			},
		],
	},
];
