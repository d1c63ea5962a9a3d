// What a DNS question comes to, over real UDP and TCP.
import {createSocket} from 'node:dgram';
import {getActiveResourcesInfo} from 'node:process';
import type {Answer} from 'dns-packet';
import {describe, expect, test} from 'vitest';
import type {ResolverAddress} from '../../../source/core/options.ts';
import type {DnsAnswer, DnsQuestion} from '../../../source/core/ports.ts';
import {resolve} from '../../../source/net/dns/resolve.ts';
import {calm, closedPort, patience} from '../peer.ts';
import {type Asked, authentic, messageFor, rcodes, type Said, serveNames} from './name-server.ts';

const name = 'mail.example';
const address: Answer = {type: 'A', name, ttl: 300, data: '192.0.2.7'};

async function ask(
	resolvers: ResolverAddress | readonly ResolverAddress[],
	question: Partial<DnsQuestion> = {},
): Promise<DnsAnswer> {
	const servers = 'port' in resolvers ? [resolvers] : resolvers;
	return resolve({name, type: 'A', timeout: patience, ...question}, servers, calm);
}

/** Asks a server that says the same to every question. */
async function askOne(said: Said, question: Partial<DnsQuestion> = {}): Promise<DnsAnswer> {
	return ask(await serveNames(() => said), question);
}

describe('an answer', () => {
	test('has its records, its TTL, and who gave it', async () => {
		const server = await serveNames(() => ({answers: [address]}));
		const answer = await ask(server);
		expect(answer).toEqual({
			status: 'ok',
			records: ['192.0.2.7'],
			via: [],
			ttl: 300,
			authenticated: false,
			resolver: `127.0.0.1:${server.port}`,
			after: expect.any(Number),
		});
	});

	const types: ReadonlyArray<readonly [DnsQuestion['type'], Answer, string]> = [
		['A', address, '192.0.2.7'],
		['AAAA', {type: 'AAAA', name, data: '2001:DB8:0:0:0:0:0:1'}, '2001:db8::1'],
		['AAAA', {type: 'AAAA', name, data: '::ffff:192.0.2.7'}, '::ffff:192.0.2.7'],
		['MX', {type: 'MX', name, data: {preference: 10, exchange: 'mx.example'}}, '10 mx.example'],
		['MX', {type: 'MX', name, data: {preference: 0, exchange: '.'}}, '0 .'],
		['PTR', {type: 'PTR', name, data: 'host.example.'}, 'host.example'],
		['CNAME', {type: 'CNAME', name, data: 'other.example'}, 'other.example'],
		['TXT', {type: 'TXT', name, data: ['v=spf1 ', '-all']}, 'v=spf1 -all'],
		[
			'TLSA',
			{
				type: 'TLSA',
				name,
				data: {usage: 3, selector: 1, matchingType: 1, certificate: Buffer.from('c0ffee', 'hex')},
			},
			'3 1 1 c0ffee',
		],
	];
	test.each(types)('of type %s is text', async (type, record, text) => {
		expect(await askOne({answers: [record]}, {type})).toMatchObject({
			status: 'ok',
			records: [text],
		});
	});

	test('is followed through aliases, which are named; the lowest TTL counts', async () => {
		const answer = await askOne({
			answers: [
				{type: 'A', name: 'c.example', ttl: 60, data: '192.0.2.9'},
				{type: 'CNAME', name: 'B.example', ttl: 20, data: 'C.example'},
				{type: 'CNAME', name, ttl: 600, data: 'b.example'},
				{type: 'A', name: 'stranger.example', ttl: 1, data: '192.0.2.66'},
			],
		});
		expect(answer).toMatchObject({
			records: ['192.0.2.9'],
			via: ['mail.example CNAME b.example', 'B.example CNAME C.example'],
			ttl: 20,
		});
	});

	test('whose aliases go round in a circle has no record, and ends', async () => {
		const answer = await askOne({
			answers: [
				{type: 'CNAME', name, data: 'b.example'},
				{type: 'CNAME', name: 'b.example', data: name},
			],
		});
		expect(answer).toMatchObject({status: 'nodata', records: []});
	});

	test('without end is cut', async () => {
		const answers = Array.from({length: 200}, (_, index): Answer => ({
			...address,
			type: 'A',
			data: `192.0.2.${index}`,
		}));
		const server = await serveNames(({over}) => (over === 'udp' ? {flags: 0x02_00} : {answers}));
		expect((await ask(server)).records).toHaveLength(64);
	});

	test('cannot bring in a record by blanks or control characters in a name', async () => {
		const exchange = 'mx.example 5 evil\u001B[2J\nx.example';
		const {records} = await askOne(
			{answers: [{type: 'MX', name, data: {preference: 10, exchange}}]},
			{type: 'MX'},
		);
		expect(records).toEqual([String.raw`10 mx.example\0325\032evil\027[2J\010x.example`]);
	});

	test('about another spelling of the name is the same answer', async () => {
		const answer = await askOne({
			questions: [{type: 'A', name: 'MAIL.Example'}],
			answers: [{...address, type: 'A', name: 'MaIl.example', data: '192.0.2.7'}],
		});
		expect(answer.records).toEqual(['192.0.2.7']);
	});
});

