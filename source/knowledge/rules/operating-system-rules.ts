import type {ReplyRule} from '../../core/knowledge.ts';

const errno = 'connect(2), and the table of errors in the documentation of Node.js';
const libuv = 'getaddrinfo(3), and the error codes of node:dns';
const openssl = 'OpenSSL: x509_vfy.h and sslerr.h, as Node.js names them';

/** What the operating system, the resolver and the TLS library say in codes. */
export const operatingSystemRules: readonly ReplyRule[] = [
	{
		id: 'error-while-resolving',
		class: 'dns-failure',
		strength: 'wording',
		certainty: 'certain',
		stages: ['dns'],
		error: /^[A-Z]/,
		samples: ['ENOTFOUND', 'ESERVFAIL', 'ECONNREFUSED', 'EREFUSED', 'ETIMEDOUT'],
		source: libuv,
	},
	{
		id: 'error-refused',
		class: 'refused',
		strength: 'wording',
		certainty: 'certain',
		error: /^(ECONNREFUSED|WSAECONNREFUSED)$/,
		samples: ['ECONNREFUSED'],
		source: errno,
	},
	{
		id: 'error-timeout',
		class: 'timeout',
		strength: 'wording',
		certainty: 'certain',
		error: /^(ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_CONNECT_TIMEOUT|WSAETIMEDOUT)$/,
		samples: ['ETIMEDOUT', 'ESOCKETTIMEDOUT'],
		source: errno,
	},
	{
		id: 'error-unreachable',
		class: 'unreachable',
		strength: 'wording',
		certainty: 'certain',
		error:
			/^(WSA)?(ENETUNREACH|EHOSTUNREACH|EHOSTDOWN|EACCES|EPERM|EINVAL|ENETDOWN|EADDRNOTAVAIL|EAFNOSUPPORT|ENONET|EPROTONOSUPPORT)$/,
		samples: ['ENETUNREACH', 'EHOSTUNREACH', 'EHOSTDOWN', 'EACCES', 'EADDRNOTAVAIL'],
		source: errno,
	},
	{
		id: 'error-name-resolution',
		class: 'dns-failure',
		strength: 'wording',
		certainty: 'certain',
		error:
			/^(EDNS|ENOTFOUND|ENODATA|ESERVFAIL|ENONAME|EBADNAME|EBADRESP|EFORMERR|ENOTIMP|EREFUSED|ETIMEOUT|EAI_[A-Z]+|NXDOMAIN|SERVFAIL|WSAHOST_NOT_FOUND|WSANO_DATA|WSATRY_AGAIN)$/,
		samples: ['ENOTFOUND', 'EAI_AGAIN', 'ETIMEOUT', 'ESERVFAIL'],
		source: libuv,
	},
	{
		id: 'error-reset-during-tls',
		class: 'tls-handshake',
		strength: 'wording',
		certainty: 'likely',
		stages: ['tls'],
		error: /^(WSA)?(ECONNRESET|ECONNABORTED|EPIPE|ECONNCLOSED|EPROTO|ESOCKET|END)$/,
		samples: ['ECONNRESET', 'EPIPE', 'EPROTO'],
		source: errno,
	},
	{
		id: 'error-reset',
		class: 'reset-or-dropped',
		strength: 'wording',
		certainty: 'certain',
		error: /^(WSA)?(ECONNRESET|ECONNABORTED|EPIPE|ECONNCLOSED|ESHUTDOWN|ENOTCONN|ENETRESET|END)$/,
		samples: ['ECONNRESET', 'EPIPE'],
		source: errno,
	},
	{
		id: 'error-certificate',
		class: 'tls-certificate',
		strength: 'wording',
		certainty: 'certain',
		error:
			/^(CERT_[A-Z_]+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)_[A-Z_]+|ERR_TLS_CERT_[A-Z_]+|ERROR_IN_CERT_[A-Z_]+|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|ERR_SSL_CERTIFICATE_VERIFY_FAILED|CERTIFICATE_VERIFY_FAILED|CA_[A-Z_]+_TOO_WEAK|EE_KEY_TOO_SMALL)$/,
		samples: [
			'CERT_HAS_EXPIRED',
			'DEPTH_ZERO_SELF_SIGNED_CERT',
			'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
			'ERR_TLS_CERT_ALTNAME_INVALID',
		],
		source: openssl,
	},
	{
		id: 'error-tls-library',
		class: 'tls-handshake',
		strength: 'wording',
		certainty: 'certain',
		error:
			/^(ERR_(SSL|TLS|OSSL)_[A-Z0-9_]+|EPROTO|SSL_ERROR_[A-Z_]+|WRONG_VERSION_NUMBER|EKEYMISMATCH)$/,
		samples: ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_UNSUPPORTED_PROTOCOL', 'EPROTO'],
		source: openssl,
	},
];
