import {both, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {searchMailLog} from '../mail-log.ts';

const handshakeAlert = 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE';

/** Why client and server do not come to an encrypted connection. */
export const tlsHandshakeCauses: readonly Cause[] = [
	{
		id: 'old-protocol-only',
		explains: ['tls-handshake'],
		title: 'One side has only old TLS versions',
		because:
			'TLS 1.0 and 1.1 are given up (RFC 8996); a server or client that has nothing newer cannot agree with one that has.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('tls.legacy-works', {protocol: /^(SSL|TLSv1$|TLSv1\.1$)/}),
				says: 'With old versions allowed it works: the server has nothing newer than {protocol}.',
				weight: 'proves',
			},
			{
				when: saw('tls.legacy-works', {protocol: /^TLSv1\.[23]$/}),
				says: 'The server has {protocol}.',
				weight: 'excludes',
			},
			{
				when: saw('tls.failed', {
					code: /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|NO_PROTOCOLS_AVAILABLE/,
				}),
				says: 'The fault is about the version: {code}.',
				weight: 'for',
			},
			{
				when: saw('tls.failed', {code: handshakeAlert}),
				says: 'The server’s alert is not about the version: {code}.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'If this works and the next does not, the server has only old versions.',
				command:
					'openssl s_client -starttls smtp -connect {host}:{port} -tls1_1 -cipher DEFAULT@SECLEVEL=0',
			},
			{
				text: 'TLS 1.2, and the newest:',
				command:
					'openssl s_client -starttls smtp -connect {host}:{port} -tls1_2; openssl s_client -starttls smtp -connect {host}:{port} -tls1_3',
			},
			{text: 'Postfix:', command: 'postconf smtpd_tls_protocols smtpd_tls_mandatory_protocols'},
		],
	},
	{
		id: 'no-common-cipher',
		explains: ['tls-handshake'],
		title: 'The two sides have no cipher in common',
		because:
			'A list of ciphers that is too short, or an unusual certificate key on the server, leaves nothing to agree upon.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('tls.legacy-works', {protocol: /^TLSv1\.[23]$/}),
				says: 'With weak ciphers allowed it works: {protocol}, {cipher}.',
				weight: 'proves',
			},
			{
				when: saw('tls.legacy-works', {protocol: /^(SSL|TLSv1$|TLSv1\.1$)/}),
				says: 'The fault is the version: the server has {protocol}.',
				weight: 'against',
			},
			{
				when: saw('tls.legacy-fails'),
				says: 'With every cipher allowed it fails, too ({code}).',
				weight: 'against',
			},
			{
				when: saw('tls.failed', {code: handshakeAlert}),
				says: 'The server broke the handshake off with the alert that also stands for “no common cipher” ({code}).',
				weight: 'for',
			},
			{
				when: saw('tls.failed', {
					code: /NO_CIPHER|NO_SHARED_CIPHER|INSUFFICIENT_SECURITY|DH_KEY_TOO_SMALL/,
				}),
				says: 'The fault is about ciphers: {code}.',
				weight: 'for',
			},
			{
				when: saw('tls.failed', {code: /PROTOCOL_VERSION|WRONG_VERSION/}),
				says: 'The fault is another one: {code}.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'On the server: “no shared cipher” in the log.',
				command: searchMailLog("grep -iE 'no shared cipher|tls error'"),
			},
			{
				text: 'Postfix:',
				command:
					'postconf tls_high_cipherlist tls_medium_cipherlist smtpd_tls_ciphers smtpd_tls_mandatory_ciphers smtpd_tls_exclude_ciphers',
			},
			{text: 'Exim:', command: 'exim -bP tls_require_ciphers'},
		],
	},
	{
		id: 'client-certificate-wanted',
		explains: ['tls-handshake'],
		title: 'The server wants a certificate of the client',
		because:
			'It is set to let in only clients that prove themselves with a certificate of their own.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('tls.failed', {code: /CERTIFICATE_REQUIRED|PEER_DID_NOT_RETURN/}),
				says: 'The server says that a certificate of the client is required ({code}).',
				weight: 'proves',
			},
			{
				when: saw('tls.failed', {code: handshakeAlert}),
				says: 'With TLS 1.2 a missing client certificate shows as this alert, too ({code}).',
				weight: 'for',
			},
			{
				when: saw('tls.failed', {code: /PROTOCOL_VERSION|WRONG_VERSION/}),
				says: 'The fault is another one: {code}.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: '“Acceptable client certificate CA names” means that it asks for one.',
				command: 'openssl s_client -starttls smtp -connect {host}:{port}',
			},
			{
				text: 'Postfix:',
				command: 'postconf smtpd_tls_req_ccert smtpd_tls_ask_ccert; postconf -P | grep ccert',
			},
			{text: 'Exim:', command: 'exim -bP tls_verify_hosts'},
		],
	},
	{
		id: 'broken-tls-stack',
		explains: ['tls-handshake'],
		title: 'The server’s TLS does not work',
		because:
			'A certificate it cannot load, a fault of its library or a crash breaks the handshake off on its side.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('tls.failed', {
					code: /INTERNAL_ERROR|DECODE_ERROR|ECONNRESET|EPIPE|UNEXPECTED_EOF|END/,
				}),
				says: 'The handshake broke off on the server’s side ({code}).',
				weight: 'for',
			},
			{
				when: both(
					saw('tls.failed', {code: /INTERNAL_ERROR/}),
					saw('server.software', {mta: 'opensmtpd'}),
				),
				says: 'OpenSMTPD 6.8 with OpenSSL 3, as in Debian 12, is known to break handshakes off so ({code}).',
				weight: 'for',
			},
			{
				when: saw('tls.failed', {code: 'ERR_SSL_WRONG_VERSION_NUMBER'}),
				says: 'What came back was no TLS: {code}.',
				weight: 'for',
			},
			{
				when: saw('tls.failed', {code: /PROTOCOL_VERSION|CERTIFICATE_REQUIRED/}),
				says: 'The server gave a clear reason: {code}.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'On the server, at the time of the try:',
				command: searchMailLog("grep -iE 'tls|ssl|certificate'"),
			},
			{
				text: 'Does it work from the server itself?',
				command: 'openssl s_client -starttls smtp -connect 127.0.0.1:{port}',
			},
		],
	},
];
