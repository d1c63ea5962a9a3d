// The rules that ufw and firewalld write are followed, and led back to what their users call them.
import {describe, expect, test} from 'vitest';
import {
	serviceOf,
	zoneIn,
	zoneOfChain,
} from '../../../../source/checks/server/host/firewall/firewalld.ts';
import {ruleByIptables} from '../../../../source/checks/server/host/firewall/iptables.ts';
import {ruleByNftables} from '../../../../source/checks/server/host/firewall/nftables.ts';
import type {Packet} from '../../../../source/checks/server/host/firewall/packet.ts';
import {
	isUfwOn,
	ufwCount,
	ufwDefault,
	ufwRuleFor,
} from '../../../../source/checks/server/host/firewall/ufw.ts';

const incoming: Packet = {
	hook: 'input',
	family: 4,
	source: '192.0.2.10',
	destination: '198.51.100.25',
	sourcePort: 40_000,
	destinationPort: 25,
	state: 'new',
	device: 'eth0',
};

// ufw 0.36.1, by `iptables-save` of iptables 1.8.9; what is about other protocols is left out
const saved = (...own: readonly string[]) => `*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:ufw-after-input - [0:0]
:ufw-after-logging-input - [0:0]
:ufw-before-input - [0:0]
:ufw-before-logging-input - [0:0]
:ufw-logging-deny - [0:0]
:ufw-not-local - [0:0]
:ufw-reject-input - [0:0]
:ufw-skip-to-policy-input - [0:0]
:ufw-user-input - [0:0]
:ufw-user-limit - [0:0]
:ufw-user-limit-accept - [0:0]
-A INPUT -j ufw-before-logging-input
-A INPUT -j ufw-before-input
-A INPUT -j ufw-after-input
-A INPUT -j ufw-after-logging-input
-A INPUT -j ufw-reject-input
-A ufw-after-input -p tcp -m tcp --dport 445 -j ufw-skip-to-policy-input
-A ufw-after-input -m addrtype --dst-type BROADCAST -j ufw-skip-to-policy-input
-A ufw-after-logging-input -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "
-A ufw-before-input -i lo -j ACCEPT
-A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A ufw-before-input -m conntrack --ctstate INVALID -j ufw-logging-deny
-A ufw-before-input -m conntrack --ctstate INVALID -j DROP
-A ufw-before-input -j ufw-not-local
-A ufw-before-input -j ufw-user-input
-A ufw-logging-deny -m conntrack --ctstate INVALID -m limit --limit 3/min --limit-burst 10 -j RETURN
-A ufw-logging-deny -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "
-A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN
-A ufw-not-local -m addrtype --dst-type MULTICAST -j RETURN
-A ufw-not-local -m addrtype --dst-type BROADCAST -j RETURN
-A ufw-not-local -m limit --limit 3/min --limit-burst 10 -j ufw-logging-deny
-A ufw-not-local -j DROP
-A ufw-skip-to-policy-input -j DROP
${own.map(rule => `-A ufw-user-input ${rule}`).join('\n')}
-A ufw-user-limit -m limit --limit 3/min -j LOG --log-prefix "[UFW LIMIT BLOCK] "
-A ufw-user-limit -j REJECT --reject-with icmp-port-unreachable
-A ufw-user-limit-accept -j ACCEPT
COMMIT`;

