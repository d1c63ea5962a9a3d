// The reverse name, the HELO name, what takes answers, and what the domain demands of others.
import {createHash} from 'node:crypto';
import {createServer, type Server} from 'node:https';
import {once} from 'node:events';
import {expect, onTestFinished, test} from 'vitest';
import type {Facts} from '../../../source/core/observation.ts';
import type {Ports} from '../../../source/core/ports.ts';
import {mintCertificates} from '../../../source/lab/certificates/mint-certificates.ts';
import type {Zone} from '../../helpers/name-server.ts';
import {egress, examine, reverse, sender, severitiesOf, sound} from './examine.ts';

const names: Readonly<
	Record<string, readonly [zone: Zone, facts: Partial<Facts['records.pointer']>, severity: string]>
> = {
	confirmed: [{}, {state: 'confirmed', confirmed: ['mail.sender.example'], generic: false}, 'fine'],
	missing: [{[reverse]: {}}, {state: 'missing', names: []}, 'problem'],
	'a name with another address': [
		{[reverse]: {PTR: ['old.sender.example']}, 'old.sender.example': {A: ['203.0.113.99']}},
		{state: 'mismatch', forward: ['203.0.113.99']},
		'problem',
	],
	'a name without an address': [
		{[reverse]: {PTR: ['gone.sender.example']}},
		{state: 'mismatch', forward: []},
		'problem',
	],
	'one of two names is confirmed': [
		{[reverse]: {PTR: ['gone.sender.example', 'mail.sender.example']}},
		{state: 'confirmed', confirmed: ['mail.sender.example']},
		'fine',
	],
	'a generic name': [
		{
			[reverse]: {PTR: ['203-0-113-7.dyn.isp.example']},
			'203-0-113-7.dyn.isp.example': {A: [egress]},
		},
		{state: 'confirmed', generic: true},
		'warning',
	],
	'a reverse zone that fails': [{[reverse]: 'SERVFAIL'}, {state: 'unknown'}, 'warning'],
};

test.each(Object.entries(names))('reverse name: %s', async (_, [zone, facts, severity]) => {
	const examined = await examine({...sound, ...zone});
	expect(examined.observed('records.pointer')[0]).toMatchObject({address: egress, ...facts});
	expect(severitiesOf(examined, 'PTR')).toEqual([severity]);
});

test('the line that the provider has to publish is whole', async () => {
	const {about} = await examine({...sound, [reverse]: {}});
	expect(about('PTR')[0]?.publish).toBe('7.113.0.203.in-addr.arpa. PTR mail.example.com.');
});

test.each([
	['mail.sender.example', 'matches', 'fine'],
	['other.sender.example', 'differs', 'note'],
	['nowhere.sender.example', 'missing', 'warning'],
	['app01', 'no-name', 'warning'],
])('the HELO name %s %s', async (helo, state, severity) => {
	const examined = await examine(
		{...sound, 'other.sender.example': {A: ['203.0.113.8']}},
		{options: {helo}},
	);
	expect(examined.observed('records.helo')[0]).toMatchObject({helo, state});
	expect(examined.about('HELO').some(finding => finding.severity === severity)).toBe(true);
});

test.each<[name: string, records: Zone[string], state: string, severity: string]>([
	['an MX', {MX: ['10 mail.sender.example']}, 'takes-mail', 'fine'],
	['only an address', {A: [egress]}, 'takes-mail', 'fine'],
	['a null MX', {MX: ['0 .']}, 'null-mx', 'problem'],
	['nothing', {TXT: ['v=spf1 -all']}, 'no-host', 'problem'],
])('a sender’s domain with %s', async (_, records, state, severity) => {
	const examined = await examine({...sound, [sender]: records});
	expect(examined.observed('records.receiving')[0]).toMatchObject({domain: sender, state});
	expect(severitiesOf(examined, 'MX')).toEqual([severity]);
});

test('a sender’s domain that does not exist', async () => {
	const examined = await examine(sound, {options: {from: 'ada@invented.example'}});
	expect(examined.observed('records.receiving')[0]).toMatchObject({state: 'absent'});
	expect(examined.result).toMatchObject({outcome: 'problem'});
});

const policyHost = 'mta-sts.sender.example';

type Web = {port: number; ca: string; asked: string[]};

