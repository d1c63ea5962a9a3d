import {deliver, submit} from '../commands.ts';
import type {Scenario} from '../scenario.ts';

/** The connection is refused, by the server’s machine or by a firewall. */
export const refused: readonly Scenario[] = [
	{
		id: 'postfix-stopped',
		server: 'postfix',
		broken: 'Postfix is not running; its machine is up',
		stopped: true,
		listeners: [{port: 22, greeting: 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7\r\n'}],
		check: submit(25),
		expect: {class: 'refused', stage: 'connect', cause: 'mta-stopped'},
		fix: {cause: 'mta-stopped', on: 'server', leaves: 'relay-denied'},
	},
	{
		id: 'postfix-config-error',
		server: 'postfix',
		broken: 'a mistake in master.cf keeps Postfix from starting',
		prepare: 'echo "submission inet n" >> /etc/postfix/master.cf',
		stopped: true,
		afterStart: 'systemctl start postfix || :',
		check: deliver(),
		expect: {class: 'refused', among: ['mta-stopped', 'config-error']},
	},
	{
		id: 'postfix-loopback-only',
		server: 'postfix',
		broken: 'Postfix listens on loopback only (inet_interfaces = loopback-only)',
		prepare: 'postconf -e inet_interfaces=loopback-only',
		check: deliver(),
		expect: {class: 'refused', among: ['loopback-only', 'mta-stopped']},
		fix: {cause: 'loopback-only', on: 'server'},
	},
];