describe('ufw', () => {
	test.each([
		['no rule for the port', [], 'drop', 'the policy of the chain: -P INPUT DROP'],
		[
			'a rule that lets it in',
			['-p tcp -m tcp --dport 25 -j ACCEPT'],
			'accept',
			'-A ufw-user-input -p tcp -m tcp --dport 25 -j ACCEPT',
		],
		[
			'a rule for other clients',
			['-s 203.0.113.0/24 -p tcp -m tcp --dport 25 -j ACCEPT'],
			'drop',
			'the policy of the chain: -P INPUT DROP',
		],
		[
			'a rule that rejects',
			['-p tcp -m tcp --dport 25 -j REJECT --reject-with tcp-reset'],
			'reject',
			'-A ufw-user-input -p tcp -m tcp --dport 25 -j REJECT --reject-with tcp-reset',
		],
	])('%s', (_, own, verdict, rule) => {
		expect(ruleByIptables(saved(...own), incoming)).toMatchObject({verdict, rule, certain: true});
	});

	test('a limit that may shut the client out is no certainty', () => {
		const limited = saved(
			'-p tcp -m tcp --dport 25 -m conntrack --ctstate NEW -m recent --set --name DEFAULT',
			'-p tcp -m tcp --dport 25 -m conntrack --ctstate NEW -m recent --update --seconds 30 --hitcount 6 --name DEFAULT -j ufw-user-limit',
			'-p tcp -m tcp --dport 25 -j ufw-user-limit-accept',
		);
		expect(ruleByIptables(limited, incoming)).toMatchObject({verdict: 'accept', certain: false});
	});

	// /etc/ufw/user.rules of ufw 0.36.1
	const rules = `*filter
:ufw-user-input - [0:0]
### RULES ###

### tuple ### allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in
-A ufw-user-input -p tcp --dport 22 -j ACCEPT

### tuple ### deny_log any any 0.0.0.0/0 any 192.0.2.0/28 in comment=6e6f
-A ufw-user-input -s 192.0.2.0/28 -j DROP

### tuple ### reject tcp 25 0.0.0.0/0 any 0.0.0.0/0 in
-A ufw-user-input -p tcp --dport 25 -j REJECT --reject-with tcp-reset

### tuple ### allow tcp 465,587 0.0.0.0/0 any 0.0.0.0/0 Postfix%20Submission - in
### tuple ### allow any any 0.0.0.0/0 any 0.0.0.0/0 out
### tuple ### route:deny tcp 25 0.0.0.0/0 any 0.0.0.0/0 in
### END RULES ###
`;

	test('the rule that decides has the number under which ufw shows it, and its line', () => {
		expect(ufwRuleFor(rules, incoming, 0)).toEqual({
			number: 2,
			text: '[2] Anywhere DENY IN 192.0.2.0/28',
			line: 8,
			isFor: 'more',
		});
		expect(ufwRuleFor(rules, {...incoming, source: '203.0.113.1'}, 0)).toEqual({
			number: 3,
			text: '[3] 25/tcp REJECT IN Anywhere',
			line: 11,
			isFor: 'this port',
		});
		expect(
			ufwRuleFor(rules, {...incoming, source: '203.0.113.1', destinationPort: 587}, 6)?.text,
		).toBe('[10] 465,587/tcp ALLOW IN Anywhere');
		expect(ufwRuleFor(rules, {...incoming, source: '203.0.113.1', destinationPort: 80}, 0)).toBe(
			undefined,
		);
		expect(ufwCount(rules)).toBe(6);
	});

	test('without a rule the default decides, where ufw is on', () => {
		expect(ufwDefault('# comment\nIPV6=yes\nDEFAULT_INPUT_POLICY="DROP"\n')).toEqual({
			text: 'DEFAULT_INPUT_POLICY="DROP"',
			line: 3,
		});
		expect(isUfwOn('# ENABLED=yes\nENABLED=no\n')).toBe(false);
		expect(isUfwOn('ENABLED=yes\nLOGLEVEL=low\n')).toBe(true);
	});
});

