// What a mail connection meets in a firewall, from the rules as the tools print them.
import {describe, expect, test} from 'vitest';
import {bannedIn, jailsIn} from '../../../../source/checks/server/host/bans.ts';
import {ruleByIptables} from '../../../../source/checks/server/host/firewall/iptables.ts';
import {ruleByNftables} from '../../../../source/checks/server/host/firewall/nftables.ts';
import type {Packet} from '../../../../source/checks/server/host/firewall/packet.ts';

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
const reply: Packet = {
	...incoming,
	hook: 'output',
	source: incoming.destination,
	destination: incoming.source,
	sourcePort: 25,
	destinationPort: 40_000,
	state: 'established',
};

const table = (policy: string, ...rules: string[]) =>
	[
		'*filter',
		`:INPUT ${policy} [0:0]`,
		':FORWARD DROP [0:0]',
		':OUTPUT ACCEPT [0:0]',
		':f2b-postfix - [0:0]',
		':web - [0:0]',
		...rules.map(rule => `-A ${rule}`),
		'COMMIT',
	].join('\n');

describe('iptables', () => {
	test.each([
		['no rule: the policy lets it in', table('ACCEPT'), 'accept', true],
		['no rule: the policy drops it', table('DROP'), 'drop', true],
		[
			'an option that is not known narrows the rule in a way that nobody knows',
			table('ACCEPT', 'INPUT -p tcp -m conntrack --ctorigdstport 8443 -j DROP'),
			'accept',
			false,
		],
		[
			'a default DROP without an ACCEPT for mail',
			table('DROP', 'INPUT -i lo -j ACCEPT', 'INPUT -p tcp -m tcp --dport 22 -j ACCEPT'),
			'drop',
			true,
		],
		[
			'mail ports in one rule',
			table('DROP', 'INPUT -p tcp -m multiport --dports 25,465,587 -j ACCEPT'),
			'accept',
			true,
		],
		[
			'a range of ports',
			table('DROP', 'INPUT -p tcp -m tcp --dport 20:30 -j ACCEPT'),
			'accept',
			true,
		],
		[
			'established connections do not help the first packet',
			table('DROP', 'INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'),
			'drop',
			true,
		],
		[
			'a REJECT for everybody but one network',
			table(
				'ACCEPT',
				'INPUT ! -s 203.0.113.0/24 -p tcp -m tcp --dport 25 -j REJECT --reject-with icmp-port-unreachable',
			),
			'reject',
			true,
		],
		['another protocol', table('ACCEPT', 'INPUT -p udp -m udp --dport 25 -j DROP'), 'accept', true],
		['another interface', table('ACCEPT', 'INPUT -i wg0 -p tcp -j DROP'), 'accept', true],
		[
			'a chain of fail2ban',
			table(
				'ACCEPT',
				'INPUT -p tcp -m multiport --dports 25 -j f2b-postfix',
				'f2b-postfix -s 192.0.2.10/32 -j REJECT --reject-with icmp-port-unreachable',
				'f2b-postfix -j RETURN',
			),
			'reject',
			true,
		],
		[
			'a chain that returns leads on',
			table(
				'ACCEPT',
				'INPUT -j web',
				'web -s 203.0.113.9/32 -j DROP',
				'web -j RETURN',
				'INPUT -p tcp -m tcp --dport 25 -j DROP',
			),
			'drop',
			true,
		],
		[
			'a comment that looks like a rule',
			table(
				'ACCEPT',
				'INPUT -p tcp -m tcp --dport 80 -m comment --comment "-j DROP --dport 25" -j DROP',
			),
			'accept',
			true,
		],
		[
			'a limit that only the kernel can judge',
			table('ACCEPT', 'INPUT -p tcp -m tcp --dport 25 -m limit --limit 5/min -j DROP'),
			'accept',
			false,
		],
		[
			'a log rule decides nothing',
			table('ACCEPT', 'INPUT -j LOG --log-prefix "mail "'),
			'accept',
			true,
		],
	] as const)('%s', (_, rules, verdict, certain) => {
		expect(ruleByIptables(rules, incoming)).toMatchObject({verdict, certain});
	});

	test('the answers need a rule of their own where OUTPUT is closed', () => {
		const closed = [
			'*filter',
			':INPUT DROP [0:0]',
			':OUTPUT DROP [0:0]',
			'-A INPUT -p tcp -m tcp --dport 25 -j ACCEPT',
		].join('\n');
		expect(ruleByIptables(closed, incoming)?.verdict).toBe('accept');
		expect(ruleByIptables(closed, reply)?.verdict).toBe('drop');
		const stateful = `${closed}\n-A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT`;
		expect(ruleByIptables(stateful, reply)?.verdict).toBe('accept');
	});

	test('rules that jump in a circle end', () => {
		const circle = table('ACCEPT', 'INPUT -j web', 'web -j f2b-postfix', 'f2b-postfix -j web');
		expect(ruleByIptables(circle, incoming)?.verdict).toBe('accept');
	});

	test('what is no table of rules says nothing', () => {
		expect(ruleByIptables('iptables-save: Permission denied', incoming)).toBeUndefined();
	});
});

