import type {Remedy} from '../../core/knowledge.ts';
import type {Mta} from '../../core/vocabulary.ts';
import {reloadExim, setEximOption} from './exim-steps.ts';
import {keepOpensmtpd, restartOpensmtpd, undoOpensmtpd} from './opensmtpd-steps.ts';
import {keepSendmail, restartSendmail, undoSendmail} from './sendmail-steps.ts';

const folder = '/etc/letsencrypt/live/{host}';

const reloadPostfix = {
	say: 'Make it effective.',
	command: 'systemctl reload postfix',
	effect: 'changes',
	undo: 'Put the old value back and reload.',
} as const;

type Steps = Remedy['steps'];
type OneServer = {mta: Mta; apply: 'reload' | 'restart'; steps: Steps};

/** How each server is given certificate and key, with the whole chain. Let’s Encrypt’s paths. */
const useCertificate: readonly OneServer[] = [
	{
		mta: 'postfix',
		apply: 'reload',
		steps: [
			{
				say: 'Note the present files. Services may override them (`postconf -P`).',
				command:
					'postconf smtpd_tls_security_level smtpd_tls_chain_files smtpd_tls_cert_file smtpd_tls_key_file',
				effect: 'reads',
			},
			{
				say: 'Name key and whole chain, and offer TLS; the paths are those of Let’s Encrypt.',
				command: `postconf -e "smtpd_tls_chain_files = ${folder}/privkey.pem, ${folder}/fullchain.pem" "smtpd_tls_security_level = may"`,
				effect: 'changes',
				undo: '`postconf -X smtpd_tls_chain_files`, the old values with `postconf -e`, then reload.',
			},
			reloadPostfix,
		],
	},
	{
		mta: 'exim',
		apply: 'reload',
		steps: [
			{
				say: 'Note the present files.',
				command:
					'exim -n -bP tls_advertise_hosts; exim -n -bP tls_certificate; exim -n -bP tls_privatekey',
				effect: 'reads',
			},
			{
				say: 'Exim reads the key as its own user, so give it copies; the paths are those of Let’s Encrypt. The same belongs in the renewal’s deploy hook.',
				command: `install -o root -g Debian-exim -m 640 ${folder}/fullchain.pem /etc/exim4/exim.crt && install -o root -g Debian-exim -m 640 ${folder}/privkey.pem /etc/exim4/exim.key`,
				effect: 'changes',
				undo: 'Put the old `/etc/exim4/exim.crt` and `exim.key` back.',
			},
			{say: 'Switch TLS on.', ...setEximOption('MAIN_TLS_ENABLE = yes')},
			reloadExim,
		],
	},
	{
		mta: 'opensmtpd',
		apply: 'restart',
		steps: [
			{
				say: 'The present certificates and listeners:',
				command: 'grep -nE "^(pki|listen)" /etc/smtpd.conf',
				effect: 'reads',
			},
			keepOpensmtpd,
			{
				say: 'Name certificate and key (the paths are those of Let’s Encrypt), and use them at the listeners for plain SMTP that have no TLS yet.',
				command: `sed -i -e '1i pki "{host}" cert "${folder}/fullchain.pem"\\npki "{host}" key "${folder}/privkey.pem"' -e '/^pki "\\?{host}"\\? /d' -e '/^listen on /{/\\(tls\\|smtps\\)/!s/$/ tls pki "{host}"/}' /etc/smtpd.conf`,
				effect: 'changes',
				undo: undoOpensmtpd,
			},
			restartOpensmtpd,
		],
	},
	{
		mta: 'sendmail',
		apply: 'restart',
		steps: [
			{
				say: 'The present files:',
				command: 'grep -nE "^#?O (ServerCertFile|ServerKeyFile)" /etc/mail/sendmail.cf',
				effect: 'reads',
			},
			keepSendmail,
			{
				say: 'Name certificate, key and chain; the paths are those of Let’s Encrypt. Sendmail needs all four settings, or it offers no STARTTLS and says nothing; the intermediate certificates that it sends are those of `confCACERT`.',
				command: `sed -i -e '/confSERVER_\\(CERT\\|KEY\\)\\|confCACERT/d' -e '/^MAILER_DEFINITIONS/i define(\`confCACERT_PATH'"'"', \`/etc/ssl/certs'"'"')dnl\\ndefine(\`confCACERT'"'"', \`${folder}/chain.pem'"'"')dnl\\ndefine(\`confSERVER_CERT'"'"', \`${folder}/cert.pem'"'"')dnl\\ndefine(\`confSERVER_KEY'"'"', \`${folder}/privkey.pem'"'"')dnl' /etc/mail/sendmail.mc`,
				effect: 'changes',
				undo: undoSendmail,
			},
			restartSendmail,
		],
	},
];

const forEach = (cause: string, servers: readonly OneServer[]): readonly Remedy[] =>
	servers.map(({mta, apply, steps}) => ({cause, mta, apply, where: 'server', steps}));

