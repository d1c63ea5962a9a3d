// DKIM keys and the DMARC policy of made-up zones, and whether mail in the domain's name passes.
import {generateKeyPairSync} from 'node:crypto';
import {expect, test} from 'vitest';
import type {Facts} from '../../../source/core/observation.ts';
import type {Zone} from '../../helpers/name-server.ts';
import {examine, sender, severitiesOf, sound} from './examine.ts';

function rsaKey(bits: number): string {
	const {publicKey} = generateKeyPairSync('rsa', {modulusLength: bits});
	return publicKey.export({type: 'spki', format: 'der'}).toString('base64');
}

const rsa2048 = rsaKey(2048);
const ed25519 = generateKeyPairSync('ed25519')
	.publicKey.export({type: 'spki', format: 'der'})
	.subarray(-32)
	.toString('base64');

const at = (selector: string, ...texts: readonly string[]): Zone => ({
	[`${selector}._domainkey.${sender}`]: {TXT: texts},
});

type Key = Facts['records.dkim-key'];

const keys: Readonly<Record<string, readonly [zone: Zone, facts: Partial<Key>, severity: string]>> =
	{
		'a key of 2048 bits, longer than one string': [
			at('s1', `v=DKIM1; k=rsa; p=${rsa2048}`),
			{state: 'usable', type: 'rsa', bits: 2048, testing: false},
			'fine',
		],
		'a key without a version, in pieces with blanks': [
			at('s1', `k=rsa; p=${rsa2048.replace(/(.{60})/g, '$1 ')}`),
			{state: 'usable', bits: 2048},
			'fine',
		],
		'an Ed25519 key': [
			at('s1', `v=DKIM1; k=ed25519; p=${ed25519}`),
			{state: 'usable', type: 'ed25519', bits: null},
			'fine',
		],
		'a key of 1024 bits': [
			at('s1', `v=DKIM1; p=${rsaKey(1024)}`),
			{state: 'usable', bits: 1024},
			'warning',
		],
		'a key of 768 bits': [
			at('s1', `v=DKIM1; p=${rsaKey(768)}`),
			{state: 'too-short', bits: 768},
			'problem',
		],
		'a revoked key': [at('s1', 'v=DKIM1; p='), {state: 'revoked'}, 'problem'],
		'a key that is only tested': [
			at('s1', `v=DKIM1; t=y:s; p=${rsa2048}`),
			{state: 'usable', testing: true},
			'warning',
		],
		'a key that was cut': [
			at('s1', `v=DKIM1; p=${rsa2048.slice(0, 200)}`),
			{state: 'malformed'},
			'problem',
		],
		'a key for something else than mail': [
			at('s1', `v=DKIM1; s=other; p=${rsa2048}`),
			{state: 'not-for-email'},
			'problem',
		],
		'two keys in one place': [
			at('s1', `v=DKIM1; p=${rsa2048}`, `v=DKIM1; p=${ed25519}`),
			{state: 'several'},
			'problem',
		],
		'a key behind an alias': [
			{
				[`s1._domainkey.${sender}`]: {CNAME: ['s1.esp.example']},
				's1.esp.example': {TXT: [`v=DKIM1; p=${rsa2048}`]},
			},
			{state: 'usable', alias: 's1.esp.example'},
			'fine',
		],
		'an alias that leads nowhere': [
			{[`s1._domainkey.${sender}`]: {CNAME: ['gone.esp.example']}},
			{state: 'missing', alias: 'gone.esp.example'},
			'problem',
		],
		'no key': [at('other', 'v=DKIM1; p='), {state: 'missing'}, 'problem'],
		'a name server that fails': [
			{[`s1._domainkey.${sender}`]: 'SERVFAIL'},
			{state: 'unknown'},
			'warning',
		],
	};

test.each(Object.entries(keys))('DKIM: %s', async (_, [zone, facts, severity]) => {
	const {observed, about} = await examine({...sound, ...zone}, {options: {dkimSelectors: ['s1']}});
	expect(observed('records.dkim-key')).toEqual([
		expect.objectContaining({...facts, domain: sender, selector: 's1', wanted: true}),
	]);
	expect(about('DKIM')[0]?.severity).toBe(severity);
});

test('without a selector, the usual ones are tried', async () => {
	const {observed, about} = await examine({...sound, ...at('google', `v=DKIM1; p=${rsa2048}`)});
	expect(observed('records.dkim')[0]).toMatchObject({usable: ['google'], tree: 'there'});
	expect(about('DKIM').map(({severity}) => severity)).toEqual(['fine']);
});