const chain = (more: object = {}) => ({
	chain: {
		family: 'inet',
		table: 'filter',
		name: 'input',
		handle: 1,
		type: 'filter',
		hook: 'input',
		prio: 0,
		policy: 'drop',
		...more,
	},
});
const nftRule = (handle: number, ...expr: object[]) => ({
	rule: {family: 'inet', table: 'filter', chain: 'input', handle, expr},
});
const match = (left: object, right: unknown, op = '==') => ({match: {op, left, right}});
const payload = (protocol: string, field: string) => ({payload: {protocol, field}});
const json = (...entries: object[]) => JSON.stringify({nftables: [{metainfo: {}}, ...entries]});
const established = match({ct: {key: 'state'}}, ['established', 'related'], 'in');

describe('nftables', () => {
	test.each([
		['the policy alone', [chain()], 'drop'],
		[
			'a rule for the port',
			[chain(), nftRule(2, match(payload('tcp', 'dport'), 25), {accept: null})],
			'accept',
		],
		[
			'a set of ports',
			[
				chain(),
				nftRule(
					2,
					match(payload('tcp', 'dport'), {set: [22, {range: [25, 26]}]}),
					{counter: {}},
					{accept: null},
				),
			],
			'accept',
		],
		[
			'a named set of networks',
			[
				chain(),
				{
					set: {
						family: 'inet',
						table: 'filter',
						name: 'friends',
						elem: [{prefix: {addr: '192.0.2.0', len: 24}}],
					},
				},
				nftRule(2, match(payload('ip', 'saddr'), '@friends'), {accept: null}),
			],
			'accept',
		],
		[
			'established connections do not help the first packet',
			[chain(), nftRule(2, established, {accept: null})],
			'drop',
		],
		[
			'a map of states',
			[
				chain({policy: 'accept'}),
				nftRule(2, {
					vmap: {
						key: {ct: {key: 'state'}},
						data: {
							set: [
								['established', {accept: null}],
								['new', {jump: {target: 'fresh'}}],
							],
						},
					},
				}),
				{chain: {family: 'inet', table: 'filter', name: 'fresh'}},
				{
					rule: {
						family: 'inet',
						table: 'filter',
						chain: 'fresh',
						handle: 5,
						expr: [{reject: {type: 'icmpx'}}],
					},
				},
			],
			'reject',
		],
		[
			'the loopback interface is not the client’s',
			[chain(), nftRule(2, match({meta: {key: 'iifname'}}, 'lo'), {accept: null})],
			'drop',
		],
		[
			'a later chain that drops outweighs one that accepts',
			[
				chain({policy: 'accept'}),
				{chain: {family: 'ip', table: 'late', name: 'in', hook: 'input', prio: 10, policy: 'drop'}},
			],
			'drop',
		],
	] as const)('%s', (_, entries, verdict) => {
		expect(ruleByNftables(json(...entries), '', incoming)).toMatchObject({verdict, certain: true});
	});

	test('the rule that decides is shown in its own words', () => {
		const listing =
			'table inet filter { # handle 1\n\tchain input { # handle 1\n\t\ttcp dport 25 drop # handle 7\n\t}\n}\n';
		const rules = json(
			chain({policy: 'accept'}),
			nftRule(7, match(payload('tcp', 'dport'), 25), {drop: null}),
		);
		expect(ruleByNftables(rules, listing, incoming)).toMatchObject({
			rule: 'tcp dport 25 drop',
			place: 'inet filter input',
		});
	});

	test('a condition that only the kernel can judge makes it uncertain', () => {
		const rules = json(chain(), nftRule(2, {limit: {rate: 5}}, {accept: null}));
		expect(ruleByNftables(rules, '', incoming)).toMatchObject({verdict: 'drop', certain: false});
	});

	test('tables that iptables keeps there are left to iptables-save', () => {
		const rules = json({
			chain: {family: 'ip', table: 'filter', name: 'INPUT', hook: 'input', prio: 0, policy: 'drop'},
		});
		expect(ruleByNftables(rules, '', incoming)).toBeUndefined();
	});

	test('what is no ruleset says nothing', () => {
		expect(ruleByNftables('Operation not permitted', '', incoming)).toBeUndefined();
		expect(ruleByNftables('{"nftables": 3}', '', incoming)).toBeUndefined();
	});
});

test('the jails and addresses of fail2ban', () => {
	const status = 'Status\n|- Number of jail:\t2\n`- Jail list:\tpostfix, sshd\n';
	expect(jailsIn(status)).toEqual(['postfix', 'sshd']);
	const jail =
		'`- Actions\n   |- Currently banned:\t1\n   `- Banned IP list:\t192.0.2.10 2001:db8::7\n';
	expect(bannedIn(jail)).toEqual(['192.0.2.10', '2001:db8::7']);
	expect(bannedIn('`- Banned IP list:\t\n')).toEqual([]);
});