describe('the question', () => {
	const heard = async (question: Partial<DnsQuestion> = {}): Promise<Asked> => {
		let asked: Asked | undefined;
		const server = await serveNames(each => {
			asked ??= each;
			return {answers: [address]};
		});
		await ask(server, question);
		if (!asked) {
			throw new Error('nothing was asked');
		}

		return asked;
	};

	test('asks for recursion, for validation, and for answers that need no fragments', async () => {
		const {query} = await heard();
		expect(query).toMatchObject({flag_rd: true, flag_ad: true, flag_cd: false});
		expect(query.questions).toMatchObject([{name, type: 'A', class: 'IN'}]);
		expect(query.additionals).toMatchObject([{type: 'OPT', udpPayloadSize: 1232, flag_do: false}]);
	});

	test('asks for the unvalidated answer where that is wanted', async () => {
		expect((await heard({unchecked: true})).query).toMatchObject({flag_cd: true});
	});

	test('has another id and comes from another port each time', async () => {
		const asked = await Promise.all(Array.from({length: 8}, async () => heard()));
		expect(new Set(asked.map(({query}) => query.id)).size).toBeGreaterThan(4);
		expect(new Set(asked.map(({from}) => from)).size).toBeGreaterThan(4);
	});

	test('about an internationalised name is asked in ASCII', async () => {
		const {query} = await heard({name: 'Müller.example.', timeout: 100});
		expect(query.questions?.[0]?.name).toBe('xn--mller-kva.example');
	});

	test.each(['', '.', 'a..example', `${'a'.repeat(64)}.example`, 'a b.example', 'x.'.repeat(128)])(
		'about %j cannot be asked: there is no such name',
		async impossible => {
			let asked = 0;
			const server = await serveNames(() => {
				asked += 1;
				return {};
			});
			expect(await ask(server, {name: impossible})).toMatchObject({status: 'nxdomain'});
			expect(asked).toBe(0);
		},
	);
});

describe('DNSSEC', () => {
	test.each([
		[authentic, true],
		[0, false],
	])('AD of %i is %s', async (flags, authenticated) => {
		expect(await askOne({flags, answers: [address]})).toMatchObject({authenticated});
	});
});

