import type {Cause} from '../../core/knowledge.ts';
import {byTheRules} from '../by-the-rules.ts';
import {replayed} from './replay-evidence.ts';

/** What the server’s own settings say, where no cause has a better name for it. */
export const settingCauses: readonly Cause[] = [
	{
		id: 'setting-found',
		explains: byTheRules,
		title: 'A restriction of this server refuses it',
		because:
			'The server goes through lists of restrictions, and the first one that applies decides. This one does, by the settings as they are now.',
		general: true,
		frequency: 'common',
		evidence: replayed('setting-found'),
		confirm: [
			{
				text: 'On the server, Postfix: the lists of the service that answered, main.cf and what master.cf overrides.',
				command:
					'postconf smtpd_client_restrictions smtpd_helo_restrictions smtpd_sender_restrictions smtpd_relay_restrictions smtpd_recipient_restrictions; postconf -P',
			},
			{
				text: 'Sendmail: what its access table has, its own domains (class w), and who may relay (class R).',
				command: "grep -n '^[^#]' /etc/mail/access; printf '%s\\n' '$=w' '$=R' | sendmail-mta -bt",
			},
			{
				text: 'Sendmail’s log names the ruleset of each refusal.',
				command: "journalctl -t sendmail -t sm-mta -n 200 --no-pager | grep -F 'ruleset='",
			},
			{
				text: 'The log names the client, the sender, the recipient and the reply of each refusal.',
				command: "journalctl -u 'postfix*' -n 200 --no-pager | grep -F 'reject:'",
			},
		],
	},
];
