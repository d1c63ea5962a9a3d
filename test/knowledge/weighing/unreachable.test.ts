// No way to the host: the likeliest cause.
import {seen} from '../sample-facts.ts';
import {check, mail, toDeliver} from './weigh.ts';

check({
	'the router says at once that there is no route': {
		class: 'unreachable',
		seen: [toDeliver, seen('tcp.unreachable', {code: 'ENETUNREACH', after: 30})],
		first: 'no-route',
		standing: 'likely',
	},
	'no route, and nothing else of that network answers either': {
		class: 'unreachable',
		seen: [
			toDeliver,
			seen('tcp.unreachable', {code: 'ENETUNREACH', after: 30}),
			seen('tcp.unreachable', {code: 'ENETUNREACH', port: 443, role: 'control', after: 30}),
		],
		first: 'no-route',
		standing: 'likely',
	},
	'25 gets “no route to host” while 587 answers: a firewall': {
		class: 'unreachable',
		seen: [toDeliver, seen('tcp.unreachable'), seen('tcp.open', mail(587))],
		first: 'icmp-prohibited',
		standing: 'confirmed',
		out: ['no-route', 'host-down'],
	},
	'nobody answers in the own network for three seconds': {
		class: 'unreachable',
		seen: [toDeliver, seen('tcp.unreachable', {after: 3050})],
		first: 'host-down',
		standing: 'likely',
	},
	'this system forbids it': {
		class: 'unreachable',
		seen: [toDeliver, seen('tcp.unreachable', {code: 'EPERM', after: 0.2})],
		first: 'local-firewall-reject',
		standing: 'confirmed',
	},
	'an IPv6 address, and no IPv6 here': {
		class: 'unreachable',
		seen: [
			toDeliver,
			seen('tcp.unreachable', {code: 'ENETUNREACH', address: '2001:db8::25', after: 0.2}),
		],
		first: 'no-ipv6',
		standing: 'likely',
	},
});
