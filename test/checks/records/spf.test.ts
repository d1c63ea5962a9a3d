// SPF for the address from which the mail leaves: each result with its mechanism, counts and remedy.
import {expect, test} from 'vitest';
import type {Facts} from '../../../source/core/observation.ts';
import type {Zone} from '../../helpers/name-server.ts';
import {egress as usualEgress, examine, sender, sound} from './examine.ts';

type Spf = Facts['records.spf'];

async function spf(zone: Zone, egress = usualEgress) {
	const examined = await examine({...sound, ...zone}, {egress});
	const facts = examined.observed('records.spf').find(({identity}) => identity === 'sender');
	return {facts, findings: examined.about('SPF'), ...examined};
}

const record = (text: string, more: Zone = {}): Zone => ({
	[sender]: {MX: ['10 mail.sender.example'], TXT: [text]},
	...more,
});

const many = (count: number): Zone =>
	Object.fromEntries(
		Array.from({length: count}, (_, i) => [`s${i}.example`, {TXT: ['v=spf1 ip4:192.0.2.1 -all']}]),
	);

const includes = (count: number) =>
	Array.from({length: count}, (_, i) => `include:s${i}.example`).join(' ');

const cases: Readonly<
	Record<string, readonly [zone: Zone, facts: Partial<Spf>, severity: string]>
> = {
	'a pass by its address': [
		{},
		{result: 'pass', mechanism: 'ip4:203.0.113.7', lookups: 0, voids: 0},
		'fine',
	],
	'a pass through the MX': [
		record('v=spf1 mx -all'),
		{result: 'pass', mechanism: 'mx', lookups: 1},
		'fine',
	],
	'a pass inside an include': [
		record('v=spf1 include:esp.example -all', {
			'esp.example': {TXT: ['v=spf1 include:pool.esp.example ~all']},
			'pool.esp.example': {TXT: ['v=spf1 ip4:203.0.113.0/24 ~all']},
		}),
		{
			result: 'pass',
			mechanism: 'ip4:203.0.113.0/24',
			path: [sender, 'esp.example', 'pool.esp.example'],
			lookups: 2,
		},
		'fine',
	],
	'a fail': [
		record('v=spf1 a -all', {}),
		{
			result: 'fail',
			mechanism: '-all',
			lookups: 1,
			voids: 1,
			suggestion: '"v=spf1 ip4:203.0.113.7 a -all"',
		},
		'problem',
	],
	'a softfail': [
		record('v=spf1 ip4:192.0.2.1 ~all'),
		{result: 'softfail', mechanism: '~all'},
		'problem',
	],
	'neutral, by saying so': [
		record('v=spf1 ?all'),
		{result: 'neutral', mechanism: '?all'},
		'warning',
	],
	'neutral, for lack of an end': [
		record('v=spf1 ip4:192.0.2.1'),
		{result: 'neutral', mechanism: 'default'},
		'warning',
	],
	'no record': [
		{[sender]: {MX: ['10 mail.sender.example'], TXT: ['v=spf10 nonsense']}},
		{result: 'none', record: '', suggestion: '"v=spf1 mx ip4:203.0.113.7 ~all"'},
		'warning',
	],
	'everybody allowed': [record('v=spf1 +all'), {result: 'pass', mechanism: '+all'}, 'warning'],
	'two records': [
		{
			[sender]: {
				MX: ['10 mail.sender.example'],
				TXT: ['v=spf1 include:esp.example -all', 'v=spf1 mx ~all'],
			},
		},
		{
			result: 'permerror',
			fault: 'several-records',
			suggestion: '"v=spf1 ip4:203.0.113.7 include:esp.example mx ~all"',
		},
		'problem',
	],
	'a typo': [
		record('v=spf1 ipv4:203.0.113.7 -all'),
		{
			result: 'permerror',
			fault: 'syntax',
			detail: 'ipv4:203.0.113.7',
			suggestion: '"v=spf1 ip4:203.0.113.7 -all"',
		},
		'problem',
	],
	'more than ten look-ups': [
		record(`v=spf1 ${includes(11)} ip4:203.0.113.7 -all`, many(11)),
		{
			result: 'permerror',
			fault: 'too-many-lookups',
			detail: 'include:s10.example',
			lookups: 11,
			cost: 11,
		},
		'problem',
	],
	'more than ten look-ups behind the match': [
		record(`v=spf1 ip4:203.0.113.7 ${includes(11)} -all`, many(11)),
		{result: 'pass', lookups: 0, cost: 11},
		'warning',
	],
	'more than two void look-ups': [
		record('v=spf1 a:gone1.example a:gone2.example exists:gone3.example -all'),
		{result: 'permerror', fault: 'too-many-voids', detail: 'gone3.example', voids: 3},
		'problem',
	],
	'an include loop': [
		record('v=spf1 include:loop.example -all', {
			'loop.example': {TXT: [`v=spf1 include:${sender} -all`]},
		}),
		{result: 'permerror', fault: 'loop', detail: sender, path: [sender, 'loop.example']},
		'problem',
	],
	'an include without a record': [
		record('v=spf1 include:nothing.example -all', {'nothing.example': {TXT: ['hello']}}),
		{result: 'permerror', fault: 'nothing-included', detail: 'nothing.example'},
		'problem',
	],
	'an include whose DNS fails': [
		record('v=spf1 include:broken.example -all', {'broken.example': 'SERVFAIL'}),
		{result: 'temperror', fault: 'dns', detail: 'broken.example'},
		'warning',
	],
	'a macro': [
		record('v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all', {
			'7.113.0.203.in-addr._spf.sender.example': {A: ['127.0.0.2']},
		}),
		{result: 'pass', mechanism: 'exists:%{ir}.%{v}._spf.%{d2}', lookups: 1},
		'fine',
	],
	'a redirect': [
		record('v=spf1 redirect=_spf.other.example', {
			'_spf.other.example': {TXT: ['v=spf1 ip4:203.0.113.7 -all']},
		}),
		{result: 'pass', path: [sender, '_spf.other.example'], lookups: 1},
		'fine',
	],
	'a redirect to nothing': [
		record('v=spf1 redirect=_spf.gone.example'),
		{result: 'permerror', fault: 'nothing-included'},
		'problem',
	],
	'an explanation': [
		record('v=spf1 -all exp=why.sender.example', {
			'why.sender.example': {TXT: ['%{i} may not send for %{d}']},
		}),
		{result: 'fail', explanation: '203.0.113.7 may not send for sender.example'},
		'problem',
	],
	'a reverse name (ptr)': [
		record('v=spf1 ptr -all'),
		{result: 'pass', mechanism: 'ptr', lookups: 1},
		'fine',
	],
};

