import type {Remedy} from '../../core/knowledge.ts';
import {searchMailLog} from '../mail-log.ts';
import {reloadExim, setEximOption} from './exim-steps.ts';
import {keepOpensmtpd, restartOpensmtpd, undoOpensmtpd} from './opensmtpd-steps.ts';
import {keepSendmail, restartSendmail, undoSendmail} from './sendmail-steps.ts';

const updateClient = {
	say: 'If it is the client that is old: bring its system or TLS library up to date, so that it has TLS 1.2 or 1.3.',
	effect: 'changes',
	undo: 'Put the old version back.',
} as const;

/** Versions, ciphers and client certificates: what both sides must agree upon. */
export const handshakeRemedies: readonly Remedy[] = [
	{
		cause: 'old-protocol-only',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			updateClient,
			{
				say: 'If it is the server: note its present limits.',
				command: 'postconf smtpd_tls_protocols smtpd_tls_mandatory_protocols; openssl version',
				effect: 'reads',
			},
			{
				say: 'Take TLS 1.2 and newer.',
				command:
					'postconf -e "smtpd_tls_protocols = >=TLSv1.2" "smtpd_tls_mandatory_protocols = >=TLSv1.2" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -e` with the values before, then reload.',
			},
		],
	},
	{
		cause: 'old-protocol-only',
		mta: 'exim',
		where: 'server',
		apply: 'reload',
		steps: [
			updateClient,
			{
				say: 'If it is the server: what is demanded? On Debian it is a priority string of GnuTLS.',
				command: 'exim -bP tls_require_ciphers',
				effect: 'reads',
			},
			{
				say: 'An empty value takes all that the library finds safe, TLS 1.2 and 1.3 among it. Remove the old `tls_require_ciphers`, then:',
				command: 'update-exim4.conf && systemctl reload exim4',
				effect: 'changes',
				undo: 'Put the old value back and do the same.',
			},
		],
	},
	{
		cause: 'old-protocol-only',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			updateClient,
			{
				say: 'If it is the server: a new enough version has TLS 1.2 and 1.3 without any setting; `ciphers` or `protocols` at a listener may take it away.',
				command: 'smtpd -h; grep -nE "ciphers|protocols" /etc/smtpd.conf',
				effect: 'reads',
			},
			keepOpensmtpd,
			{
				say: 'Remove those words from the lines.',
				effect: 'changes',
				undo: undoOpensmtpd,
			},
			restartOpensmtpd,
		],
	},
	{
		cause: 'old-protocol-only',
		mta: 'sendmail',
		where: 'server',
		apply: 'restart',
		steps: [
			updateClient,
			{
				say: 'If it is the server: which options are set?',
				command: 'grep -nE "^#?O (ServerSSLOptions|CipherList)" /etc/mail/sendmail.cf',
				effect: 'reads',
			},
			keepSendmail,
			{
				say: 'Shut the old versions out and leave the new ones in.',
				command:
					"sed -i -e '/confSERVER_SSL_OPTIONS/d' -e '/^MAILER_DEFINITIONS/i define(`confSERVER_SSL_OPTIONS'\"'\"', `+SSL_OP_NO_SSLv3 +SSL_OP_NO_TLSv1 +SSL_OP_NO_TLSv1_1'\"'\"')dnl' /etc/mail/sendmail.mc",
				effect: 'changes',
				undo: undoSendmail,
			},
			restartSendmail,
		],
	},
	{
		cause: 'no-common-cipher',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Lists of your own?',
				command:
					'postconf -n | grep -E "cipher|eccert|dcert|dkey"; openssl x509 -noout -text -in $(postconf -xh smtpd_tls_cert_file) | grep "Public Key Algorithm"',
				effect: 'reads',
			},
			{
				say: 'Go back to what Postfix comes with.',
				command:
					'postconf -X smtpd_tls_ciphers smtpd_tls_mandatory_ciphers smtpd_tls_exclude_ciphers smtpd_tls_mandatory_exclude_ciphers tls_high_cipherlist tls_medium_cipherlist && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -e` with the values of the first step, then reload.',
			},
		],
	},
	{
		cause: 'no-common-cipher',
		mta: 'exim',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'What is demanded? Empty is the library’s own choice.',
				command: 'exim -bP tls_require_ciphers; tail -n 20 /var/log/exim4/mainlog | grep -i tls',
				effect: 'reads',
			},
			{
				say: 'Take what the library finds safe.',
				...setEximOption('tls_require_ciphers = NORMAL'),
			},
			reloadExim,
		],
	},
	{
		cause: 'no-common-cipher',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Is a list of ciphers set?',
				command: 'grep -n "ciphers" /etc/smtpd.conf',
				effect: 'reads',
			},
			keepOpensmtpd,
			{
				say: 'Remove it, so that the library’s own choice holds.',
				command: "sed -i -e '/^smtp ciphers/d' -e 's/ ciphers \"[^\"]*\"//' /etc/smtpd.conf",
				effect: 'changes',
				undo: undoOpensmtpd,
			},
			restartOpensmtpd,
		],
	},
	{
		cause: 'no-common-cipher',
		mta: 'sendmail',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Is a list of ciphers set?',
				command: 'grep -n "CipherList" /etc/mail/sendmail.mc /etc/mail/sendmail.cf',
				effect: 'reads',
			},
			keepSendmail,
			{
				say: 'Remove it, so that the library’s own choice holds.',
				command: "sed -i -e '/confCIPHER_LIST/d' -e '/CipherList/d' /etc/mail/sendmail.mc",
				effect: 'changes',
				undo: undoSendmail,
			},
			restartSendmail,
		],
	},
	{
		cause: 'client-certificate-wanted',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Which service demands it?',
				command: 'postconf smtpd_tls_req_ccert; postconf -P | grep ccert',
				effect: 'reads',
			},
			{
				say: 'If it is not meant: ask for none.',
				command: 'postconf -e "smtpd_tls_req_ccert = no" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -e "smtpd_tls_req_ccert = yes"`, then reload.',
			},
		],
	},
	{
		cause: 'client-certificate-wanted',
		mta: 'exim',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'From which hosts is it demanded?',
				command: 'exim -bP tls_verify_hosts tls_try_verify_hosts',
				effect: 'reads',
			},
			{
				say: 'If it is not meant: take the client out of `tls_verify_hosts`, then:',
				command: 'update-exim4.conf && systemctl reload exim4',
				effect: 'changes',
				undo: 'Put the old value back and do the same.',
			},
		],
	},
	{
		cause: 'client-certificate-wanted',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'If it is meant: get a certificate from the operator, and name it and its key in the client’s settings.',
				effect: 'changes',
				undo: 'Take it out of the settings.',
			},
			{
				say: 'If not: OpenSMTPD demands it by `verify` at the `listen` line, Sendmail by `TLS_Clt:` and `TLS_Rcpt:` entries of its access table.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'broken-tls-stack',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'OpenSMTPD 6.8, as in Debian 12, cannot use every key with OpenSSL 3, and then ends each handshake with “internal error”.',
				command: 'smtpd -h; openssl version',
				effect: 'reads',
			},
			{
				say: 'Install version 7, as Debian 13 has it, and restart.',
				effect: 'changes',
				undo: 'Install the old version again.',
			},
		],
	},
	{
		cause: 'broken-tls-stack',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'What does the server’s log say at the time of the try?',
				command: searchMailLog("grep -iE 'tls|ssl|certificate'"),
				effect: 'reads',
			},
			{
				say: 'Can certificate and key be loaded, and does it work from the server itself?',
				command:
					'openssl s_client -starttls smtp -connect 127.0.0.1:{port} -servername {host} < /dev/null',
				effect: 'reads',
			},
			{
				say: 'Correct the files that the log names, or install the library’s updates, then restart the mail server.',
				effect: 'changes',
				undo: 'Put the old files or versions back.',
			},
		],
	},
];