/** The web server of a policy, with a certificate for this name. */
async function serve(
	policy: string,
	{status = 200, name = policyHost}: {status?: number; name?: string} = {},
): Promise<Web> {
	const {key, cert, ca} = mintCertificates([name]);
	const asked: string[] = [];
	const server: Server = createServer({key, cert}, (request, response) => {
		asked.push(`${request.headers.host} ${request.url}`);
		response.writeHead(status, {'content-type': 'text/plain', location: 'https://evil.example/'});
		response.end(policy);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	return {port: typeof address === 'object' && address ? address.port : 0, ca, asked};
}

const atPort =
	(port: number) =>
	(real: Ports): Ports => ({
		...real,
		fetchText: async (request, signal) => real.fetchText({...request, port}, signal),
	});

const stsZone: Zone = {
	...sound,
	'_mta-sts.sender.example': {TXT: ['v=STSv1; id=20260101;']},
	[policyHost]: {A: ['127.0.0.1']},
};

async function withPolicy(policy: string, web: {status?: number; name?: string} = {}) {
	const {port, ca, asked} = await serve(policy, web);
	const examined = await examine(stsZone, {ports: atPort(port), options: {ca}});
	return {...examined, asked, facts: examined.observed('records.mta-sts')[0]};
}

test('an MTA-STS policy is fetched, with its certificate verified', async () => {
	const {facts, asked, about} = await withPolicy(
		'version: STSv1\r\nmode: enforce\r\nmx: *.sender.example\r\nmax_age: 604800\r\n',
	);
	expect(facts).toMatchObject({
		state: 'enforce',
		id: '20260101',
		mx: ['*.sender.example'],
		uncovered: [],
	});
	expect(asked).toEqual(['mta-sts.sender.example /.well-known/mta-sts.txt']);
	expect(about('MTA-STS').map(({severity}) => severity)).toEqual(['fine']);
});

test('a policy that leaves out an MX of its own domain is a fault', async () => {
	const {facts, about} = await withPolicy(
		'version: STSv1\nmode: enforce\nmx: mx.other.example\nmax_age: 86400\n',
	);
	expect(facts?.uncovered).toEqual(['mail.sender.example']);
	expect(about('MTA-STS')[0]).toMatchObject({severity: 'warning'});
});

test.each<[name: string, policy: string, web: {status?: number; name?: string}, why: RegExp]>([
	[
		'another name in the certificate',
		'version: STSv1\n',
		{name: 'www.sender.example'},
		/not for that name/,
	],
	['a redirect', '', {status: 301}, /answers 301/],
	['no file', 'not found', {status: 404}, /answers 404/],
	['more than anybody needs', 'x'.repeat(70_000), {}, /longer than 65536/],
])('a policy that cannot be fetched: %s', async (_, policy, web, why) => {
	const {facts} = await withPolicy(policy, web);
	expect(facts?.state).toBe('unfetched');
	expect(facts?.why).toMatch(why);
});

test('a CA that nobody knows is not trusted', async () => {
	const {port} = await serve('version: STSv1\n');
	const {observed} = await examine(stsZone, {ports: atPort(port)});
	expect(observed('records.mta-sts')[0]).toMatchObject({state: 'unfetched'});
	expect(observed('records.mta-sts')[0]?.why).toContain('certificate');
});

test('a policy file with a fault is told by its fault', async () => {
	const {facts} = await withPolicy('version: STSv1\nmode: strict\nmx: a.example\nmax_age: 1\n');
	expect(facts).toMatchObject({state: 'malformed'});
	expect(facts?.why).toContain('mode: strict');
});

test.each<[name: string, texts: readonly string[], state: string]>([
	['none', [], 'absent'],
	['two', ['v=STSv1; id=1;', 'v=STSv1; id=2;'], 'several'],
	['one without an id', ['v=STSv1;'], 'malformed'],
])('MTA-STS records: %s', async (_, texts, state) => {
	const zone = texts.length > 0 ? {'_mta-sts.sender.example': {TXT: texts}} : {};
	const {observed} = await examine({...sound, ...zone});
	expect(observed('records.mta-sts')[0]?.state).toBe(state);
});

test.each<[name: string, texts: readonly string[], state: string]>([
	['one', ['v=TLSRPTv1; rua=mailto:tls@sender.example'], 'found'],
	['none', [], 'absent'],
	['one without an address', ['v=TLSRPTv1; rua='], 'malformed'],
	['two', ['v=TLSRPTv1; rua=mailto:a@b.example', 'v=TLSRPTv1; rua=mailto:c@d.example'], 'several'],
])('TLS-RPT records: %s', async (_, texts, state) => {
	const zone = texts.length > 0 ? {'_smtp._tls.sender.example': {TXT: texts}} : {};
	const {observed} = await examine({...sound, ...zone});
	expect(observed('records.tls-rpt')[0]?.state).toBe(state);
});

const hash = createHash('sha256').update('key').digest('hex');

test.each<[name: string, records: Zone[string], state: string]>([
	['vouched for by DNSSEC', {TLSA: [`3 1 1 ${hash}`], secure: true}, 'secure'],
	['without DNSSEC', {TLSA: [`3 1 1 ${hash}`]}, 'insecure'],
	['of a kind for the web', {TLSA: [`1 1 1 ${hash}`], secure: true}, 'unusable'],
	['none', {}, 'absent'],
])('TLSA records %s', async (_, records, state) => {
	const {observed} = await examine({...sound, '_25._tcp.mail.sender.example': records});
	expect(observed('records.dane')).toEqual([
		expect.objectContaining({host: 'mail.sender.example', state}),
	]);
});

test('BIMI is noted', async () => {
	const {observed, about} = await examine({
		...sound,
		'default._bimi.sender.example': {TXT: ['v=BIMI1; l=https://sender.example/l.svg; a=']},
	});
	expect(observed('records.bimi')[0]).toMatchObject({
		state: 'found',
		logo: 'https://sender.example/l.svg',
	});
	expect(about('BIMI').map(({severity}) => severity)).toEqual(['note']);
});
