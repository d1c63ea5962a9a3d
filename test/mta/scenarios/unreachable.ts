import {deliver} from '../commands.ts';
import {nobodysAddress, serverAddress6} from '../harness/addresses.ts';
import type {Scenario} from '../scenario.ts';

/** A message says that there is no way, or that it may not be taken. */
export const unreachable: readonly Scenario[] = [
	...['admin', 'host'].map((who): Scenario => ({
		id: `postfix-reject-${who}-prohibited`,
		server: 'postfix',
		broken: `the server’s firewall rejects port 25 with ICMP ${who}-prohibited; 587 is open`,
		prepare: 'with-submission',
		afterStart: `iptables -A INPUT -p tcp --dport 25 -j REJECT --reject-with icmp-${who}-prohibited`,
		check: deliver(),
		expect: {class: 'unreachable', cause: 'icmp-prohibited', ruledOut: ['host-down']},
		fix: {cause: 'icmp-prohibited', on: 'server', only: /^iptables/},
	})),
	{
		id: 'router-without-route',
		server: 'postfix',
		broken: 'a router on the way has no route to the server’s network',
		router: 'ip addr flush dev server',
		check: deliver(),
		expect: {class: 'unreachable', among: ['no-route']},
	},
	{
		id: 'client-without-route',
		server: 'postfix',
		broken: 'the client has lost its default route',
		client: 'ip route del default',
		check: deliver(),
		expect: {class: 'unreachable', cause: 'no-route'},
	},
	{
		id: 'host-down-on-link',
		server: 'none',
		broken: 'the server should be in the client’s own network, and no machine answers there',
		dns: [`mail.example.test A ${nobodysAddress}`],
		check: deliver(),
		expect: {class: 'unreachable', cause: 'host-down'},
	},
	{
		id: 'no-ipv6',
		server: 'postfix',
		broken: 'the name has an IPv6 address alone, and the client has no IPv6',
		dns: ['-mail.example.test A', `mail.example.test AAAA ${serverAddress6}`],
		client: 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6',
		check: deliver(),
		expect: {class: 'unreachable', cause: 'no-ipv6'},
	},
	{
		id: 'ipv6-without-route',
		server: 'postfix',
		broken: 'the name has both addresses, and the client no way for IPv6',
		dns: [`mail.example.test AAAA ${serverAddress6}`],
		client: 'ip -6 route del default',
		check: deliver(),
		expect: {class: null, warnings: ['one-family-broken']},
	},
];
