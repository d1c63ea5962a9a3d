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
};

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
	},
	{
		mta: 'exim',
		units: ['exim4.service', 'exim.service'],
		processes: ['exim4', 'exim'],
		files: ['/usr/sbin/exim4', '/usr/sbin/exim'],
	},
	{
		mta: 'opensmtpd',
		units: ['opensmtpd.service', 'smtpd.service'],
		processes: ['smtpd'],
		files: ['/usr/sbin/smtpd'],
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
	},
];

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