test('where nothing is below _domainkey, there is no key under whatever name, and none is asked for', async () => {
	const {observed, about} = await examine(sound);
	expect(observed('records.dkim')[0]).toMatchObject({usable: [], tree: 'absent', asked: 0});
	expect(about('DKIM')[0]?.says).toContain('no DKIM key at all');
});

test('no usual key is no proof that there is none', async () => {
	const {about} = await examine({...sound, ...at('x91', `v=DKIM1; p=${rsa2048}`)});
	expect(about('DKIM').map(({severity}) => severity)).toEqual(['note']);
});

test('a text that stands under every name is no key', async () => {
	const {observed} = await examine({
		...sound,
		[`*._domainkey.${sender}`]: {TXT: ['v=DKIM1; p=']},
		[`_domainkey.${sender}`]: {TXT: ['o=~']},
	});
	expect(observed('records.dkim-key')).toEqual([]);
});

test('selectors and domains are read from a message’s header', async () => {
	const headers = [
		'Return-Path: <bounce-17@mail.esp.example>',
		'DKIM-Signature: v=1; a=rsa-sha256; d=esp.example; s=k1;',
		'\th=From:Subject; bh=x; b=y',
		'DKIM-Signature: v=1; a=rsa-sha256; d=Sender.example;',
		' s=2026.mail; h=From; bh=x; b=y',
		'From: "Ada, of d=wrong@fake.example" <ada@sender.example>',
		'',
		'DKIM-Signature: v=1; d=body.example; s=no',
	].join('\r\n');
	const {observed} = await examine(
		{...sound, ...at('2026.mail', `v=DKIM1; p=${rsa2048}`)},
		{options: {headers}},
	);
	expect(observed('records.subject')[0]).toMatchObject({
		domain: 'mail.esp.example',
		fromDomain: sender,
	});
	expect(
		observed('records.dkim-key').map(({domain, selector, state}) => ({domain, selector, state})),
	).toEqual([
		{domain: 'esp.example', selector: 'k1', state: 'missing'},
		{domain: sender, selector: '2026.mail', state: 'usable'},
	]);
});

type Dmarc = Facts['records.dmarc'];

const withoutDmarc: Zone = Object.fromEntries(
	Object.entries(sound).filter(([name]) => !name.startsWith('_dmarc')),
);
const dmarc = (domain: string, ...texts: readonly string[]): Zone => ({
	[`_dmarc.${domain}`]: {TXT: texts},
});

const policies: Readonly<
	Record<string, readonly [zone: Zone, from: string, facts: Partial<Dmarc>, severity: string]>
> = {
	'its own record': [
		dmarc(sender, 'v=DMARC1; p=reject; adkim=s'),
		sender,
		{state: 'found', at: sender, tag: 'p', applied: 'reject', adkim: 'strict', aspf: 'relaxed'},
		'fine',
	],
	'a subdomain takes sp from above': [
		{
			...dmarc(sender, 'v=DMARC1; p=reject; sp=quarantine; np=none'),
			'news.sender.example': {A: ['192.0.2.1']},
		},
		'news.sender.example',
		{at: sender, organisation: sender, tag: 'sp', applied: 'quarantine'},
		'fine',
	],
	'a subdomain that does not exist takes np': [
		dmarc(sender, 'v=DMARC1; p=none; np=reject'),
		'gone.sender.example',
		{at: sender, tag: 'np', applied: 'reject'},
		'fine',
	],
	'a long name is cut to seven labels': [
		{
			...dmarc('e.d.c.b.a.sender.example', 'v=DMARC1; p=quarantine; psd=n'),
			...dmarc(sender, 'v=DMARC1; p=none'),
			'h.g.f.e.d.c.b.a.sender.example': {A: ['192.0.2.1']},
		},
		'h.g.f.e.d.c.b.a.sender.example',
		{at: 'e.d.c.b.a.sender.example', organisation: 'e.d.c.b.a.sender.example', tag: 'sp'},
		'fine',
	],
	'below a public suffix, its record counts, and the organisation is one label down': [
		{
			...dmarc('example', 'v=DMARC1; p=reject; psd=y'),
			'a.sender.example': {A: ['192.0.2.1']},
		},
		'a.sender.example',
		{at: 'example', organisation: sender, tag: 'sp', applied: 'reject'},
		'fine',
	],
	'two records are none': [
		dmarc(sender, 'v=DMARC1; p=reject', 'v=DMARC1; p=none'),
		sender,
		{state: 'several', at: sender},
		'problem',
	],
	'no policy and no reports': [
		dmarc(sender, 'v=DMARC1; policy=reject'),
		sender,
		{state: 'malformed', at: sender},
		'problem',
	],
	'no policy, but reports': [
		dmarc(sender, 'v=DMARC1; p=rejct; rua=mailto:a@sender.example'),
		sender,
		{state: 'found', faulty: true, applied: 'none'},
		'warning',
	],
	'only tested': [
		dmarc(sender, 'v=DMARC1; p=reject; t=y'),
		sender,
		{policy: 'reject', applied: 'quarantine', testing: true},
		'note',
	],
	'tags of the past': [
		dmarc(sender, 'v=DMARC1; p=reject; pct=50'),
		sender,
		{dropped: ['pct']},
		'note',
	],
	'no record': [{}, sender, {state: 'absent'}, 'warning'],
	'a name server that fails': [
		{[`_dmarc.${sender}`]: 'SERVFAIL'},
		sender,
		{state: 'unknown', at: sender},
		'warning',
	],
};

