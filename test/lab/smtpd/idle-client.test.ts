import {once} from 'node:events';
import {createServer} from 'node:net';
import {createSecureContext} from 'node:tls';
import {expect, onTestFinished, test} from 'vitest';
import {mintCertificates} from '../../../source/lab/certificates/mint-certificates.ts';
import {portOf} from '../../../source/lab/network/held-port.ts';
import {defaultSettings} from '../../../source/lab/settings/default-settings.ts';
import {smtpdSettings} from '../../../source/lab/settings/smtpd-settings.ts';
import {serveSmtp} from '../../../source/lab/smtpd/smtpd-server.ts';
import {connectRaw, secureRaw} from '../raw-client.ts';

const certificates = mintCertificates(['mail.shop.example']);
const timeUp = '421 4.4.2 mail.shop.example Error: timeout exceeded';

/** A server whose patience is short; what it says at its end is the same as after five minutes. */
async function start(overrides: string): Promise<number> {
	const values = {...defaultSettings, 'master.cf/submission': overrides};
	const context = {
		settings: smtpdSettings(values, 'submission', 'mail.shop.example'),
		client: {name: 'unknown', address: '127.0.0.1'},
		authenticate: () => false,
		isLocalUser: () => true,
		nextQueueId: () => 'ID',
	};
	const server = createServer(socket =>
		serveSmtp(socket, context, () => createSecureContext(certificates), 1000),
	);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	return portOf(server);
}

test('a client that stays silent is told so, in plain text and under TLS', async () => {
	const port = await start('');
	const plain = await connectRaw(port);
	await plain.reply();
	expect(await plain.rest()).toEqual([timeUp]);

	const second = await connectRaw(port);
	await second.reply();
	await second.ask('STARTTLS');
	const secured = await secureRaw(second.socket, certificates.ca);
	expect(await secured.ask('NOOP')).toEqual(['250 2.0.0 Ok']);
	expect(await secured.rest()).toEqual([timeUp]);
});

test('a client that never begins TLS where TLS comes first is cut off without a word', async () => {
	const client = await connectRaw(await start('-o smtpd_tls_wrappermode=yes'));
	expect(await client.rest()).toEqual([]);
});

test('what is no TLS ends the connection, and the server lives on', async () => {
	const port = await start('-o smtpd_tls_wrappermode=yes');
	const client = await connectRaw(port);
	client.send('EHLO app01.shop.example\r\n'.repeat(20));
	await client.rest();
	const secured = await secureRaw(port, certificates.ca);
	expect(await secured.reply()).toEqual(['220 mail.shop.example ESMTP Postfix']);
});
