// Names: what is resolved, how that fails, and what DNS says about sender, recipient and client.
import {expect, test} from 'vitest';
import type {Options, Target} from '../../source/core/options.ts';
import {startNameServer, type Zone} from '../helpers/name-server.ts';
import {optionsFor, runSession} from '../helpers/run-session.ts';
import {startScriptServer} from '../helpers/script-server.ts';
import {smtp, type Answers} from '../helpers/smtp-script.ts';

const zone: Zone = {
	'mail.example.test': {A: ['127.0.0.1']},
	'no-address.example.test': {MX: ['10 mail.example.test']},
	'broken.example.test': 'SERVFAIL',
	'closed.example.test': 'REFUSED',
	'silent.example.test': 'silent',
	'no-mx.example.test': {A: ['127.0.0.1']},
	'own.example.test': {MX: ['10 mail.example.test']},
	'elsewhere.example.test': {MX: ['10 mx.elsewhere.example.test']},
	'mx.elsewhere.example.test': {A: ['192.0.2.25']},
	'dangling.example.test': {MX: ['10 gone.example.test']},
	'numeric.example.test': {MX: ['10 192.0.2.25']},
	'half.example.test': {MX: ['10 gone.example.test', '20 mail.example.test']},
};
const host = (name: string): Target => ({kind: 'host', host: name});
const domain = (name: string): Target => ({kind: 'domain', domain: name});

async function ask(target: Target, more: Partial<Options> = {}, answers: Answers = {}) {
	const [dns, server] = await Promise.all([
		startNameServer(zone),
		startScriptServer(smtp(answers)),
	]);
	const options = optionsFor(server.port, {target, dns, tls: 'none', timeout: 400, ...more});
	return {server, ...(await runSession(options))};
}

test.each([
	['gone.example.test', 'nxdomain', 'name-missing'],
	['no-address.example.test', 'nodata', undefined],
	['broken.example.test', 'servfail', undefined],
	['closed.example.test', 'refused', undefined],
	['silent.example.test', 'silent', 'resolver-down'],
] as const)('%s has no address: %s', async (name, status, cause) => {
	const {result, observed} = await ask(host(name));
	expect(result).toMatchObject({outcome: 'problem', class: 'dns-failure', stage: 'dns'});
	expect(observed('dns.failed')[0]).toMatchObject({name, need: 'address', status});
	if (cause) {
		expect(result.cause).toBe(cause);
	}
});

test('a domain without MX is its own mail server (RFC 5321 5.1)', async () => {
	const {result, observed} = await ask(domain('no-mx.example.test'));
	expect(result.outcome).toBe('healthy');
	expect(observed('dns.mx')[0]).toMatchObject({source: 'implicit'});
});

test('a domain that does not exist', async () => {
	const {result, observed} = await ask(domain('gone.example.test'));
	expect(result).toMatchObject({class: 'dns-failure', stage: 'dns'});
	expect(observed('dns.failed')[0]).toMatchObject({need: 'mx', status: 'nxdomain'});
});

test.each(['dangling.example.test', 'numeric.example.test'])(
	'the MX of %s leads nowhere',
	async name => {
		const {result} = await ask(domain(name));
		expect(result).toMatchObject({outcome: 'problem', class: 'dns-failure', stage: 'dns'});
	},
);

test('an MX without an address beside one with it does not stop mail', async () => {
	const {result} = await ask(domain('half.example.test'));
	expect(result.outcome).toBe('healthy');
});

test('another address than the expected one is a warning', async () => {
	const {result} = await ask(host('mail.example.test'), {expectAddress: '192.0.2.1'});
	expect(result.outcome).toBe('healthy');
	expect(result.warnings).toEqual([
		{class: 'dns-failure', summary: expect.stringContaining('192.0.2.1 was expected')},
	]);
	const {result: right} = await ask(host('mail.example.test'), {expectAddress: '127.0.0.1'});
	expect(right.warnings).toEqual([]);
});

test('without --dns, addresses are those that applications get', async () => {
	const server = await startScriptServer(smtp());
	const {result, observed} = await runSession(
		optionsFor(server.port, {target: host('localhost'), tls: 'none', family: 4}),
	);
	expect(result.outcome).toBe('healthy');
	expect(observed('dns.system')[0]?.addresses).toContain('127.0.0.1');
	expect(observed('dns.address')[0]?.addresses).toEqual(['127.0.0.1']);
});

const denied = {RCPT: '554 5.7.1 <eve@example.test>: Relay access denied'};

test('relaying denied: the MX of the recipient’s domain tells whose mail it is', async () => {
	const own = await ask(host('mail.example.test'), {to: 'eve@own.example.test'}, denied);
	expect(own.observed('derived.own-domain')[0]).toMatchObject({domain: 'own.example.test'});
	expect(own.result).toMatchObject({class: 'relay-denied', cause: 'domain-not-local'});

	const other = await ask(host('mail.example.test'), {to: 'eve@elsewhere.example.test'}, denied);
	expect(other.observed('dns.mx')).toContainEqual(
		expect.objectContaining({domain: 'elsewhere.example.test'}),
	);
	expect(other.observed('derived.own-domain')).toEqual([]);
	expect(other.result.cause).not.toBe('domain-not-local');
});

test('a sender that is refused: its domain is looked up', async () => {
	const {observed, events} = await ask(
		host('mail.example.test'),
		{from: 'ada@gone.example.test'},
		{MAIL: '450 4.1.8 <ada@gone.example.test>: Sender address rejected: Domain not found'},
	);
	expect(events).toContainEqual(
		expect.objectContaining({type: 'step-finished', step: 'sender-domain'}),
	);
	expect(observed('dns.answer')).toContainEqual(
		expect.objectContaining({name: 'gone.example.test', type: 'MX', status: 'nxdomain'}),
	);
});

test('a client that is refused: its reverse name is looked up', async () => {
	const {observed} = await ask(
		host('mail.example.test'),
		{},
		{RCPT: '450 4.7.1 Client host rejected: cannot find your reverse hostname, [127.0.0.1]'},
	);
	expect(observed('dns.pointer')[0]).toMatchObject({address: '127.0.0.1', names: []});
});
