// Whom a firewall lets in where it turns a client away, and the rule that does.
import {expect, test} from 'vitest';
import {
	letInBeside,
	ruleBy,
	type Rules,
} from '../../../../source/checks/server/host/firewall/let-in.ts';
import type {Packet} from '../../../../source/checks/server/host/firewall/packet.ts';

const packet: Packet = {
	hook: 'input',
	family: 4,
	source: '192.0.2.20',
	destination: '198.51.100.25',
	sourcePort: 40_000,
	destinationPort: 25,
	state: 'new',
	device: 'eth0',
};

const iptables = (policy: string, ...rules: readonly string[]): Rules => ({
	json: '',
	listing: '',
	saved: [
		{
			tool: 'iptables',
			text: [
				'*filter',
				`:INPUT ${policy} [0:0]`,
				':mail - [0:0]',
				':ufw-user-input - [0:0]',
				...rules.map(rule => `-A ${rule}`),
				'COMMIT',
			].join('\n'),
		},
	],
});

type Rule = {handle: number; source?: unknown; verdict: string; text: string; chain?: string};

/** Rules of nftables as `nft -j` and `nft -a` print them. */
function nft(policy: string, rules: readonly Rule[], sets: readonly object[] = []): Rules {
	const match = (field: string, protocol: string, right: unknown) => ({
		match: {op: '==', left: {payload: {protocol, field}}, right},
	});
	const common = {family: 'inet', table: 'filter'};
	return {
		json: JSON.stringify({
			nftables: [
				{chain: {...common, name: 'input', hook: 'input', prio: 0, policy}},
				{chain: {...common, name: 'mail'}},
				...sets.map(set => ({set: {...common, ...set}})),
				...rules.map(({handle, source, verdict, chain = 'input'}) => ({
					rule: {
						...common,
						chain,
						handle,
						expr: [
							...(source === undefined ? [] : [match('saddr', 'ip', source)]),
							match('dport', 'tcp', 25),
							verdict === 'mail' ? {jump: {target: 'mail'}} : {[verdict]: null},
						],
					},
				})),
			],
		}),
		listing: [
			'table inet filter {',
			'\tchain input {',
			...rules.map(({text, handle}) => `\t\t${text} # handle ${handle}`),
			'\t}',
			'}',
		].join('\n'),
		saved: [],
	};
}

const accepted = '-s 192.0.2.10/32 -p tcp -m tcp --dport 25 -j ACCEPT';

test('a rule of iptables for one source, and the place beside it', () => {
	const rules = iptables('DROP', 'INPUT -i lo -j ACCEPT', `INPUT ${accepted}`);
	expect(letInBeside(rules, packet)).toEqual([
		{
			place: `the firewall rule “-A INPUT ${accepted}” (filter INPUT)`,
			names: ['192.0.2.10/32'],
			tool: 'iptables',
			family: '',
			table: '',
			chain: 'INPUT',
			before: 2,
		},
	]);
});

test('a rule in a chain of its own', () => {
	const rules = iptables(
		'ACCEPT',
		'INPUT -p tcp --dport 25 -j mail',
		`mail ${accepted}`,
		'mail -j REJECT',
	);
	expect(letInBeside(rules, packet)).toMatchObject([{chain: 'mail', before: 1}]);
});

test('a rule that ufw made is put right with ufw', () => {
	const rules = iptables('DROP', 'INPUT -j ufw-user-input', `ufw-user-input ${accepted}`);
	expect(letInBeside(rules, packet)).toMatchObject([{tool: 'ufw', names: ['192.0.2.10/32']}]);
});

test('a rule of nftables, without what it has counted', () => {
	const text = 'ip saddr 192.0.2.10 tcp dport 25 counter packets 7 bytes 420 accept';
	const rules = nft('drop', [{handle: 9, source: '192.0.2.10', verdict: 'accept', text}]);
	expect(letInBeside(rules, packet)).toEqual([
		{
			place: 'the firewall rule “ip saddr 192.0.2.10 tcp dport 25 accept” (inet filter input)',
			names: ['192.0.2.10'],
			tool: 'nft',
			family: 'inet',
			table: 'filter',
			chain: 'input',
			before: 9,
		},
	]);
});

test('a network, as it is written', () => {
	const source = {prefix: {addr: '203.0.113.0', len: 28}};
	const text = 'ip saddr 203.0.113.0/28 tcp dport 25 accept';
	const rules = nft('drop', [{handle: 4, source, verdict: 'accept', text}]);
	expect(letInBeside(rules, packet)).toMatchObject([{names: ['203.0.113.0/28'], before: 4}]);
});

test('the members of a set', () => {
	const text = 'ip saddr @applications tcp dport 25 accept';
	const rules = nft(
		'drop',
		[{handle: 4, source: '@applications', verdict: 'accept', text}],
		[{name: 'applications', elem: ['192.0.2.10', '192.0.2.11']}],
	);
	expect(letInBeside(rules, packet)).toMatchObject([{names: ['192.0.2.10', '192.0.2.11']}]);
});

test('the one that is let in is found among thousands that are banned', () => {
	const banned = Array.from({length: 3000}, (_, n) => `203.0.${n >> 8}.${n & 255}`);
	const rules = iptables(
		'DROP',
		...banned.map(address => `INPUT -s ${address}/32 -j REJECT`),
		`INPUT ${accepted}`,
	);
	expect(letInBeside(rules, packet)).toMatchObject([{names: ['192.0.2.10/32'], before: 3001}]);
});

test.each([
	['the client is let in as well', iptables('ACCEPT', `INPUT ${accepted}`)],
	['nobody is let in', iptables('DROP')],
	['another port', iptables('DROP', 'INPUT -s 192.0.2.10/32 -p tcp --dport 22 -j ACCEPT')],
	[
		'the rule comes too late',
		iptables('DROP', 'INPUT -p tcp --dport 25 -j DROP', `INPUT ${accepted}`),
	],
	['an address that is turned away, too', iptables('DROP', 'INPUT -s 192.0.2.10/32 -j REJECT')],
	['no rules at all', {json: '', listing: '', saved: []}],
	[
		'only the kernel can tell whether the rule fits',
		iptables('DROP', 'INPUT -s 192.0.2.10/32 -m set --match-set mail src -j ACCEPT'),
	],
])('nobody is let in beside this client: %s', (_, rules) => {
	expect(letInBeside(rules, packet)).toEqual([]);
});

test('what another set of rules drops is let in by none', () => {
	const {saved} = iptables('DROP', `INPUT ${accepted}`);
	const {json, listing} = nft('drop', []);
	const both = {json, listing, saved};
	expect(ruleBy(both, {...packet, source: '192.0.2.10'})?.verdict).toBe('drop');
	expect(letInBeside(both, packet)).toEqual([]);
});
