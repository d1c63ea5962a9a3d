import type {Mta} from './vocabulary.ts';

/** How one mail server is found on a machine. */
export type MailProgram = {
	mta: Mta;
	/** systemd units and names of start scripts, the one with the daemon first. */
	units: readonly string[];
	/** Names of its daemon’s process, as in /proc/PID/comm. */
	processes: readonly string[];
	/** Files of which one is there where it is installed. */
	files: readonly string[];
	/** What a command that only fits this server has in it: its own programs, and its folder. */
	tools: RegExp;
	/** Shows the newest lines of its log, where Debian keeps it. */
	log: string;
	/** Lists what waits. */
	queue: string;
};

/** Shows the newest lines of the mail log, whatever software it is. */
export const everyLog =
	"{ journalctl -u 'postfix*' -u opensmtpd -u sendmail -u dovecot -n 500 --no-pager; tail -n 500 /var/log/exim4/mainlog /var/log/exim4/paniclog; } 2> /dev/null";

/** Lists what waits, whatever software it is. */
export const everyQueue = 'postqueue -p; exim -bp; mailq';

/**
 * Mail servers that are run on one’s own machines. Debian’s Postfix up to 3.7 (bookworm) is
 * `postfix@-.service`, and `postfix.service` a shell around it that says “active” with nothing running.
 */
export const mailPrograms: readonly MailProgram[] = [
	{
		mta: 'postfix',
		units: ['postfix@-.service', 'postfix.service'],
		processes: ['master'],
		files: ['/usr/sbin/postfix'],
		tools: /\b(?:postfix|postconf|postmap|postqueue|postcat|postsuper|newaliases)\b/,
		log: "journalctl -u 'postfix*' -u dovecot -n 500 --no-pager",
		queue: 'postqueue -p',
	},
	{
		mta: 'exim',
		units: ['exim4.service', 'exim.service'],
		processes: ['exim4', 'exim'],
		files: ['/usr/sbin/exim4', '/usr/sbin/exim'],
		tools: /\bexim4?\b/,
		log: 'tail -n 500 /var/log/exim4/mainlog',
		queue: 'exim -bp',
	},
	{
		mta: 'opensmtpd',
		units: ['opensmtpd.service', 'smtpd.service'],
		processes: ['smtpd'],
		files: ['/usr/sbin/smtpd'],
		tools: /\b(?:smtpd -|smtpd\.conf|smtpctl|opensmtpd)\b/,
		log: 'journalctl -u opensmtpd -u dovecot -n 500 --no-pager',
		queue: 'smtpctl show queue',
	},
	{
		mta: 'sendmail',
		units: ['sendmail.service'],
		processes: ['sendmail-mta', 'sendmail'],
		files: [
			'/usr/lib/sm.bin/sendmail',
			'/usr/sbin/sendmail.sendmail',
			'/usr/libexec/sendmail/sendmail',
		],
		tools: /\bsendmail\b|\/etc\/mail\//,
		log: 'journalctl -t sendmail -t sm-mta -n 500 --no-pager',
		queue: 'mailq',
	},
];

/** The mail server that a shell command is for, where it names the programs or files of one alone. */
export function serverOfCommand(command: string): Mta | undefined {
	const named = mailPrograms.filter(({tools}) => tools.test(command));
	return named.length === 1 ? named[0]?.mta : undefined;
}

/** Programs that pass connections on to others, by the name of their process. */
export const proxyPrograms: readonly string[] = [
	'docker-proxy',
	'rootlessport',
	'slirp4netns',
	'pasta',
	'pasta.avx2',
	'haproxy',
	'nginx',
	'envoy',
	'traefik',
	'xinetd',
	'inetd',
	'socat',
	'systemd',
	'init',
	'stunnel',
	'stunnel4',
];
