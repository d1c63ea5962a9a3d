// TLS on a connected socket: what the server has, whether it is to be trusted, and why it failed.
import {X509Certificate} from 'node:crypto';
import type {Socket} from 'node:net';
import {createSecureContext, type TlsOptions, TLSSocket} from 'node:tls';
import {describe, expect, test} from 'vitest';
import type {TlsFacts} from '../../source/core/observation.ts';
import type {Secured, TlsRequest, Wire} from '../../source/core/ports.ts';
import {now} from '../../source/net/now.ts';
import {mint, type Minted} from './mint.ts';
import {calm, dial, listen, listenTls, patience} from './peer.ts';

const name = 'mail.example';
const root = mint({name: 'Root CA', authority: true});
const intermediate = mint({name: 'Intermediate CA', authority: true, issuer: root});
const leaf = mint({name, names: [name, '127.0.0.1'], issuer: intermediate});

const served = (...certificates: readonly Minted[]): TlsOptions => ({
	key: certificates[0]?.keyPem,
	cert: certificates.map(({pem}) => pem).join(''),
});
const good = served(leaf, intermediate);
const soon = () => now() + patience;

async function upgrade(wire: Wire, request: Partial<TlsRequest> = {}): Promise<Secured> {
	return wire.upgrade({servername: name, ca: root.pem, timeout: patience, ...request}, calm);
}

/** Does a handshake with a server and gives what came of it. */
async function handshake(options: TlsOptions, request: Partial<TlsRequest> = {}): Promise<Secured> {
	const wire = await dial(await listenTls(options));
	return upgrade(wire, request);
}

async function facts(options: TlsOptions, request: Partial<TlsRequest> = {}): Promise<TlsFacts> {
	const secured = await handshake(options, request);
	if (!secured.ok) {
		throw new Error(secured.code);
	}

	return secured.tls;
}

/** The code of a handshake with something that is no TLS server. */
async function failure(serve: (socket: Socket) => void, timeout = patience): Promise<string> {
	const wire = await dial(await listen(serve));
	const secured = await upgrade(wire, {timeout});
	const after = await wire.read(0, calm);
	expect(after.kind === 'error' && after.code).toBe(secured.ok || secured.code);
	return secured.ok ? 'established' : secured.code;
}

