import type {Remedy} from '../../core/knowledge.ts';
import {undoOfStart} from './undo.ts';

const why = "journalctl -u 'postfix*' -n 200 --no-pager | grep -iE 'fatal|panic|error'";

/** Postfix: the service itself, its listeners and its ports. */
export const postfixServiceRemedies: readonly Remedy[] = [
	{
		cause: 'mta-stopped',
		mta: 'postfix',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Find out why it stopped: the first “fatal:” line counts.',
				command: why,
				effect: 'reads',
			},
			{
				say: 'Let Postfix check its configuration; it should print nothing.',
				command: 'postfix check',
				effect: 'reads',
			},
			{
				say: 'Start it, now and after each boot. `restart`, because `start` does nothing where systemd believes that the service is active.',
				command: 'systemctl enable postfix && systemctl restart postfix',
				effect: 'changes',
				undo: undoOfStart('postfix'),
			},
			{
				say: 'See that it really runs and listens.',
				command: 'postfix status; ss -tlnp sport = :{port}',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'config-error',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{say: 'The log names the file, and often the line.', command: why, effect: 'reads'},
			{
				say: 'Look for misspelt parameters and for wrong owners or modes of files.',
				command: 'postconf -n > /dev/null; postfix check',
				effect: 'reads',
			},
			{
				say: 'Correct what they name, in `/etc/postfix/main.cf` or `/etc/postfix/master.cf`. Keep a copy first.',
				command: 'cp -a /etc/postfix /root/postfix-before',
				effect: 'changes',
				undo: 'Copy the files back from `/root/postfix-before`, then reload.',
			},
			{
				say: 'Make it effective; `start` where it is not running.',
				command: 'postfix reload || postfix start',
				effect: 'changes',
				undo: 'Put the old files back and run `postfix reload`.',
			},
		],
	},
	{
		cause: 'loopback-only',
		mta: 'postfix',
		where: 'server',
		apply: 'restart',
		steps: [
			{say: 'Note the present value.', command: 'postconf inet_interfaces', effect: 'reads'},
			{
				say: 'Before it listens to the world: it must relay for its own clients only. There must be a `reject_unauth_destination` or `defer_unauth_destination`, and no foreign network in `mynetworks`.',
				command: 'postconf smtpd_relay_restrictions mynetworks',
				effect: 'reads',
			},
			{
				say: 'Listen on all addresses.',
				command: 'postconf -e "inet_interfaces = all"',
				effect: 'changes',
				undo: '`postconf -e "inet_interfaces = loopback-only"`, then restart.',
			},
			{
				say: 'This parameter needs a stop and a start; a reload does nothing.',
				command: 'systemctl restart postfix',
				effect: 'changes',
				undo: 'Put the old value back and restart.',
			},
			{
				say: 'It should now say 0.0.0.0 or * instead of 127.0.0.1.',
				command: 'ss -tln sport = :25',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'service-disabled',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{say: 'The services that are switched on.', command: 'postconf -M', effect: 'reads'},
			{
				say: 'Submission on 587 (for 465 see below). The 5th field, `y`, means chroot, as on Debian; elsewhere it is mostly `n`.',
				command: 'postconf -M submission/inet="submission inet n - y - - smtpd"',
				effect: 'changes',
				undo: '`postconf -M# submission/inet`, then reload.',
			},
			{
				say: 'Only encrypted, and only for users who sign in.',
				command:
					'postconf -P submission/inet/smtpd_tls_security_level=encrypt submission/inet/smtpd_sasl_auth_enable=yes submission/inet/smtpd_relay_restrictions=permit_sasl_authenticated,reject',
				effect: 'changes',
				undo: '`postconf -PX` with the same names without their values, then reload.',
			},
			{
				say: 'For 465 instead: the service `submissions` (older: `smtps`) in the same way, with `smtpd_tls_wrappermode=yes` in place of the security level. For 25: the service `smtp`.',
				effect: 'reads',
			},
			{
				say: 'Make it effective.',
				command: 'systemctl reload postfix',
				effect: 'changes',
				undo: 'Take the entries back and reload.',
			},
		],
	},
	{
		cause: 'port-taken',
		mta: 'postfix',
		where: 'server',
		apply: 'restart',
		steps: [
			{say: 'Who holds the port?', command: 'ss -tlnp sport = :25', effect: 'reads'},
			{
				say: 'If it is Exim and Postfix should do the work, stop it for good. Look first whether its queue is empty: `exim -bpc`.',
				command: 'systemctl disable --now exim4',
				effect: 'changes',
				undo: '`systemctl enable --now exim4`',
			},
			{
				say: 'If it is `docker-proxy`, change the published port of that container.',
				effect: 'reads',
			},
			{
				say: 'Start Postfix.',
				command: 'systemctl restart postfix',
				effect: 'changes',
				undo: '`systemctl stop postfix`',
			},
		],
	},
	{
		cause: 'one-family-only',
		mta: 'postfix',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Note the present values.',
				command: 'postconf inet_protocols inet_interfaces',
				effect: 'reads',
			},
			{
				say: 'Listen on both families, if the machine really has working IPv6; otherwise remove the AAAA record of {host} instead.',
				command: 'postconf -e "inet_protocols = all"',
				effect: 'changes',
				undo: '`postconf -e "inet_protocols = ipv4"` (or what it was), then restart.',
			},
			{
				say: 'This needs a stop and a start.',
				command: 'systemctl restart postfix',
				effect: 'changes',
				undo: 'Put the old value back and restart.',
			},
		],
	},
	{
		cause: 'idle-timeout',
		mta: 'postfix',
		where: 'server',
		steps: [
			{
				say: 'How long does Postfix wait for a client? 300 s is the default; under load it falls to 10 s.',
				command: 'postconf smtpd_timeout',
				effect: 'reads',
			},
			{
				say: 'The fix is usually in the client: let it connect when it has something to send, and end with QUIT.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'server-slow',
		mta: 'postfix',
		where: 'server',
		steps: [
			{
				say: 'Does the server’s resolver answer at once? Look-ups that time out are the usual brake.',
				command: 'dig -x {client}',
				effect: 'reads',
			},
			{
				say: 'Are all smtpd processes busy? Compare their number with the limit of the service (default_process_limit, 100).',
				command: 'pgrep -c smtpd; postconf default_process_limit',
				effect: 'reads',
			},
			{
				say: 'Blocklists that no longer answer, policy services and filters hold replies back. Remove what is dead.',
				command:
					'postconf smtpd_recipient_restrictions smtpd_client_restrictions smtpd_milters content_filter',
				effect: 'reads',
			},
		],
	},
];
