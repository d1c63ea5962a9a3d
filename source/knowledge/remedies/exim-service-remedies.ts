import type {Remedy} from '../../core/knowledge.ts';
import {eximFile, keepExim, playExim, restartExim, setEximOption, undoExim} from './exim-steps.ts';
import {undoOfStart} from './undo.ts';

/** Exim: the service itself, its listeners and its ports. Paths and files are those of Debian. */
export const eximServiceRemedies: readonly Remedy[] = [
	{
		cause: 'mta-stopped',
		mta: 'exim',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Find out why it stopped.',
				command: 'tail -n 50 /var/log/exim4/paniclog /var/log/exim4/mainlog',
				effect: 'reads',
			},
			{
				say: 'Let Exim read its configuration; it names the line that is wrong.',
				command: 'exim -bV',
				effect: 'reads',
			},
			{
				say: 'Start it, now and after each boot.',
				command: 'systemctl enable exim4 && systemctl restart exim4',
				effect: 'changes',
				undo: undoOfStart('exim4'),
			},
			{say: 'See that it listens.', command: 'ss -tlnp sport = :{port}', effect: 'reads'},
		],
	},
	{
		cause: 'config-error',
		mta: 'exim',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Exim names file and line.',
				command: 'exim -bV; tail -n 20 /var/log/exim4/paniclog',
				effect: 'reads',
			},
			{
				say: 'Where the reply is an error of an access list, play the session without sending: `-bh` shows each rule.',
				command: playExim,
				effect: 'reads',
			},
			{
				say: 'Keep a copy, then correct what it names, under `/etc/exim4/conf.d` or in the template.',
				command: 'cp -a /etc/exim4 /root/exim4-before',
				effect: 'changes',
				undo: 'Copy the files back from `/root/exim4-before`, then restart.',
			},
			{
				say: 'Build the configuration and make it effective.',
				command: 'update-exim4.conf && systemctl restart exim4',
				effect: 'changes',
				undo: 'Put the old files back and do the same.',
			},
		],
	},
	{
		cause: 'loopback-only',
		mta: 'exim',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Note the present values. In the type `local` Exim sends no mail out, whatever the interfaces are.',
				command: `grep -E '^dc_(eximconfig_configtype|local_interfaces|relay_nets)' ${eximFile}`,
				effect: 'reads',
			},
			keepExim,
			{
				say: 'Listen on all addresses: an empty list means all.',
				command: `sed -i "s|^dc_local_interfaces=.*|dc_local_interfaces=''|" ${eximFile}`,
				effect: 'changes',
				undo: undoExim,
			},
			{
				say: 'If the type is `local` and mail should also go out: choose “internet site” in the questions of `dpkg-reconfigure exim4-config`.',
				effect: 'reads',
			},
			restartExim,
		],
	},
	{
		cause: 'service-disabled',
		mta: 'exim',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'The ports that Exim listens on, and those with TLS from the first byte.',
				command: 'exim -bP daemon_smtp_ports tls_on_connect_ports',
				effect: 'reads',
			},
			{
				say: 'Listen on all three. TLS on 465, and a login on 587, need a certificate and an authenticator.',
				...setEximOption('daemon_smtp_ports = 25 : 465 : 587\\ntls_on_connect_ports = 465'),
			},
			restartExim,
		],
	},
	{
		cause: 'port-taken',
		mta: 'exim',
		where: 'server',
		apply: 'restart',
		steps: [
			{say: 'Who holds the port?', command: 'ss -tlnp sport = :25', effect: 'reads'},
			{
				say: 'If it is Postfix and Exim should do the work, stop it for good. Look first whether its queue is empty: `postqueue -p`.',
				command: 'systemctl disable --now postfix',
				effect: 'changes',
				undo: '`systemctl enable --now postfix`',
			},
			{
				say: 'If it is `docker-proxy`, change the published port of that container.',
				effect: 'reads',
			},
			{
				say: 'Start Exim.',
				command: 'systemctl restart exim4',
				effect: 'changes',
				undo: '`systemctl stop exim4`',
			},
		],
	},
	{
		cause: 'one-family-only',
		mta: 'exim',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Note the present values.',
				command: `exim -bP disable_ipv6 local_interfaces; grep -E '^dc_local_interfaces' ${eximFile}`,
				effect: 'reads',
			},
			keepExim,
			{
				say: 'Listen on all addresses of both families, if the machine really has working IPv6; otherwise remove the AAAA record of {host} instead. `disable_ipv6 = true` must not be set.',
				command: `sed -i "s|^dc_local_interfaces=.*|dc_local_interfaces=''|" ${eximFile}`,
				effect: 'changes',
				undo: undoExim,
			},
			restartExim,
		],
	},
	{
		cause: 'idle-timeout',
		mta: 'exim',
		where: 'server',
		steps: [
			{
				say: 'How long does Exim wait for a client? 5 minutes is the default.',
				command: 'exim -bP smtp_receive_timeout',
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
		mta: 'exim',
		where: 'server',
		steps: [
			{
				say: 'Does the server’s resolver answer at once? Look-ups that time out are the usual brake.',
				command: 'dig -x {client}',
				effect: 'reads',
			},
			{
				say: 'Exim waits this long for an ident answer; 0 s is right today.',
				command: 'exim -bP rfc1413_query_timeout',
				effect: 'reads',
			},
			{
				say: 'Look for `delay =`, blocklists and filters in the access lists; remove what no longer answers.',
				command: "grep -rnE 'delay *=|dnslists|spam *=|malware *=' /etc/exim4",
				effect: 'reads',
			},
		],
	},
];
