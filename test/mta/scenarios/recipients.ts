import {deliver, ownRecipient, submit} from '../commands.ts';
import type {Scenario} from '../scenario.ts';

const from = (address: string) => deliver(ownRecipient).with(3, address);

/** To whom, and in which letters. */
export const recipients: readonly Scenario[] = [
	{
		id: 'postfix-recipient-unknown',
		server: 'postfix',
		broken: 'no such user',
		check: deliver('nosuch@example.test'),
		expect: {
			class: 'recipient-unknown',
			cause: 'no-such-user',
			says: '550 5.1.1 <nosuch@example.test>: Recipient address rejected: User unknown in local recipient table',
		},
	},
	{
		id: 'exim-recipient-unknown',
		server: 'exim',
		broken: 'no such user',
		check: deliver('nosuch@example.test'),
		expect: {class: 'recipient-unknown', cause: 'no-such-user', says: '550 '},
	},
	{
		id: 'sendmail-recipient-unknown',
		server: 'sendmail',
		broken: 'no such user',
		check: deliver('nosuch@example.test'),
		expect: {
			class: 'recipient-unknown',
			cause: 'no-such-user',
			says: '550 5.1.1 <nosuch@example.test>... User unknown',
		},
	},
	{
		id: 'opensmtpd-recipient-unknown',
		server: 'opensmtpd',
		broken: 'no such user; the words are those for relaying denied',
		check: deliver('nosuch@example.test'),
		expect: {
			class: 'recipient-unknown',
			alternatives: ['relay-denied'],
			says: '550 Invalid recipient: <nosuch@example.test>',
		},
	},
	{
		id: 'postfix-recipient-null-mx',
		server: 'postfix',
		broken: 'the recipient’s domain says that it takes no mail, and the relay knows',
		prepare:
			'postconf -e "mynetworks = 192.0.2.10/32" smtpd_recipient_restrictions=reject_unknown_recipient_domain',
		dns: ['elsewhere.test MX 0 .'],
		check: submit(25),
		expect: {class: 'null-mx', stage: 'rcpt', cause: 'null-mx', says: '556 5.1.10'},
	},
	{
		id: 'postfix-mailbox-full',
		server: 'postfix',
		broken: 'the mailbox is over its quota, as a policy of the operator’s says',
		prepare:
			'postconf -e "smtpd_recipient_restrictions = check_recipient_access inline:{{ada@example.test=552 5.2.2 Mailbox is full / Quota exceeded}}"',
		check: deliver(),
		expect: {class: 'mailbox-full', cause: 'over-quota', says: '552 5.2.2'},
	},
	{
		id: 'opensmtpd-utf8',
		server: 'opensmtpd',
		broken: 'the sender’s address is not ASCII, and the server has no SMTPUTF8',
		check: from('jürgen@app.test'),
		expect: {class: 'utf8', cause: 'smtputf8-missing'},
	},
	{
		id: 'postfix-utf8-off',
		server: 'postfix',
		broken: 'the sender’s address is not ASCII, and SMTPUTF8 is switched off',
		prepare: 'postconf -e smtputf8_enable=no',
		check: from('jürgen@app.test'),
		expect: {class: 'utf8', cause: 'smtputf8-missing'},
		fix: {cause: 'smtputf8-missing', on: 'server'},
	},
];