describe('the status', () => {
	test.each([
		['nxdomain', {flags: rcodes.nxdomain}],
		['nodata', {answers: []}],
		['nodata', {answers: [{type: 'MX', name, data: {exchange: 'mx.example'}}]}],
		['servfail', {flags: rcodes.servfail}],
		['refused', {flags: rcodes.refused}],
		['servfail', {flags: rcodes.servfail, questions: []}],
		['refused', {authorities: [{type: 'NS', name: 'example', data: 'ns.example'}]}],
		['servfail', {flags: rcodes.formerr}],
		['servfail', {flags: rcodes.notimp}],
	] satisfies ReadonlyArray<readonly [string, Said]>)('is %s for %j', async (status, said) => {
		expect(await askOne(said)).toMatchObject({status, records: [], ttl: null});
	});

	test('is nxdomain where an alias leads to nothing, and the alias is named', async () => {
		const alias: Answer = {type: 'CNAME', name, data: 'gone.example'};
		expect(await askOne({flags: rcodes.nxdomain, answers: [alias]})).toMatchObject({
			status: 'nxdomain',
			via: ['mail.example CNAME gone.example'],
		});
	});

	test('is silent where nothing comes', async () => {
		const answer = await askOne(undefined, {timeout: 100});
		expect(answer).toMatchObject({status: 'silent'});
		expect(answer.after).toBeGreaterThanOrEqual(99);
	});

	test('is unreachable where nothing listens, at once', async () => {
		const port = await closedPort();
		expect(await ask({address: '127.0.0.1', port})).toMatchObject({status: 'unreachable'});
	});

	test('is unreachable where the system lets no packet out to it', async () => {
		// Linux refuses this at the call, as it does where there is no route
		expect(await ask({address: '255.255.255.255', port: 53})).toMatchObject({
			status: 'unreachable',
		});
	});

	test.each([
		['too short', Buffer.from('hm')],
		['not DNS', Buffer.from('220 mail.example ESMTP Postfix\r\n')],
	])('is malformed where what comes is %s', async (_, bytes) => {
		expect(await askOne(bytes, {timeout: 100})).toMatchObject({status: 'malformed'});
	});

	test('is malformed where the answer is cut off', async () => {
		const server = await serveNames(({query}) =>
			messageFor(query, {answers: [address]}).subarray(0, -2),
		);
		expect(await ask(server)).toMatchObject({status: 'malformed'});
	});
});

describe('what is no answer is passed over', () => {
	const decoy: Answer = {type: 'A', name, data: '192.0.2.66'};
	test.each([
		['another id', {id: 0, answers: [decoy]}],
		['another name', {questions: [{type: 'A', name: 'other.example'}], answers: [decoy]}],
		['another type', {questions: [{type: 'AAAA', name}], answers: [decoy]}],
		['no question', {questions: [], answers: [decoy]}],
		['a query', {type: 'query', answers: [decoy]}],
		['noise', Buffer.from('noise')],
	] satisfies ReadonlyArray<readonly [string, Said]>)('%s', async (_, said) => {
		const answer = await askOne([said, {answers: [address]}]);
		expect(answer.records).toEqual(['192.0.2.7']);
	});

	test('another source', async () => {
		const stranger = createSocket('udp4');
		const server = await serveNames(({query, from}) => {
			stranger.send(messageFor(query, {answers: [decoy]}), from, '127.0.0.1');
			return query.additionals?.length ? undefined : {answers: [address]};
		});
		const answer = await ask(server, {timeout: 300});
		stranger.close();
		expect(answer.records).toEqual(['192.0.2.7']);
	});
});

describe('a server', () => {
	test('that answers EDNS with FORMERR is asked without', async () => {
		const server = await serveNames(({query}) =>
			query.additionals?.length ? {flags: rcodes.formerr, questions: []} : {answers: [address]},
		);
		expect(await ask(server)).toMatchObject({status: 'ok', records: ['192.0.2.7']});
	});

	test('whose answer is lost is asked again, without EDNS', async () => {
		const seen: boolean[] = [];
		const server = await serveNames(({query}) => {
			seen.push(query.additionals?.length === 1);
			return seen.length > 1 ? {answers: [address]} : undefined;
		});
		expect(await ask(server, {timeout: 300})).toMatchObject({status: 'ok'});
		expect(seen).toEqual([true, false]);
	});

	test('may answer the first question after the second was asked', async () => {
		let first: Asked | undefined;
		const server = await serveNames(asked => {
			first?.reply({answers: [address]});
			first ??= asked;
			return undefined;
		});
		expect(await ask(server, {timeout: 300})).toMatchObject({status: 'ok'});
	});
});