test.each(Object.entries(policies))('DMARC: %s', async (_, [zone, from, facts, severity]) => {
	const examined = await examine({...withoutDmarc, ...zone}, {options: {from: `ada@${from}`}});
	expect(examined.observed('records.dmarc')[0]).toMatchObject(facts);
	expect(severitiesOf(examined, 'DMARC')[0]).toBe(severity);
});

const signedBy = (domain: string, returnPath: string) =>
	[
		`Return-Path: <bounce@${returnPath}>`,
		`DKIM-Signature: v=1; d=${domain}; s=s1; b=x`,
		`From: ada@${sender}`,
		'',
	].join('\n');

const spfFor = (domain: string): Zone => ({
	[domain]: {MX: ['10 mail.sender.example'], TXT: ['v=spf1 ip4:203.0.113.7 -all']},
});

const alignments: Readonly<
	Record<string, readonly [zone: Zone, headers: string, facts: Partial<Facts['records.alignment']>]>
> = {
	'SPF of a subdomain fits, relaxed': [
		{
			...dmarc(sender, 'v=DMARC1; p=reject'),
			...spfFor('bounce.sender.example'),
		},
		signedBy('esp.example', 'bounce.sender.example'),
		{spf: 'aligned', dkim: 'unaligned', verdict: 'passes'},
	],
	'SPF of a subdomain does not fit, strict': [
		{
			...dmarc(sender, 'v=DMARC1; p=reject; aspf=s'),
			...spfFor('bounce.sender.example'),
		},
		signedBy('esp.example', 'bounce.sender.example'),
		{spf: 'unaligned', dkim: 'unaligned', verdict: 'fails', modes: 'SPF strict, DKIM relaxed'},
	],
	'a subdomain that says it is another organisation does not fit': [
		{
			...dmarc(sender, 'v=DMARC1; p=reject'),
			...dmarc('bounce.sender.example', 'v=DMARC1; p=none; psd=n'),
			...spfFor('bounce.sender.example'),
		},
		signedBy('esp.example', 'bounce.sender.example'),
		{spf: 'unaligned', verdict: 'fails'},
	],
	'a signature of the domain can save it': [
		{
			...dmarc(sender, 'v=DMARC1; p=reject'),
			...at('s1', `v=DKIM1; p=${rsa2048}`),
			...spfFor('esp.example'),
		},
		signedBy(sender, 'esp.example'),
		{spf: 'unaligned', dkim: 'possible', verdict: 'depends-on-dkim'},
	],
	'a signature whose key is gone cannot': [
		{...dmarc(sender, 'v=DMARC1; p=reject'), ...spfFor('esp.example')},
		signedBy(sender, 'esp.example'),
		{spf: 'unaligned', dkim: 'fails', verdict: 'fails', applied: 'reject'},
	],
};

test.each(Object.entries(alignments))('alignment: %s', async (_, [zone, headers, facts]) => {
	const {observed} = await examine({...withoutDmarc, ...zone}, {options: {headers}});
	expect(observed('records.alignment')[0]).toMatchObject({fromDomain: sender, ...facts});
});

test('the DMARC record to publish is the present one, put right', async () => {
	const examined = await examine({
		...sound,
		...dmarc(sender, 'v=DMARC1; p=quarntine; rua=ada@sender.example'),
	});
	expect(examined.about('DMARC')[0]?.publish).toBe(
		`_dmarc.${sender}. TXT "v=DMARC1; p=quarantine; rua=mailto:ada@sender.example"`,
	);
});