describe('firewalld', () => {
	const chain = (name: string, more: object = {}) => ({
		chain: {family: 'inet', table: 'firewalld', name, ...more},
	});
	const rule = (of: string, handle: number, ...expr: readonly object[]) => ({
		rule: {family: 'inet', table: 'firewalld', chain: of, handle, expr},
	});
	const state = (...states: readonly string[]) => ({
		match: {op: 'in', left: {ct: {key: 'state'}}, right: {set: states}},
	});
	const translated = {match: {op: 'in', left: {ct: {key: 'status'}}, right: 'dnat'}};
	const port = (right: number) => ({
		match: {op: '==', left: {payload: {protocol: 'tcp', field: 'dport'}}, right},
	});
	const prohibited = {reject: {type: 'icmpx', expr: 'admin-prohibited'}};

	// firewalld 1.3.3 with nftables 1.0.6; empty chains are left out
	const ruleset = (...more: readonly object[]) =>
		JSON.stringify({
			nftables: [
				chain('filter_INPUT', {type: 'filter', hook: 'input', prio: 10, policy: 'accept'}),
				chain('filter_INPUT_ZONES'),
				chain('filter_IN_public'),
				chain('filter_IN_public_allow'),
				rule('filter_INPUT', 1, state('established', 'related'), {accept: null}),
				rule('filter_INPUT', 2, translated, {accept: null}),
				rule('filter_INPUT', 3, {jump: {target: 'filter_INPUT_ZONES'}}),
				rule('filter_INPUT', 4, prohibited),
				rule('filter_INPUT_ZONES', 5, {goto: {target: 'filter_IN_public'}}),
				rule('filter_IN_public', 6, {jump: {target: 'filter_IN_public_allow'}}),
				rule('filter_IN_public', 7, prohibited),
				rule('filter_IN_public_allow', 8, port(22), {accept: null}),
				...more,
			],
		});

	test('the zone rejects, and that is certain where no address is translated', () => {
		expect(ruleByNftables(ruleset(), '', incoming)).toMatchObject({
			verdict: 'reject',
			place: 'inet firewalld filter_IN_public',
			certain: true,
		});
		const forwarding = rule('nat_PREROUTING', 9, port(25), {dnat: {addr: '10.0.0.2', port: 25}});
		expect(ruleByNftables(ruleset(forwarding), '', incoming)?.certain).toBe(false);
		const open = rule('filter_IN_public_allow', 9, port(25), {accept: null});
		expect(ruleByNftables(ruleset(open), '', incoming)).toMatchObject({
			verdict: 'accept',
			certain: true,
		});
	});

	test.each([
		['filter_IN_public', 'public'],
		['filter_IN_my-zone_deny', 'my-zone'],
		['IN_public_allow', 'public'],
		['filter_INPUT', ''],
		['filter_IN_policy_allow-host-ipv6', ''],
	])('the chain %s belongs to the zone “%s”', (name, zone) => {
		expect(zoneOfChain(name)).toBe(zone);
	});

	test('what the zone lets in is read', () => {
		const listed = `public (active)
  target: default
  icmp-block-inversion: no
  interfaces: eth0
  sources: 
  services: dhcpv6-client ssh
  ports: 8080/tcp
  protocols: 
  rich rules: 
	rule family="ipv4" source address="203.0.113.0/24" port port="25" protocol="tcp" accept
`;
		expect(zoneIn(listed)).toEqual({
			name: 'public',
			services: 'dhcpv6-client ssh',
			ports: '8080/tcp',
			target: 'default',
			rich: 'rule family="ipv4" source address="203.0.113.0/24" port port="25" protocol="tcp" accept',
		});
		expect(zoneIn('FirewallD is not running')).toBeUndefined();
		expect([25, 465, 587, 2525].map(serviceOf)).toEqual(['smtp', 'smtps', 'smtp-submission', '']);
	});
});

test('rules that lead through one another again and again come to an end', () => {
	const doubling = Array.from({length: 30}, (_, n) => n);
	const rules = [
		'*filter',
		':INPUT ACCEPT [0:0]',
		...doubling.map(n => `:c${n} - [0:0]`),
		'-A INPUT -j c0',
		...doubling.flatMap(n => [`-A c${n} -j c${n + 1}`, `-A c${n} -j c${n + 1}`]),
	].join('\n');
	expect(ruleByIptables(rules, incoming)).toMatchObject({verdict: 'accept', certain: false});
});