describe('a certificate', () => {
	test('of a known CA for the right name is trusted', async () => {
		const tls = await facts(good);
		expect(tls).toMatchObject({protocol: 'TLSv1.3', trusted: true, name});
		expect(tls.fault).toBeUndefined();
		expect(tls.cipher).toMatch(/^TLS_/);
	});

	const faulty: ReadonlyArray<readonly [string, TlsOptions, Partial<TlsRequest>, string]> = [
		['of an unknown CA', good, {ca: ''}, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
		[
			'whose unknown root is sent along',
			served(leaf, intermediate, root),
			{ca: ''},
			'SELF_SIGNED_CERT_IN_CHAIN',
		],
		['without its intermediate', served(leaf), {}, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
		['that signs itself', served(mint({name, names: [name]})), {}, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
		[
			'past its date',
			served(mint({name, names: [name], issuer: root, from: -9, to: -2})),
			{},
			'CERT_HAS_EXPIRED',
		],
		[
			'before its date',
			served(mint({name, names: [name], issuer: root, from: 2})),
			{},
			'CERT_NOT_YET_VALID',
		],
		['for another name', good, {servername: 'other.example'}, 'ERR_TLS_CERT_ALTNAME_INVALID'],
		['for another address', good, {servername: '127.0.0.2'}, 'ERR_TLS_CERT_ALTNAME_INVALID'],
		[
			'with the dialled address as a mere name',
			served(mint({name: '127.0.0.1', issuer: root})),
			{servername: '127.0.0.1'},
			'ERR_TLS_CERT_ALTNAME_INVALID',
		],
	];
	test.each(faulty)('%s is not, and the session goes on', async (_, options, request, fault) => {
		const port = await listenTls(options, socket => socket.write('220 hello\r\n'));
		const wire = await dial(port);
		const secured = await upgrade(wire, request);
		expect(secured).toMatchObject({ok: true, tls: {trusted: false, fault}});
		expect((await wire.read(soon(), calm)).kind).toBe('data');
	});

	test('for the dialled address is trusted', async () => {
		expect(await facts(good, {servername: '127.0.0.1'})).toMatchObject({trusted: true});
	});

	test.each(['mail.example.', 'MAIL.example'])('fits the name written %s', async servername => {
		expect(await facts(good, {servername})).toMatchObject({trusted: true});
	});

	test('for an internationalised name is found by either form', async () => {
		const own = mint({name: 'x', names: ['xn--mller-kva.example'], issuer: root});
		for (const servername of ['müller.example', 'xn--mller-kva.example']) {
			expect(await facts(served(own), {servername})).toMatchObject({trusted: true});
		}
	});

	test('of a CA that this machine trusts stays trusted beside a further one', async () => {
		const own = mint({name, names: [name]});
		expect(await facts(served(own), {ca: `${root.pem}\n${own.pem}`})).toMatchObject({
			trusted: true,
		});
	});

	test('is checked as ever where the further CA is no certificate', async () => {
		expect(await facts(good, {ca: 'nonsense'})).toMatchObject({trusted: false});
	});
});

describe('the chain', () => {
	const subjects = ({chain}: TlsFacts) => chain.map(({subject}) => subject);

	test('has what an admin looks for', async () => {
		const [first, second] = (await facts(good)).chain;
		const parsed = new X509Certificate(leaf.pem);
		expect(first).toEqual({
			subject: 'CN=mail.example',
			issuer: 'CN=Intermediate CA',
			names: [name, '127.0.0.1'],
			validFrom: new Date(parsed.validFrom).toISOString(),
			validTo: new Date(parsed.validTo).toISOString(),
			fingerprint: parsed.fingerprint256,
			selfSigned: false,
			keyBits: 256,
			publicKeySha256: expect.stringMatching(/^[\da-f]{64}$/),
		});
		expect(second).toMatchObject({subject: 'CN=Intermediate CA', issuer: 'CN=Root CA'});
	});

	test('is what was sent: nothing of this machine is added', async () => {
		expect(subjects(await facts(good))).toEqual(['CN=mail.example', 'CN=Intermediate CA']);
		expect(subjects(await facts(served(leaf), {ca: root.pem + intermediate.pem}))).toEqual([
			'CN=mail.example',
		]);
	});

	test('keeps a wrong order, and what does not belong to it', async () => {
		const stranger = mint({name: 'Stranger', authority: true});
		expect(subjects(await facts(served(leaf, root, stranger, intermediate)))).toEqual([
			'CN=mail.example',
			'CN=Root CA',
			'CN=Stranger',
			'CN=Intermediate CA',
		]);
	});

	test('tells who signs itself', async () => {
		const {chain} = await facts(served(leaf, intermediate, root));
		expect(chain.map(({selfSigned}) => selfSigned)).toEqual([false, false, true]);
		const pretender = mint({name: 'Root CA', issuer: root});
		const [first] = (await facts(served(pretender))).chain;
		expect(first).toMatchObject({subject: first?.issuer, selfSigned: false});
	});

	test('takes the common name where there is no other', async () => {
		const [first] = (await facts(served(mint({name, issuer: root})))).chain;
		expect(first?.names).toEqual([name]);
	});

	test('is cut where a server sends without end', async () => {
		const crowd = Array.from({length: 40}, (_, index) => mint({name: `Filler ${index}`}));
		expect((await facts(served(leaf, ...crowd))).chain).toHaveLength(16);
	});
});

describe('a handshake fails', () => {
	test('with a server that has only what was given up, unless that is asked for', async () => {
		const old = {...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1'} as const;
		const options = {...old, ciphers: 'ALL:@SECLEVEL=0'};
		expect(await handshake(options)).toMatchObject({
			ok: false,
			code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
		});
		expect(await facts(options, {legacy: true})).toMatchObject({protocol: 'TLSv1.1'});
	});

	test('where no cipher is common', async () => {
		const options = {...good, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-SHA'} as const;
		const code = 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE';
		expect(await handshake(options)).toMatchObject({ok: false, code});
	});

	test('where a client certificate is demanded, with TLS 1.2', async () => {
		const options = {...good, ca: root.pem, requestCert: true, maxVersion: 'TLSv1.2'} as const;
		const code = 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE';
		expect(await handshake(options)).toMatchObject({ok: false, code});
	});

	test('after it seemed done, where TLS 1.3 demands a client certificate', async () => {
		const wire = await dial(await listenTls({...good, ca: root.pem, requestCert: true}));
		const code = 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED';
		expect(await upgrade(wire)).toMatchObject({ok: false, code});
		expect(await wire.read(soon(), calm)).toMatchObject({kind: 'error', code});
	});

	test('with a server that speaks plain SMTP', async () => {
		const greets = (socket: Socket) => socket.write('220 mail.example ESMTP\r\n');
		const answers = (socket: Socket) => socket.once('data', () => socket.write('500 what?\r\n'));
		expect(await failure(greets)).toBe('ERR_SSL_WRONG_VERSION_NUMBER');
		expect(await failure(answers)).toBe('ERR_SSL_WRONG_VERSION_NUMBER');
	});

	test('with a server that closes, and FIN is told from RST', async () => {
		const fin = (socket: Socket) => socket.once('data', () => socket.end());
		const rst = (socket: Socket) => socket.once('data', () => socket.resetAndDestroy());
		const end = 'ERR_SSL_UNEXPECTED_EOF_WHILE_READING';
		expect(await failure(fin)).toBe(end);
		expect(await failure(rst)).toBe('ECONNRESET');
		expect(await failure(socket => socket.end())).toBe(end);
	});

	test('with a server that says nothing', async () => {
		expect(await failure(socket => socket.resume(), 100)).toBe('ETIMEDOUT');
	});

	test('on a connection that was closed or reset before', async () => {
		const closed = await dial(await listen(socket => socket.end()));
		expect((await closed.read(soon(), calm)).kind).toBe('end');
		const end = 'ERR_SSL_UNEXPECTED_EOF_WHILE_READING';
		expect(await upgrade(closed)).toMatchObject({ok: false, code: end});
		const reset = await dial(await listen(socket => socket.resetAndDestroy()));
		expect((await reset.read(soon(), calm)).kind).toBe('error');
		expect(await upgrade(reset)).toMatchObject({ok: false, code: 'ECONNRESET'});
	});
});

describe('the wire', () => {
	/** A server's side of the handshake, on a connection that is there. */
	const serveTls = (socket: Socket) => {
		const tls = new TLSSocket(socket, {isServer: true, secureContext: createSecureContext(good)});
		tls.on('error', () => {});
		return tls;
	};

	/** A server that says something in plain when the client speaks, then begins TLS. */
	const startTls = async (plain: string) =>
		listen(socket => {
			socket.once('data', () => {
				socket.write(plain);
				serveTls(socket).write('250 in TLS\r\n');
			});
		});

	test('carries data in TLS, and closes in order', async () => {
		const ended = Promise.withResolvers<void>();
		const port = await listenTls(good, socket => {
			socket.on('data', data => socket.write(data));
			socket.on('end', () => ended.resolve());
		});
		const wire = await dial(port);
		expect(await upgrade(wire)).toMatchObject({ok: true});
		expect(wire.secure).toBe(true);
		wire.write('EHLO client.example\r\n');
		const chunk = await wire.read(soon(), calm);
		expect(chunk.kind === 'data' && Buffer.from(chunk.bytes).toString()).toBe(
			'EHLO client.example\r\n',
		);
		wire.close();
		await ended.promise;
	});

	test('gives what came in plain to the caller, and never as said in TLS', async () => {
		const wire = await dial(await startTls('220 go ahead\r\n250 injected\r\n'));
		wire.write('STARTTLS\r\n');
		const first = await wire.read(soon(), calm);
		expect(first.kind === 'data' && Buffer.from(first.bytes).toString()).toContain('220');
		expect(wire.drain()).toEqual([]);
		expect(await upgrade(wire)).toMatchObject({ok: true});
		const said = await wire.read(soon(), calm);
		expect(said.kind === 'data' && Buffer.from(said.bytes).toString()).toBe('250 in TLS\r\n');
	});

	test('drops what came in plain and was not taken', async () => {
		const wire = await dial(await startTls('220 go ahead\r\n'));
		wire.write('STARTTLS\r\n');
		let unread = 0;
		await expect
			.poll(() => {
				unread += wire.drain().length;
				return unread;
			})
			.toBeGreaterThan(0);
		expect(await upgrade(wire)).toMatchObject({ok: true});
		const said = await wire.read(soon(), calm);
		expect(said.kind === 'data' && Buffer.from(said.bytes).toString()).toBe('250 in TLS\r\n');
	});

	test('tells FIN and RST apart in TLS, too', async () => {
		const fin = await dial(await listenTls(good, socket => socket.end('421 bye\r\n')));
		await upgrade(fin);
		expect((await fin.read(soon(), calm)).kind).toBe('data');
		expect((await fin.read(soon(), calm)).kind).toBe('end');
		// Many servers leave close_notify out
		const ends = (socket: Socket) => serveTls(socket).once('data', () => socket.end());
		const bare = await dial(await listen(ends));
		await upgrade(bare);
		bare.write('EHLO a\r\n');
		expect((await bare.read(soon(), calm)).kind).toBe('end');
		const resets = (socket: Socket) =>
			serveTls(socket).once('data', () => socket.resetAndDestroy());
		const rst = await dial(await listen(resets));
		await upgrade(rst);
		rst.write('EHLO a\r\n');
		expect(await rst.read(soon(), calm)).toMatchObject({kind: 'error', code: 'ECONNRESET'});
	});

	test('has no binding in plain, the exporter of TLS 1.3, the certificate before that', async () => {
		const modern = await dial(await listenTls(good));
		expect(modern.binding?.()).toBeUndefined();
		await upgrade(modern);
		expect(modern.binding?.()).toMatchObject({type: 'tls-exporter'});
		expect(modern.binding?.()?.data).toHaveLength(32);
		const older = await dial(await listenTls({...good, maxVersion: 'TLSv1.2'}));
		await upgrade(older);
		const {raw} = new X509Certificate(leaf.pem);
		const data = Buffer.from(await crypto.subtle.digest('SHA-256', raw));
		// Before 24.9 Node does not say how a certificate is signed
		const known = 'signatureAlgorithm' in X509Certificate.prototype;
		expect(older.binding?.()).toEqual(known ? {type: 'tls-server-end-point', data} : undefined);
	});

	test('names the server it wants (SNI), but never by an address', async () => {
		const asked: Array<string | false | null> = [];
		const port = await listenTls(good, socket => {
			asked.push(socket.servername);
			socket.write('220 hello\r\n');
		});
		for (const servername of [name, '127.0.0.1']) {
			const wire = await dial(port);
			await upgrade(wire, {servername});
			await wire.read(soon(), calm);
		}

		expect(asked).toEqual([name, false]);
	});

	test('is freed by an abort during the handshake, which rejects with its reason', async () => {
		const gone = Promise.withResolvers<void>();
		const controller = new AbortController();
		const reason = new Error('enough');
		const port = await listen(socket => {
			socket.once('data', () => controller.abort(reason));
			socket.on('close', () => gone.resolve());
			socket.on('end', () => socket.end());
			socket.resume();
		});
		const wire = await dial(port);
		const request = {servername: name, timeout: patience};
		await expect(wire.upgrade(request, controller.signal)).rejects.toBe(reason);
		expect((await wire.read(soon(), calm)).kind).toBe('error');
		await gone.promise;
	});
});