describe('a cut answer', () => {
	const cut = {flags: 0x02_00} as const;

	test('is asked for again over TCP, and read however it comes', async () => {
		const over: string[] = [];
		const server = await serveNames(asked => {
			over.push(asked.over);
			return asked.over === 'udp' ? {...cut, answers: [address]} : {answers: [address, address]};
		});
		expect((await ask(server)).records).toEqual(['192.0.2.7', '192.0.2.7']);
		expect(over).toEqual(['udp', 'tcp']);
	});

	test('need not be whole', async () => {
		const server = await serveNames(({query, over}) =>
			over === 'udp'
				? messageFor(query, {...cut, answers: [address]}).subarray(0, -5)
				: {answers: [address]},
		);
		expect(await ask(server)).toMatchObject({status: 'ok'});
	});

	test('is malformed where TCP closes without a word', async () => {
		const server = await serveNames(({over}) => (over === 'udp' ? cut : undefined));
		expect(await ask(server)).toMatchObject({status: 'malformed'});
	});

	test('is unreachable where TCP is refused', async () => {
		const udp = createSocket('udp4');
		const {promise: bound, resolve: bind} = Promise.withResolvers<void>();
		udp.bind(0, '127.0.0.1', bind);
		await bound;
		const {decode} = await import('dns-packet');
		udp.on('message', (bytes, {port}) => {
			udp.send(messageFor(decode(bytes), cut), port, '127.0.0.1');
		});
		const {port} = udp.address();
		expect(await ask({address: '127.0.0.1', port})).toMatchObject({status: 'unreachable'});
		udp.close();
	});
});

describe('several resolvers', () => {
	const silent = async () => serveNames(() => undefined);
	const says = async (flags: number) => serveNames(() => ({flags}));
	const knows = async () => serveNames(() => ({answers: [address]}));
	const nobody = async () => ({address: '127.0.0.1', port: await closedPort()});

	test.each([
		['silent', silent],
		['failing', async () => says(rcodes.servfail)],
		['refusing', async () => says(rcodes.refused)],
		['absent', nobody],
	])('go on from a %s one to one that knows', async (_, first) => {
		const second = await knows();
		const answer = await ask([await first(), second], {timeout: 600});
		expect(answer).toMatchObject({status: 'ok', resolver: `127.0.0.1:${second.port}`});
	});

	test('stop at the first that says there is no such name', async () => {
		const answer = await ask([await says(rcodes.nxdomain), await knows()]);
		expect(answer.status).toBe('nxdomain');
	});

	test('give what says most where none knows', async () => {
		const failing = await says(rcodes.servfail);
		const answer = await ask([await nobody(), await silent(), failing, await says(5)], {
			timeout: 300,
		});
		expect(answer).toMatchObject({status: 'servfail', resolver: `127.0.0.1:${failing.port}`});
		expect(await ask([await silent(), await nobody()], {timeout: 100})).toMatchObject({
			status: 'silent',
		});
		expect(await ask([await nobody(), await nobody()])).toMatchObject({status: 'unreachable'});
	});
});

describe('an abort', () => {
	const sockets = () => getActiveResourcesInfo().filter(each => each === 'UDPWrap').length;

	test('rejects with its reason and leaves no socket', async () => {
		const controller = new AbortController();
		const reason = new Error('enough');
		const server = await serveNames(() => {
			controller.abort(reason);
			return undefined;
		});
		const question = {name, type: 'A', timeout: patience} as const;
		await expect(resolve(question, [server], controller.signal)).rejects.toBe(reason);
		// The server's own is left
		await expect.poll(sockets).toBe(1);
		await expect(resolve(question, [server], controller.signal)).rejects.toBe(reason);
	});

	test('leaves no socket behind an answer, either', async () => {
		const server = await serveNames(() => ({answers: [address]}));
		await ask(server);
		await expect.poll(sockets).toBe(1);
	});
});
