// Blocklists by DNS: a list is believed only after its test entries, and a refusal is no listing.
import {expect, test} from 'vitest';
import type {Ports} from '../../../source/core/ports.ts';
import type {Zone} from '../../helpers/name-server.ts';
import {examine, sender, sound, type Examined} from './examine.ts';

const zen = 'zen.spamhaus.org';
const entry = `7.113.0.203.${zen}`;

/** A list with the test entries that it must have. */
const works = (zone: string, name = '2.0.0.127', code = '127.0.0.2'): Zone => ({
	[`${name}.${zone}`]: {A: [code]},
});
const listing = (name: string, ...codes: readonly string[]): Zone => ({
	[name]: {A: codes, TXT: ['see https://check.spamhaus.org/']},
});

const tested = ({observed}: Examined, list: string) =>
	observed('blocklist.tested').find(facts => facts.list === list);
const answered = ({observed}: Examined, list: string) =>
	observed('blocklist.answer').find(facts => facts.list === list);

test.each<[name: string, codes: readonly string[], weight: string, means: RegExp]>([
	['spam', ['127.0.0.2'], 'block', /^SBL/],
	['an infected machine', ['127.0.0.4'], 'block', /^XBL/],
	['a range that should not send', ['127.0.0.11'], 'policy', /^PBL/],
	['two reasons, the worse of which counts', ['127.0.0.10', '127.0.0.3'], 'block', /PBL.*CSS/],
	['a code that nobody knows', ['127.0.0.99'], 'note', /answers 127.0.0.99/],
])('listed for %s', async (_, codes, weight, means) => {
	const examined = await examine({...sound, ...works(zen), ...listing(entry, ...codes)});
	expect(tested(examined, 'Spamhaus ZEN')?.state).toBe('works');
	const answer = answered(examined, 'Spamhaus ZEN');
	expect(answer).toMatchObject({state: 'listed', subject: '203.0.113.7', weight, codes});
	expect(answer?.means).toMatch(means);
	expect(answer?.text).toContain('check.spamhaus.org');
});

test('not listed', async () => {
	const examined = await examine({...sound, ...works(zen)});
	expect(answered(examined, 'Spamhaus ZEN')).toMatchObject({state: 'clear', codes: []});
	expect(examined.about('blocklist').some(({severity}) => severity === 'problem')).toBe(false);
});

test('127.255.255.254 means “query refused”, and never that somebody is listed', async () => {
	const refused = {A: ['127.255.255.254']};
	const examined = await examine({
		...sound,
		[`*.0.0.127.${zen}`]: refused,
		[`2.0.0.127.${zen}`]: refused,
		[entry]: refused,
	});
	expect(tested(examined, 'Spamhaus ZEN')).toMatchObject({
		state: 'refused',
		why: 'the query came through a public resolver',
	});
	expect(answered(examined, 'Spamhaus ZEN')).toBeUndefined();
	expect(examined.result.outcome).toBe('healthy');
});

test('a public resolver is named as the reason', async () => {
	const through =
		(resolver: string) =>
		(real: Ports): Ports => ({
			...real,
			resolve: async (question, signal) => ({...(await real.resolve(question, signal)), resolver}),
		});
	const zone = {...sound, [`2.0.0.127.${zen}`]: {A: ['127.255.255.254']}};
	const examined = await examine(zone, {ports: through('8.8.8.8')});
	expect(tested(examined, 'Spamhaus ZEN')?.publicResolver).toBe('Google Public DNS');
	const [finding] = examined.about('blocklist').filter(({subject}) => subject === 'Spamhaus ZEN');
	expect(finding?.says).toContain('Google Public DNS');
	expect(finding?.severity).toBe('note');
});

test('a list that refuses only later is not taken for a listing', async () => {
	const examined = await examine({
		...sound,
		...works(zen),
		...listing(entry, '127.255.255.255'),
	});
	expect(answered(examined, 'Spamhaus ZEN')?.state).toBe('refused');
	expect(examined.result.outcome).toBe('healthy');
});

test('a resolver that hides even the test entry proves nothing by its silence', async () => {
	const examined = await examine(sound);
	expect(tested(examined, 'Spamhaus ZEN')?.state).toBe('nothing');
	expect(answered(examined, 'Spamhaus ZEN')).toBeUndefined();
});

test('a resolver that refuses the question', async () => {
	const examined = await examine({...sound, [`2.0.0.127.${zen}`]: 'REFUSED'});
	expect(tested(examined, 'Spamhaus ZEN')).toMatchObject({state: 'refused'});
});

test('a dead list', async () => {
	const examined = await examine({
		...sound,
		[`2.0.0.127.${zen}`]: 'SERVFAIL',
		[`1.0.0.127.${zen}`]: 'SERVFAIL',
	});
	expect(tested(examined, 'Spamhaus ZEN')?.state).toBe('dead');
});

test('a list that lists everything is closed, and not believed', async () => {
	const everything = {A: ['127.0.0.2']};
	const examined = await examine({
		...sound,
		[`*.0.0.127.${zen}`]: everything,
		[entry]: everything,
	});
	expect(tested(examined, 'Spamhaus ZEN')?.state).toBe('everything');
	expect(answered(examined, 'Spamhaus ZEN')).toBeUndefined();
	expect(examined.result.outcome).toBe('healthy');
});

test('an answer outside 127/8 is that of a resolver which sells addresses for names', async () => {
	const examined = await examine({...sound, ...works(zen), [entry]: {A: ['192.0.2.80']}});
	expect(answered(examined, 'Spamhaus ZEN')?.state).toBe('unknown');
});

test('the domain is looked up as well, and bits are read as bits', async () => {
	const examined = await examine({
		...sound,
		...works('dbl.spamhaus.org', 'dbltest.com', '127.0.1.2'),
		...works('multi.uribl.com', '2.0.0.127', '127.0.0.14'),
		[`${sender}.dbl.spamhaus.org`]: {A: ['127.0.1.2']},
		[`${sender}.multi.uribl.com`]: {A: ['127.0.0.12']},
	});
	expect(answered(examined, 'Spamhaus DBL')).toMatchObject({
		kind: 'domain',
		subject: sender,
		state: 'listed',
		weight: 'block',
	});
	expect(answered(examined, 'URIBL')).toMatchObject({state: 'listed', weight: 'note'});
	expect(answered(examined, 'URIBL')?.means).toMatch(/grey.*red/);
});

test('URIBL’s 127.0.0.1 is a refusal', async () => {
	const examined = await examine({
		...sound,
		...works('multi.uribl.com', '2.0.0.127', '127.0.0.1'),
		[`${sender}.multi.uribl.com`]: {A: ['127.0.0.1']},
	});
	expect(tested(examined, 'URIBL')?.state).toBe('refused');
});

test('an IPv6 address is asked for where a list has such', async () => {
	const nibbles = '7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.5.2.0.0.8.b.d.0.1.0.0.2';
	const examined = await examine(
		{
			...sound,
			...works(zen),
			...works('bl.spamcop.net'),
			...listing(`${nibbles}.${zen}`, '127.0.0.3'),
		},
		{egress: '2001:db8:25::7'},
	);
	expect(answered(examined, 'Spamhaus ZEN')?.state).toBe('listed');
	expect(answered(examined, 'SpamCop')).toBeUndefined();
});