test.each(Object.entries(cases))('%s', async (_, [zone, expected, severity]) => {
	const {facts, findings} = await spf(zone);
	expect(facts).toMatchObject(expected);
	expect(findings.map(finding => finding.severity)).toEqual([severity]);
});

test('IPv6 is held against ip6 alone', async () => {
	const zone = record('v=spf1 ip4:203.0.113.7 ip6:2001:db8:25::/48 -all');
	const {facts} = await spf(zone, '2001:db8:25::7');
	expect(facts).toMatchObject({result: 'pass', mechanism: 'ip6:2001:db8:25::/48'});
	const outside = await spf(zone, '2001:db8:26::7');
	expect(outside.facts).toMatchObject({
		result: 'fail',
		suggestion: '"v=spf1 ip6:2001:db8:26::7 ip4:203.0.113.7 ip6:2001:db8:25::/48 -all"',
	});
});

test('the remedy of a fail is a line that can be published', async () => {
	const {findings} = await spf(record('v=spf1 mx:other.example -all'));
	expect(findings[0]?.publish).toBe(
		'sender.example. TXT "v=spf1 ip4:203.0.113.7 mx:other.example -all"',
	);
});

test('behind NAT, where nobody says the address, nothing is claimed about it', async () => {
	const {observed, about} = await examine(record('v=spf1 ip4:192.0.2.1 -all'), {egress: null});
	expect(observed('records.subject')[0]).toMatchObject({
		address: '',
		addressFrom: 'nobody',
		behind: '127.0.0.1',
	});
	expect(about('SPF').map(({severity}) => severity)).toEqual(['note']);
	expect(about('SPF')[0]?.advice).toContain('--egress');
	expect(about('PTR')).toEqual([]);
});

test('where the server says from where it sees us, that address counts', async () => {
	const {observed} = await examine(sound, {
		egress: null,
		answers: {EHLO: '250 mail.example.test Hello mail.sender.example [203.0.113.7]'},
	});
	expect(observed('records.subject')[0]).toMatchObject({
		address: '203.0.113.7',
		addressFrom: 'server',
	});
	expect(observed('records.spf')[0]?.result).toBe('pass');
});

test('SPF of the HELO name counts for bounces', async () => {
	const {about} = await examine({
		...sound,
		'mail.sender.example': {A: [`203.0.113.9`], TXT: ['v=spf1 a -all']},
	});
	expect(
		about('HELO')
			.map(({says}) => says)
			.join(),
	).toContain('does not allow 203.0.113.7 (fail)');
});

test('that anybody may send is said even where the record fails before that', async () => {
	const {findings} = await spf(
		record('v=spf1 include:loop.example +all', {
			'loop.example': {TXT: [`v=spf1 include:${sender} -all`]},
		}),
	);
	expect(findings.map(({severity}) => severity)).toEqual(['problem', 'warning']);
	expect(findings[0]?.advice).toBe(
		`Delete the \`include:\` or \`redirect=\` that leads back to ${sender}.`,
	);
	expect(findings[1]?.says).toContain('`+all`');
});

test('a misspelt term is shown as it was meant, and no record that is shown lets anybody send', async () => {
	const {findings} = await spf(record('v=spf1 ipv4:203.0.113.7 inclde:esp.example all'));
	expect(findings[0]?.publish).toBe('');
	const one = await spf(record('v=spf1 ipv4:203.0.113.7 all'));
	expect(one.findings[0]?.publish).toBe(`${sender}. TXT "v=spf1 ip4:203.0.113.7 ~all"`);
});
