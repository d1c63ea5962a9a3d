import {both, saw, type Condition} from '../../core/condition.ts';
import type {Cause, Evidence} from '../../core/knowledge.ts';
import {seenInside} from './inside-evidence.ts';
import {certificateChecks} from './server-checks.ts';

const fault = (code: string | readonly string[]) =>
	saw('tls.established', {trusted: false, fault: code});
const chainFaults = [
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_GET_ISSUER_CERT',
];
const clearFaults = [
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
];
const look = {
	text: 'Dates, names and issuer of the certificate as the server sends it:',
	command:
		'openssl s_client -starttls smtp -connect {host}:{port} -servername {host} < /dev/null | openssl x509 -noout -dates -subject -issuer -ext subjectAltName',
};
const otherFault = (codes: readonly string[]): Evidence => ({
	when: fault(codes),
	says: 'The fault is another one: {fault}.',
	weight: 'excludes',
});
const butFor = (...own: readonly string[]) =>
	[...clearFaults, ...chainFaults].filter(code => !own.includes(code));

/** The file is the certificate on the wire, and this line has the server use it. */
const fromThisLine = (of: Condition): Evidence => ({
	when: both(saw('server.certificate', {onWire: true, place: {empty: false}}), of),
	says: 'The server takes it from {file} ({place}: {setting}).',
	weight: 'for',
});