const readable: readonly OneServer[] = [
	{
		mta: 'postfix',
		apply: 'reload',
		steps: [
			{
				say: 'The log says which file cannot be read.',
				command:
					"journalctl -u 'postfix*' -n 200 --no-pager | grep -iE 'cannot get|private key|certificate' | tail -n 5",
				effect: 'reads',
			},
			{
				say: 'Do the files exist, on the whole path?',
				command:
					'namei -l $(postconf -xh smtpd_tls_chain_files smtpd_tls_cert_file smtpd_tls_key_file | tr -d ,)',
				effect: 'reads',
			},
			{
				say: 'Correct the path, or the file’s owner and mode: root alone needs to read the key. It must not have a passphrase.',
				command:
					'for f in $(postconf -xh smtpd_tls_key_file); do chown root:root $f && chmod 600 $f; done',
				effect: 'changes',
				undo: 'The first column of `namei -l` shows the old owner and mode.',
			},
			reloadPostfix,
		],
	},
	{
		mta: 'exim',
		apply: 'reload',
		steps: [
			{
				say: 'Which files, and who may read them?',
				command:
					'namei -l $(exim -n -bP tls_certificate) $(exim -n -bP tls_privatekey); tail -n 20 /var/log/exim4/mainlog',
				effect: 'reads',
			},
			{
				say: 'Exim reads the key as its own user: give it to that user’s group, and to nobody else.',
				command:
					'chgrp Debian-exim $(exim -n -bP tls_privatekey) && chmod 640 $(exim -n -bP tls_privatekey)',
				effect: 'changes',
				undo: '`chown` and `chmod` with what `namei -l` showed.',
			},
			{
				say: 'New connections read it again; a restart is not needed.',
				command: 'systemctl reload exim4',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		mta: 'opensmtpd',
		apply: 'restart',
		steps: [
			{
				say: 'Which files, and who may read them? OpenSMTPD refuses a key that others may read.',
				command: 'grep -n "^pki" /etc/smtpd.conf; smtpd -n',
				effect: 'reads',
			},
			{
				say: 'Root alone may read it.',
				command:
					'for f in $(sed -n \'s/^pki .* key "\\{0,1\\}\\([^" ]*\\).*/\\1/p\' /etc/smtpd.conf); do chown root:root $f && chmod 600 $f; done',
				effect: 'changes',
				undo: '`chown` and `chmod` with the old values.',
			},
			{
				say: 'Make it effective.',
				command: 'smtpd -n && systemctl restart opensmtpd',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		mta: 'sendmail',
		apply: 'restart',
		steps: [
			{
				say: 'Which files, and who may read them? Sendmail refuses a key that others may read.',
				command:
					'sed -n "s/^O Server\\(Cert\\|Key\\)File=//p" /etc/mail/sendmail.cf | xargs -r namei -l; journalctl -t sm-mta -n 200 --no-pager | grep -iE "STARTTLS|unsafe"',
				effect: 'reads',
			},
			{
				say: 'Root alone may read it.',
				command:
					'for f in $(sed -n "s/^O ServerKeyFile=//p" /etc/mail/sendmail.cf); do chown root:root $f && chmod 600 $f; done',
				effect: 'changes',
				undo: '`chown` and `chmod` with what `namei -l` showed.',
			},
			{
				say: 'Make it effective.',
				command: 'systemctl restart sendmail',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
];

const takeUpRenewed: readonly OneServer[] = [
	{
		mta: 'postfix',
		apply: 'reload',
		steps: [
			{
				say: 'Load the new files now, and after each renewal (`--deploy-hook` of certbot).',
				command: 'systemctl reload postfix',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		mta: 'exim',
		apply: 'reload',
		steps: [
			{
				say: 'Exim reads the files again for each connection, so it has copies that the renewal left old. Copy them now, and in the deploy hook of certbot.',
				command: `install -o root -g Debian-exim -m 640 ${folder}/fullchain.pem /etc/exim4/exim.crt && install -o root -g Debian-exim -m 640 ${folder}/privkey.pem /etc/exim4/exim.key`,
				effect: 'changes',
				undo: 'Nothing worth taking back: the old certificate is out of date.',
			},
			{
				say: 'Make it effective.',
				command: 'systemctl reload exim4',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		mta: 'opensmtpd',
		apply: 'restart',
		steps: [
			{
				say: 'Load the new files now, and after each renewal (`--deploy-hook` of certbot).',
				command: 'systemctl restart opensmtpd',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		mta: 'sendmail',
		apply: 'restart',
		steps: [
			{
				say: 'Load the new files now, and after each renewal (`--deploy-hook` of certbot).',
				command: 'systemctl restart sendmail',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
];

/** A file that is not there is no matter of owner and mode: it is put there, or the line is corrected. */
function putThere(server: OneServer['mta'], apply: OneServer['apply'], command: string): OneServer {
	return {
		mta: server,
		apply,
		steps: [
			{
				say: 'Is the file elsewhere? What there is of keys and certificates:',
				command: 'ls -l {missingFile}; ls -lR /etc/letsencrypt/live /etc/ssl/private',
				effect: 'reads',
			},
			{
				say: 'Put {missingFile} there, or correct the path in {missingPlace}.',
				effect: 'changes',
				undo: 'Take the file away, or put the old path back.',
			},
			{say: 'Make it effective.', command, effect: 'changes', undo: 'Nothing to take back.'},
		],
	};
}

const putFileThere: readonly OneServer[] = [
	putThere('postfix', 'reload', 'systemctl reload postfix'),
	putThere('exim', 'reload', 'systemctl reload exim4'),
	putThere('opensmtpd', 'restart', 'smtpd -n && systemctl restart opensmtpd'),
	putThere('sendmail', 'restart', 'systemctl restart sendmail'),
];

/** Certificate and key of each server: that there is one, that it fits, that it is taken up. */
export const tlsRemedies: readonly Remedy[] = [
	...forEach('tls-not-configured', useCertificate),
	...forEach('key-mismatch', useCertificate),
	...forEach('chain-incomplete', useCertificate),
	...forEach('self-signed', useCertificate),
	...forEach('key-missing', putFileThere),
	...forEach('key-unreadable', readable),
	...forEach('not-reloaded', takeUpRenewed),
];
