import {both, either, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {notByInside, seenInside} from './inside-evidence.ts';
import {replayed} from './replay-evidence.ts';
import {neverOffered, notStripped, starttlsIsOn, starttlsWithin} from './view-evidence.ts';

const notOffered = either(
	saw('tls.not-offered'),
	both(saw('auth.withheld'), never('smtp.capabilities', {keywords: {has: 'STARTTLS'}})),
);
const refusedLater = saw('smtp.refusal', {stage: 'starttls'});

/** Why there is no STARTTLS, or it does not begin. */
export const starttlsCauses: readonly Cause[] = [
	{
		id: 'password-withheld',
		explains: ['starttls-unavailable'],
		title: 'The password was kept back, because the connection is not encrypted',
		because:
			'A login would have sent the password readable over the network. That is not done unless it is asked for.',
		frequency: 'common',
		evidence: [
			{
				when: saw('auth.withheld'),
				says: 'A login was asked for, port {port} offers no encryption, and the password was not sent.',
				weight: 'proves',
			},
			{
				when: both(never('auth.withheld'), either(notOffered, refusedLater)),
				says: 'No password was kept back.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'Does another port offer encryption?',
				command:
					'openssl s_client -connect {host}:465 -crlf; openssl s_client -starttls smtp -connect {host}:587 -crlf',
			},
		],
	},
	{
		id: 'tls-not-configured',
		explains: ['starttls-unavailable'],
		title: 'TLS is not switched on in the server',
		because:
			'Without a certificate and a setting that switches it on, a server does not offer STARTTLS.',
		frequency: 'common',
		evidence: [
			...starttlsIsOn,
			...notByInside(
				saw('server.certificate', {keyRefused: {empty: false}}),
				'On the server, the certificate {file} is set.',
			),
			neverOffered,
			{when: notOffered, says: 'The EHLO reply of {host} has no STARTTLS.', weight: 'for'},
			{when: refusedLater, says: 'STARTTLS is offered, so it is switched on.', weight: 'against'},
		],
		confirm: [
			{
				text: 'Postfix: the level must be `may` or `encrypt`, and there must be a certificate.',
				command:
					'postconf smtpd_tls_security_level smtpd_tls_chain_files smtpd_tls_cert_file smtpd_tls_key_file; postconf -P | grep tls',
			},
			{text: 'Exim:', command: 'exim -bP tls_advertise_hosts tls_certificate tls_privatekey'},
			{
				text: 'On the server: is it offered there? If so, something on the way removes it.',
				command: 'swaks --server 127.0.0.1 --port {port} --quit-after EHLO',
			},
		],
	},
	{
		id: 'key-missing',
		explains: ['starttls-unavailable', 'tls-handshake'],
		whenSeen: ['starttls-unavailable', 'tls-handshake'],
		title: 'The file of the certificate or of its key is not there',
		because:
			'The server’s settings name a file that does not exist: a slip in the path, or a renewal or removal that took the file away. STARTTLS is offered all the same, and put off when it is to begin.',
		frequency: 'usual',
		evidence: [
			...seenInside(
				saw('server.certificate', {missing: {empty: false}}),
				'On the server, the file {missing} is not there, so that the mail server cannot begin TLS.',
			),
			{
				when: saw('server.certificate', {missing: {empty: false}, missingPlace: {empty: false}}),
				says: 'It is named in {missingPlace}.',
				weight: 'for',
			},
			{
				when: saw('server.log-line', {
					about: ['trouble', 'fatal'],
					text: /(?:private key|certificate|\.(?:pem|key|crt)).*no such file/i,
				}),
				says: 'The server’s log says so: `{text}`.',
				weight: 'for',
			},
			{
				when: saw('server.certificate', {readable: true, keyRefused: ''}),
				says: 'On the server, {file} and {keyFile} are there.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'Does each file exist that the settings name?',
				command:
					'ls -l $(postconf -xh smtpd_tls_chain_files smtpd_tls_cert_file smtpd_tls_key_file | tr -d ,)',
			},
			{
				text: 'The same on Exim:',
				command: 'ls -l $(exim -n -bP tls_certificate) $(exim -n -bP tls_privatekey)',
			},
		],
	},
	{
		id: 'key-unreadable',
		explains: ['starttls-unavailable'],
		title: 'The server cannot read its certificate or key',
		because:
			'STARTTLS is offered, and when it is to begin, the server’s user may not read the file (“TLS not available due to local problem”). Sendmail and OpenSMTPD also turn down a key that others may read.',
		frequency: 'usual',
		evidence: [
			...seenInside(
				saw('server.certificate', {keyRefused: {empty: false}, missing: ''}),
				'On the server, the key {keyFile} is {keyRefused}, so that the mail server cannot begin TLS with it.',
			),
			{
				when: saw('server.certificate', {
					keyRefused: {empty: false},
					keyPlace: {empty: false},
					missing: '',
				}),
				says: 'It is named in {keyPlace} ({keySetting}).',
				weight: 'for',
			},
			{
				when: saw('server.certificate', {readable: false, missing: ''}),
				says: 'On the server, the certificate {file} ({place}) cannot be read.',
				weight: 'for',
			},
			{
				when: saw('server.certificate', {missing: {empty: false}}),
				says: 'On the server, the file {missing} is not there at all.',
				weight: 'excludes',
			},
			{
				when: saw('server.log-line', {
					about: ['trouble', 'fatal'],
					text: /cannot get \S+ .*from file|error while reading file|unsafe:|(?:private key|certificate).*(?:permission denied|no such file)/i,
				}),
				says: 'The server’s log says so: `{text}`.',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {stage: 'starttls', code: 454, text: /TLS/i}),
				says: 'STARTTLS was offered and then refused for now: {code} {text}',
				weight: 'for',
			},
			{when: notOffered, says: 'STARTTLS is not offered at all.', weight: 'against'},
		],
		confirm: [
			{
				text: 'Postfix: “cannot get … from file” in the log.',
				command:
					"journalctl -u 'postfix*' -n 200 --no-pager | grep -iE 'tls|private key|certificate'",
			},
			{
				text: 'Do the files exist, and who may read them?',
				command:
					'postconf smtpd_tls_chain_files smtpd_tls_cert_file smtpd_tls_key_file; namei -l $(postconf -xh smtpd_tls_key_file)',
			},
			{
				text: 'Exim reads the key as its own user, on Debian Debian-exim.',
				command: 'exim -bP tls_privatekey; tail -n 20 /var/log/exim4/mainlog',
			},
		],
	},
	{
		id: 'key-mismatch',
		explains: ['starttls-unavailable', 'tls-handshake'],
		whenSeen: ['tls-handshake'],
		title: 'Certificate and key do not belong together',
		because:
			'After a renewal one of the two files is often still the old one; the server then cannot begin TLS.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('server.certificate', {keyFits: false}),
				says: 'The key {keyFile} is not the one of the certificate {file}.',
				weight: 'proves',
			},
			{
				when: saw('server.certificate', {keyFits: false, keyPlace: {empty: false}}),
				says: 'The key is named in {keyPlace} ({keySetting}).',
				weight: 'for',
			},
			{
				when: saw('server.certificate', {keyFits: true}),
				says: 'The key {keyFile} belongs to the certificate {file}.',
				weight: 'excludes',
			},
			{
				when: saw('server.certificate', {missing: {empty: false}}),
				says: 'On the server, the file {missing} is not there, so there is nothing to compare.',
				weight: 'excludes',
			},
			{
				when: saw('smtp.refusal', {stage: 'starttls', code: 454, text: /TLS/i}),
				says: 'STARTTLS was offered and then refused for now: {code} {text}',
				weight: 'for',
			},
			{when: notOffered, says: 'STARTTLS is not offered at all.', weight: 'against'},
		],
		confirm: [
			{
				text: 'Both lines must be the same (Postfix):',
				command:
					'openssl x509 -noout -pubkey -in $(postconf -xh smtpd_tls_cert_file) | sha256sum; openssl pkey -pubout -in $(postconf -xh smtpd_tls_key_file) | sha256sum',
			},
			{
				text: 'Both lines must be the same (Exim):',
				command:
					'openssl x509 -noout -pubkey -in $(exim -n -bP tls_certificate) | sha256sum; openssl pkey -pubout -in $(exim -n -bP tls_privatekey) | sha256sum',
			},
		],
	},
	{
		id: 'stripped',
		explains: ['starttls-unavailable'],
		title: 'Something on the way removes STARTTLS',
		because:
			'A firewall or virus scanner that inspects SMTP hides what would end its view, so that the server’s offer never arrives.',
		frequency: 'rare',
		evidence: [
			starttlsWithin,
			notStripped,
			{
				when: saw('derived.rewritten', {where: 'EHLO reply'}),
				says: 'The EHLO reply says {text} in place of an extension, as inspecting firewalls write it.',
				weight: 'proves',
			},
			{
				when: saw('derived.rewritten', {where: 'greeting'}),
				says: 'The greeting is blanked out with asterisks: {text}',
				weight: 'for',
			},
			{
				when: refusedLater,
				says: 'STARTTLS did arrive, and the server itself refused it: {code} {text}',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'On the server, or from another network: is STARTTLS offered there?',
				command: 'swaks --server {host} --port {port} --quit-after EHLO',
			},
		],
	},
	{
		id: 'wrong-service-port',
		explains: ['starttls-unavailable'],
		title: 'This port has its encryption elsewhere',
		because:
			'Port 465 has TLS from the first byte and never offers STARTTLS; on 25 some servers offer it only to other servers. 587 is the port for it.',
		frequency: 'usual',
		evidence: [
			{
				when: both(
					saw('endpoint.chosen', {service: 'smtp'}),
					saw('session.asked', {aim: 'submit'}),
					notOffered,
				),
				says: 'Mail was submitted on port {port}, the one for mail between servers.',
				weight: 'for',
			},
			{
				when: both(
					saw('tcp.open', {service: ['submission', 'submissions']}),
					saw('endpoint.chosen', {service: 'smtp'}),
					notOffered,
				),
				says: 'Port {port} ({service}) of the same host is open.',
				weight: 'for',
			},
			{when: refusedLater, says: 'STARTTLS is offered here.', weight: 'against'},
		],
		confirm: [
			{
				text: 'What do the other ports offer?',
				command:
					'openssl s_client -connect {host}:465 -crlf; openssl s_client -starttls smtp -connect {host}:587 -crlf',
			},
		],
	},
	{
		id: 'client-without-tls',
		explains: ['tls-required'],
		title: 'The client did not switch encryption on',
		because: 'The server takes mail or logins only over TLS, and the client went on in plain text.',
		frequency: 'common',
		evidence: [
			...replayed('client-without-tls'),
			{
				when: saw('smtp.refusal', {class: 'tls-required', secure: false}),
				says: 'The connection was not encrypted, and the server asks for that: {code} {text}',
				weight: 'proves',
			},
			{
				when: saw('session.asked', {tls: 'none'}),
				says: 'Encryption was switched off for this test (`--tls none`).',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'tls-required', secure: true}),
				says: 'The connection was encrypted already; the server may mean a newer TLS or a client certificate.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'The same with encryption:',
				command:
					'swaks --server {host} --port {port} --tls --from {sender} --to {recipient} --quit-after RCPT',
			},
		],
	},
	{
		id: 'tls-demanded-within-tls',
		explains: ['tls-required'],
		title: 'The server wants more of TLS than this connection has',
		because:
			'A newer version, or a client certificate, can be demanded for a sender, a recipient or a port.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('smtp.refusal', {class: 'tls-required', secure: true}),
				says: 'The connection was encrypted, and the server asks for encryption all the same: {code} {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'tls-required', secure: false}),
				says: 'The connection was not encrypted.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'Which version was agreed upon, and are certificates asked for?',
				command: 'openssl s_client -starttls smtp -connect {host}:{port} -crlf',
			},
		],
	},
];