/** Why a certificate is not accepted. */
export const certificateCauses: readonly Cause[] = [
	{
		id: 'expired',
		explains: ['tls-certificate'],
		title: 'The certificate has expired',
		because:
			'Certificates hold for some months and must be renewed in time; often the renewal stopped without anybody noticing.',
		frequency: 'common',
		evidence: [
			{
				when: fault('CERT_HAS_EXPIRED'),
				says: 'The certificate for {name}, or one of its chain, is past its date.',
				weight: 'for',
			},
			...seenInside(
				both(saw('server.certificate', {expired: true, onWire: true}), fault('CERT_HAS_EXPIRED')),
				'On the server, {file} is the certificate that is shown, and it was valid until {validTo}.',
			),
			fromThisLine(fault('CERT_HAS_EXPIRED')),
			otherFault(butFor('CERT_HAS_EXPIRED')),
		],
		confirm: [
			look,
			{
				text: 'On the server: does the renewal run?',
				command: 'certbot certificates; systemctl list-timers',
			},
		],
	},
	{
		id: 'not-reloaded',
		explains: ['tls-certificate'],
		bringsAbout: ['expired', 'name-mismatch', 'self-signed'],
		title: 'The certificate was renewed, and the mail server still has the old one',
		because:
			'A mail server reads its certificate when it starts or reloads. A renewal that does not tell it changes nothing for clients.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('server.certificate', {onWire: false, expired: false}),
				says: 'The file {file} is valid until {validTo}, and the server shows another certificate.',
				weight: 'proves',
			},
			{
				when: saw('server.certificate', {onWire: false, expired: false, place: {empty: false}}),
				says: 'That is the file of {place} ({setting}).',
				weight: 'for',
			},
			{
				when: saw('server.certificate', {onWire: true}),
				says: 'The file {file} is the certificate that the server shows.',
				weight: 'excludes',
			},
			{
				when: fault('CERT_HAS_EXPIRED'),
				says: 'The certificate on the wire is past its date.',
				weight: 'for',
			},
			{
				when: saw('derived.certificates-differ', {trusted: true}),
				says: 'Another address of {host}, {address}, shows a newer one, valid until {validTo}.',
				weight: 'for',
			},
			otherFault(butFor('CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID')),
		],
		confirm: [
			{
				text: 'On the server, Postfix: the date of the file. If it is newer than the one on the wire, only the reload is missing.',
				command: 'openssl x509 -noout -enddate -in $(postconf -xh smtpd_tls_cert_file)',
			},
			...certificateChecks.slice(1),
			look,
		],
	},
	{
		id: 'not-yet-valid',
		explains: ['tls-certificate'],
		title: 'The certificate’s time has not begun',
		because: 'It was made for a later date, or by a machine whose clock is ahead.',
		frequency: 'usual',
		evidence: [
			{
				when: fault('CERT_NOT_YET_VALID'),
				says: 'The certificate for {name} is not valid yet.',
				weight: 'for',
			},
			otherFault(butFor('CERT_NOT_YET_VALID')),
		],
		confirm: [look],
	},
	{
		id: 'clock-wrong',
		explains: ['tls-certificate'],
		title: 'The clock of this machine is wrong',
		because: 'With a wrong date a good certificate looks expired or not yet valid.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('server.clock', {seconds: {above: 3600}}),
				says: 'The server’s clock is {seconds} s ahead of this machine’s.',
				weight: 'for',
			},
			{
				when: saw('server.clock', {seconds: {below: -3600}}),
				says: 'The server’s clock is {seconds} s off this machine’s.',
				weight: 'for',
			},
			{
				when: both(saw('clock.differs'), fault(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])),
				says: 'The greeting of {host} says that it is {server}, and this machine says {here}.',
				weight: 'for',
			},
			{
				when: fault(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']),
				says: 'The fault is about dates: {fault}.',
				weight: 'for',
			},
			{
				when: both(
					saw('server.clock', {seconds: {above: -3600}}),
					saw('server.clock', {seconds: {below: 3600}}),
				),
				says: 'The server’s clock says {server}, as this machine’s does.',
				weight: 'against',
			},
			{
				when: saw('derived.expired-long-ago'),
				says: 'The certificate was valid until {validTo}; a clock that is a year ahead would not go unnoticed.',
				weight: 'against',
			},
			otherFault(butFor('CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID')),
		],
		confirm: [
			{text: 'Is the date right, and is the clock synchronised?', command: 'date -u; timedatectl'},
		],
	},
	{
		id: 'name-mismatch',
		explains: ['tls-certificate'],
		title: 'The certificate is for another name',
		because:
			'The name that was dialled must be in the certificate. An alias, an IP address or the name of a customer’s domain often does not.',
		frequency: 'common',
		evidence: [
			{
				when: fault('ERR_TLS_CERT_ALTNAME_INVALID'),
				says: 'The certificate does not have the name {name}.',
				weight: 'proves',
			},
			fromThisLine(fault('ERR_TLS_CERT_ALTNAME_INVALID')),
			otherFault(butFor('ERR_TLS_CERT_ALTNAME_INVALID')),
		],
		confirm: [look],
	},
	{
		id: 'self-signed',
		explains: ['tls-certificate'],
		title: 'The server uses a certificate that it signed itself',
		because:
			'Such a certificate comes with a fresh installation (“snakeoil”). It encrypts, but proves nothing.',
		frequency: 'common',
		evidence: [
			{
				when: fault('DEPTH_ZERO_SELF_SIGNED_CERT'),
				says: 'The certificate for {name} is signed by itself.',
				weight: 'proves',
			},
			fromThisLine(fault('DEPTH_ZERO_SELF_SIGNED_CERT')),
			otherFault([...butFor('DEPTH_ZERO_SELF_SIGNED_CERT'), 'SELF_SIGNED_CERT_IN_CHAIN']),
		],
		confirm: [look, ...certificateChecks],
	},
	{
		id: 'unknown-ca',
		explains: ['tls-certificate'],
		title: 'The certificate is from a CA that this machine does not know',
		because:
			'A company’s own CA must be installed on each client; an old system may lack newer public ones.',
		frequency: 'usual',
		evidence: [
			{
				when: fault(['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY']),
				says: 'The chain of {name} ends at a CA that is not known here: {fault}.',
				weight: 'for',
			},
			{
				when: fault('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
				says: 'Only one certificate came, and whoever signed it is not known here.',
				weight: 'for',
			},
			otherFault(clearFaults),
		],
		confirm: [
			look,
			{
				text: 'With that CA’s certificate, for a test:',
				command: 'smtp-medic check {host} --port {port} --ca ca.pem',
			},
		],
	},
	{
		id: 'chain-incomplete',
		explains: ['tls-certificate'],
		title: 'The server does not send the intermediate certificate',
		because:
			'Browsers fetch a missing intermediate certificate by themselves; mail programs do not. The server must send the whole chain (`fullchain.pem`).',
		frequency: 'common',
		evidence: [
			{
				when: fault(['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT']),
				says: 'The server sent no certificate of whoever signed the one for {name}: {fault}.',
				weight: 'for',
			},
			otherFault([...clearFaults, 'SELF_SIGNED_CERT_IN_CHAIN']),
		],
		confirm: [
			{
				text: 'Is there more than one certificate under “Certificate chain”?',
				command:
					'openssl s_client -starttls smtp -connect {host}:{port} -servername {host} -showcerts < /dev/null',
			},
		],
	},
	{
		id: 'weak-key',
		explains: ['tls-certificate'],
		title: 'The certificate’s key or signature is too weak',
		because: 'RSA keys under 2048 bits and signatures with MD5 or SHA-1 are refused today.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('tls.established', {trusted: false, fault: /TOO_WEAK|TOO_SMALL/}),
				says: 'The fault is about strength: {fault}.',
				weight: 'proves',
			},
			{
				when: saw('tls.failed', {code: /TOO_WEAK|TOO_SMALL/}),
				says: 'The fault is about strength: {code}.',
				weight: 'proves',
			},
			otherFault(butFor()),
		],
		confirm: [
			{
				text: 'Key length and signature:',
				command:
					'openssl s_client -starttls smtp -connect {host}:{port} < /dev/null | openssl x509 -noout -text | grep -E "Public-Key|Signature Algorithm"',
			},
		],
	},
	{
		id: 'dane-mismatch',
		explains: ['tls-certificate'],
		title: 'The certificate does not fit the TLSA record (DANE)',
		because:
			'The domain publishes in DNS which key its mail server has. After a renewal with a new key, senders that check this no longer deliver.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('derived.dane', {matches: false}),
				says: 'The TLSA records of {host}, which DNSSEC vouches for, name another key than the server has: {records}',
				weight: 'proves',
			},
			{
				when: saw('derived.dane', {matches: true}),
				says: 'The TLSA records of {host} fit its certificate.',
				weight: 'excludes',
			},
			{
				when: saw('smtp.refusal', {text: /TLSA|DANE/i}),
				says: 'The reply names DANE: {text}',
				weight: 'for',
			},
			{
				when: both(fault(clearFaults), saw('session.asked', {aim: 'submit'})),
				says: 'DANE is for mail between servers, and this is about submission.',
				weight: 'against',
			},
		],
		confirm: [
			{text: 'The published keys:', command: 'dig +short TLSA _25._tcp.{host}'},
			{text: 'Does the server fit them?', command: 'posttls-finger -t30 -l dane {recipientDomain}'},
		],
	},
	{
		id: 'mta-sts-mismatch',
		explains: ['tls-certificate'],
		title: 'The server does not fit the domain’s MTA-STS policy',
		because:
			'The domain promises valid certificates and names its MX hosts in a policy. Senders that check it do not deliver where one of these is not so.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('smtp.refusal', {text: /MTA-?STS/i}),
				says: 'The reply names MTA-STS: {text}',
				weight: 'for',
			},
			{
				when: both(fault(clearFaults), saw('session.asked', {aim: 'submit'})),
				says: 'MTA-STS is for mail between servers, and this is about submission.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Does the policy name the MX host, and is its mode `enforce`?',
				command:
					'curl -sS https://mta-sts.{recipientDomain}/.well-known/mta-sts.txt; dig +short TXT _mta-sts.{recipientDomain}',
			},
		],
	},
];
