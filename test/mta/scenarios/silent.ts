import {deliver, submit} from '../commands.ts';
import {serverAddress, serverAddress6} from '../harness/addresses.ts';
import type {Scenario} from '../scenario.ts';

/** A shorter wait than the usual 10 s, so that the tests are over sooner. */
const soon = ['--timeout', '2'];
const controls = [{port: 22, greeting: 'SSH-2.0-OpenSSH_9.2p1\r\n'}, {port: 443}];

/** No answer at all: something drops packets. */
export const silent: readonly Scenario[] = [
	{
		id: 'postfix-drop-25',
		server: 'postfix',
		broken: 'the server’s firewall drops port 25; 22, 443 and 587 are open',
		prepare: 'with-submission',
		listeners: controls,
		afterStart: 'iptables -A INPUT -p tcp --dport 25 -j DROP',
		check: deliver('ada@example.test', ...soon),
		expect: {
			class: 'timeout',
			stage: 'connect',
			among: ['firewall-drop', 'provider-egress-block'],
			ruledOut: ['host-down'],
		},
		fix: {cause: 'firewall-drop', on: 'server', only: /^iptables/},
	},
	{
		id: 'postfix-drop-587',
		server: 'postfix',
		broken: 'nftables on the server drops 587; 465 and 25 are open',
		prepare: 'with-submission',
		afterStart: `nft -f - << 'END'
table inet filter {
	chain input {
		type filter hook input priority filter
		tcp dport 587 drop
	}
}
END`,
		check: submit(587, ...soon),
		expect: {class: 'timeout', among: ['firewall-drop'], ruledOut: ['host-down']},
		fix: {cause: 'firewall-drop', on: 'server', only: /^nft/, leaves: 'auth-required'},
	},
	{
		id: 'provider-drops-25',
		server: 'postfix',
		broken: 'the client’s provider drops port 25 to anywhere; 587 and 22 pass',
		prepare: 'with-submission',
		listeners: controls,
		router: 'iptables -A FORWARD -i client -p tcp --dport 25 -j DROP',
		check: deliver('ada@example.test', ...soon),
		expect: {class: 'timeout', cause: 'provider-egress-block', ruledOut: ['host-down']},
	},
	{
		id: 'provider-drops-all-mail-ports',
		server: 'postfix',
		broken: 'the client’s provider drops 25, 465, 587 and 2525; 22 and 443 pass',
		prepare: 'with-submission',
		listeners: controls,
		router: 'iptables -A FORWARD -i client -p tcp -m multiport --dports 25,465,587,2525 -j DROP',
		check: submit(587, ...soon),
		expect: {class: 'timeout', among: ['provider-egress-block'], ruledOut: ['host-down']},
	},
	{
		id: 'client-output-drop',
		server: 'postfix',
		broken: 'the client’s own firewall drops port 25 outgoing',
		listeners: controls,
		client: 'iptables -A OUTPUT -p tcp --dport 25 -j DROP',
		check: deliver('ada@example.test', ...soon),
		expect: {class: 'timeout', among: ['local-firewall-drop'], ruledOut: ['host-down']},
		fix: {cause: 'local-firewall-drop', on: 'client'},
	},
	{
		id: 'answers-dropped',
		server: 'postfix',
		broken: 'the client’s firewall drops what comes in, the server’s answers included',
		listeners: controls,
		client: `
			iptables -A INPUT -i lo -j ACCEPT
			iptables -A INPUT -p udp -j ACCEPT
			iptables -A INPUT -p tcp --sport 22 -j ACCEPT
			iptables -P INPUT DROP`,
		check: deliver('ada@example.test', ...soon),
		expect: {class: 'timeout', among: ['return-traffic-dropped'], ruledOut: ['host-down']},
		fix: {cause: 'return-traffic-dropped', on: 'client'},
	},
	{
		id: 'host-silent',
		server: 'none',
		broken: 'nothing of the server answers: it is off, behind a router that does not say so',
		router: `iptables -A FORWARD -d ${serverAddress} -j DROP`,
		check: deliver('ada@example.test', ...soon),
		expect: {class: 'timeout', cause: 'host-down'},
	},
	{
		id: 'ipv6-silent',
		server: 'postfix',
		broken: 'the name has an AAAA record, and IPv6 is dropped on the way',
		dns: [`mail.example.test AAAA ${serverAddress6}`],
		router: 'ip6tables -A FORWARD -j DROP',
		check: deliver('ada@example.test', ...soon),
		expect: {class: null, warnings: ['one-family-broken']},
	},
	{
		id: 'ipv6-filtered',
		server: 'postfix',
		broken: 'IPv6 is asked for, and the server’s firewall drops port 25 in that family',
		dns: [`mail.example.test AAAA ${serverAddress6}`],
		afterStart: 'ip6tables -A INPUT -p tcp --dport 25 -j DROP',
		check: deliver('ada@example.test', '-6', ...soon),
		expect: {class: 'timeout', among: ['firewall-drop', 'one-family-filtered']},
		fix: {cause: 'one-family-filtered', on: 'server'},
	},
	{
		id: 'large-packets-dropped',
		server: 'postfix',
		broken: 'large packets are dropped on the way, and so the certificate never arrives',
		router: `
			iptables -A FORWARD -m length --length 1000:65535 -j DROP
			ip6tables -A FORWARD -m length --length 1000:65535 -j DROP`,
		check: deliver('ada@example.test', '--tls', 'starttls', ...soon),
		expect: {class: 'timeout', among: ['mtu-black-hole']},
	},
];
