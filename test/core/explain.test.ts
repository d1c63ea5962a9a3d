import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Mentions} from '../../source/core/mentions.ts';
import type {ReplyClass, Stage} from '../../source/core/vocabulary.ts';
import {createClassifier} from '../../source/core/classify.ts';
import {createExplain} from '../../source/core/explain.ts';
import {createRecogniser} from '../../source/core/recognise.ts';
import {causes} from '../../source/knowledge/causes.ts';
import {classes} from '../../source/knowledge/classes.ts';
import {remedies} from '../../source/knowledge/remedies.ts';
import {rules} from '../../source/knowledge/rules.ts';
import {signs} from '../../source/knowledge/software.ts';

const explain = createExplain(createClassifier(rules), createRecogniser(signs), {
	causes,
	remedies,
	classes,
});

type Case = {
	name: string;
	text: string;
	class: ReplyClass;
	stage?: Stage;
	mentions?: Partial<Mentions>;
	reply?: string;
	mta?: string;
};

const next = {host: 'mx.example.org', address: '192.0.2.7'};

const cases: readonly Case[] = [
	{
		name: 'Postfix refuses a client: the name beside the reply is the client’s',
		text: 'Mar  2 10:00:00 mx postfix/smtpd[123]: NOQUEUE: reject: RCPT from client.example[192.0.2.9]: 554 5.7.1 <kim@example.org>: Relay access denied; from=<bo@example.net> to=<kim@example.org> proto=ESMTP helo=<client.example>',
		class: 'relay-denied',
		stage: 'rcpt',
		mta: 'postfix',
		reply: '554 5.7.1 <kim@example.org>: Relay access denied',
		mentions: {host: null, sender: 'bo@example.net', recipient: 'kim@example.org'},
	},
	{
		name: 'Postfix hands on what the next server said',
		text: 'Mar  2 10:00:00 mx postfix/smtp[124]: 4ABCDEF123: to=<kim@example.org>, relay=mx.example.org[192.0.2.7]:25, delay=1.2, delays=0.1/0/0.5/0.6, dsn=5.2.2, status=bounced (host mx.example.org[192.0.2.7] said: 552 5.2.2 <kim@example.org>: Mailbox is full (in reply to RCPT TO command))',
		class: 'mailbox-full',
		stage: 'rcpt',
		reply: '552 5.2.2 <kim@example.org>: Mailbox is full',
		mentions: {...next, port: 25, recipient: 'kim@example.org', queueId: '4ABCDEF123'},
	},
	{
		name: 'Postfix cannot connect',
		text: 'Mar  2 10:00:00 mx postfix/smtp[124]: 4ABCDEF123: to=<kim@example.org>, relay=none, delay=30, dsn=4.4.1, status=deferred (connect to mx.example.org[192.0.2.7]:25: Connection timed out)',
		class: 'timeout',
		mentions: {...next, port: 25},
	},
	{
		name: 'Postfix finds no such domain',
		text: 'Mar  2 10:00:00 mx postfix/smtp[124]: 4ABCDEF123: to=<kim@nowhere.example>, relay=none, dsn=5.4.4, status=bounced (Host or domain name not found. Name service error for name=nowhere.example type=A: Host not found)',
		class: 'dns-failure',
		mentions: {host: 'nowhere.example'},
	},
	{
		name: 'Postfix delivered',
		text: 'Mar  2 10:00:00 mx postfix/smtp[124]: 4ABCDEF123: to=<kim@example.org>, relay=mx.example.org[192.0.2.7]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4ABCDEF999)',
		class: 'success',
	},
	{
		name: 'Postfix knows no such user here',
		text: 'Mar  2 10:00:00 mx postfix/local[124]: 4ABCDEF123: to=<kim@example.org>, relay=local, dsn=5.1.1, status=bounced (unknown user: "kim")',
		class: 'recipient-unknown',
	},
	{
		name: 'Postfix lost the connection',
		text: 'Mar  2 10:00:00 mx postfix/smtp[124]: 4ABCDEF123: lost connection with mx.example.org[192.0.2.7] while receiving the initial server greeting',
		class: 'reset-or-dropped',
		stage: 'banner',
		mentions: next,
	},
	{
		name: 'Exim hands on what the next server said',
		text: '2026-03-02 10:00:00 1tabcD-00000001ABC-0xyz ** kim@example.org R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.7]: SMTP error from remote mail server after RCPT TO:<kim@example.org>: 550 5.1.1 User unknown',
		class: 'recipient-unknown',
		stage: 'rcpt',
		mentions: {...next, recipient: 'kim@example.org', queueId: '1tabcD-00000001ABC-0xyz'},
	},
	{
		name: 'Exim refuses a client, and logs no code',
		text: '2026-03-02 10:00:00 H=(laptop) [192.0.2.9] F=<bo@example.net> rejected RCPT <kim@example.org>: relay not permitted',
		class: 'relay-denied',
		stage: 'rcpt',
		mta: 'exim',
		mentions: {host: null, address: null, sender: 'bo@example.net', recipient: 'kim@example.org'},
	},
	{
		name: 'Exim defers',
		text: '2026-03-02 10:00:00 1tabcD-00000001ABC-0xyz == kim@example.org R=dnslookup T=remote_smtp defer (111): Connection refused',
		class: 'refused',
		mentions: {recipient: 'kim@example.org'},
	},
	{
		name: 'sendmail hands on what the next server said',
		text: 'Mar  2 10:00:00 mx sendmail[77]: 622A0001000077: to=<kim@example.org>, delay=00:00:01, mailer=esmtp, pri=120000, relay=mx.example.org. [192.0.2.7], dsn=5.1.1, stat=User unknown',
		class: 'recipient-unknown',
		mentions: {...next, recipient: 'kim@example.org', queueId: '622A0001000077'},
	},
	{
		name: 'sendmail refuses a client',
		text: 'Mar  2 10:00:00 mx sm-mta[77]: 622A0001000077: ruleset=check_rcpt, arg1=<kim@example.org>, relay=client.example [192.0.2.9], reject=550 5.7.1 <kim@example.org>... Relaying denied',
		class: 'relay-denied',
		mta: 'sendmail',
		mentions: {host: null},
	},
	{
		name: 'a bounce of RFC 3464: the recipient that failed, not the one that worked',
		text: [
			'Reporting-MTA: dns; mail.example.net',
			'X-Postfix-Queue-ID: 4ABCDEF123',
			'X-Postfix-Sender: rfc822; bo@example.net',
			'',
			'Final-Recipient: rfc822; ok@example.org',
			'Action: delivered',
			'Status: 2.0.0',
			'',
			'Final-Recipient: rfc822; kim@example.org',
			'Action: failed',
			'Status: 5.2.2',
			'Remote-MTA: dns; mx.example.org',
			'Diagnostic-Code: smtp; 552 5.2.2 <kim@example.org>: Recipient address rejected:',
			'    Mailbox is full',
		].join('\r\n'),
		class: 'mailbox-full',
		stage: 'rcpt',
		mentions: {host: 'mx.example.org', sender: 'bo@example.net', queueId: '4ABCDEF123'},
	},
	{
		name: 'a bounce that has nothing but a status',
		text: 'Final-Recipient: rfc822; kim@example.org\nAction: failed\nStatus: 5.1.1\n',
		class: 'recipient-unknown',
		mentions: {recipient: 'kim@example.org'},
	},
	{
		name: 'a bounce in words alone, its lines cut',
		text: 'This is the mail system at host mail.example.net.\n\nI am sorry to have to inform you that your message could not be delivered.\n\n<kim@example.org>: host mx.example.org[192.0.2.7] said: 550 5.1.1\n    <kim@example.org>: Recipient address rejected: User unknown in virtual\n    mailbox table (in reply to RCPT TO command)\n',
		class: 'recipient-unknown',
		stage: 'rcpt',
		mentions: next,
	},
	{
		name: 'Python: a pair of code and bytes',
		text: "smtplib.SMTPAuthenticationError: (535, b'5.7.8 Error: authentication failed: bad password')",
		class: 'auth-failed',
		stage: 'auth',
		reply: '535 5.7.8 Error: authentication failed: bad password',
	},
	{
		name: 'Python: refused recipients',
		text: "smtplib.SMTPRecipientsRefused: {'kim@example.org': (554, b'5.7.1 <kim@example.org>: Relay access denied')}",
		class: 'relay-denied',
		stage: 'rcpt',
	},
	{
		name: 'Python: TLS spoken to a port that begins in plain text',
		text: 'ssl.SSLError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1000)',
		class: 'tls-handshake',
		stage: 'tls',
	},
	{name: 'Python: gone', text: 'SMTPServerDisconnected', class: 'reset-or-dropped'},
	{
		name: 'nodemailer',
		text: "Error: Invalid login: 535 5.7.8 Error: authentication failed\n    at SMTPConnection._formatError (/app/index.js:790:19) {\n  code: 'EAUTH',\n  response: '535 5.7.8 Error: authentication failed',\n  responseCode: 535,\n  command: 'AUTH PLAIN'\n}",
		class: 'auth-failed',
		stage: 'auth',
		reply: '535 5.7.8 Error: authentication failed',
	},
	{
		name: 'Node: nothing listens',
		text: 'Error: connect ECONNREFUSED 127.0.0.1:587',
		class: 'refused',
		mentions: {address: '127.0.0.1', port: 587},
	},
	{
		name: 'Node: no such name',
		text: 'getaddrinfo ENOTFOUND smtp.example.invalid',
		class: 'dns-failure',
		mentions: {host: 'smtp.example.invalid'},
	},
	{name: 'PHP', text: 'PHPMailer: SMTP connect() failed', class: 'timeout'},
	{
		name: 'PHP, with the server’s words',
		text: 'SMTP ERROR: Password command failed: 535 5.7.8 Username and Password not accepted.',
		class: 'auth-failed',
	},
	{
		name: 'Java',
		text: "com.sun.mail.util.MailConnectException: Couldn't connect to host, port: smtp.example.org, 587; timeout -1;\n  nested exception is:\n\tjava.net.ConnectException: Connection refused",
		class: 'refused',
		mentions: {host: 'smtp.example.org', port: 587},
	},
	{
		name: '.NET',
		text: 'System.Net.Mail.SmtpFailedRecipientException: Mailbox unavailable. The server response was: 5.7.1 Unable to relay for kim@example.org',
		class: 'relay-denied',
	},
	{
		name: '.NET: its own sentence names two reasons, the server’s one',
		text: 'System.Net.Mail.SmtpException: The SMTP server requires a secure connection or the client was not authenticated. The server response was: 5.7.57 Client not authenticated to send mail.',
		class: 'auth-required',
	},
	{
		name: 'Go',
		text: 'dial tcp 192.0.2.7:587: connect: connection refused',
		class: 'refused',
		mentions: {address: '192.0.2.7', port: 587},
	},
	{
		name: 'Ruby',
		text: 'Net::SMTPAuthenticationError: 535-5.7.8 Username and Password not accepted',
		class: 'auth-failed',
	},
	{
		name: 'curl',
		text: 'curl: (7) Failed to connect to smtp.example.org port 587 after 3 ms: Connection refused',
		class: 'refused',
		mentions: {host: 'smtp.example.org', port: 587},
	},
	{
		name: 'msmtp',
		text: 'msmtp: cannot connect to smtp.example.org, port 587: Connection timed out',
		class: 'timeout',
		mentions: {host: 'smtp.example.org', port: 587},
	},
	{
		name: 'a transcript of swaks: the refusal, not what was accepted before',
		text: '=== Trying mx.example.org:25...\n=== Connected to mx.example.org.\n<-  220 mx.example.org ESMTP Postfix\n -> EHLO laptop\n<-  250 HELP\n -> MAIL FROM:<bo@example.net>\n<-  250 2.1.0 Ok\n -> RCPT TO:<kim@example.org>\n<** 554 5.7.1 <kim@example.org>: Relay access denied\n -> QUIT\n<-  221 2.0.0 Bye',
		class: 'relay-denied',
		reply: '554 5.7.1 <kim@example.org>: Relay access denied',
		mentions: {host: 'mx.example.org', port: 25, sender: 'bo@example.net'},
	},
	{name: 'an error code alone', text: 'ETIMEDOUT', class: 'timeout'},
	{name: 'OpenSSL’s words alone', text: 'wrong version number', class: 'tls-handshake'},
	{
		name: 'the server’s words without a code',
		text: 'User unknown in virtual alias table',
		class: 'recipient-unknown',
	},
];

test.each(cases)('$name', ({text, class: named, stage, mentions = {}, reply, mta}) => {
	const found = explain(text);
	expect(found.class).toBe(named);
	expect(found.found).toBe(true);
	expect(found.stage).toBe(stage ?? found.stage);
	expect(found.mentions).toMatchObject(mentions);
	expect(found.reply).toBe(reply ?? found.reply);
	expect(found.mta).toBe(mta ?? found.mta);
});

test('what the text mentions stands in the commands to confirm a cause', () => {
	const text =
		'host mx.example.org[192.0.2.7] said: 554 5.7.1 <kim@example.org>: Relay access denied';
	const commands = explain(text).causes.flatMap(({confirm}) => confirm.map(by => by.command));
	expect(commands).toContain('dig +short MX example.org');
	expect(commands.join(' ')).toContain('mx.example.org');
});

describe('any text', () => {
	test('a port is not taken for a reply code', () => {
		expect(explain('could not connect to port 587 at all').code).toBeNull();
		expect(explain('192.0.2.7:465 failed').code).toBeNull();
		expect(explain('Error in mail.php on line 550 of it').code).toBeNull();
	});

	test('what names nothing is said to be unknown', () => {
		expect(explain('the weather is fine')).toMatchObject({found: false, class: 'other'});
		expect(explain('')).toMatchObject({found: false});
	});

	test('no credentials of a client’s line are shown', () => {
		const secret = Buffer.from('\0kim\0hunter2').toString('base64');
		const found = explain(`AUTH PLAIN ${secret}`);
		expect(JSON.stringify(found)).not.toContain(secret);
	});

	test('is explained without a throw, and nothing of it can steer a terminal', () => {
		const piece = fc.constantFrom(...cases.flatMap(({text}) => text.split(/(?<=[ \n])/)));
		const any = fc.oneof(
			fc.string({unit: 'binary'}),
			fc
				.array(fc.oneof(piece, fc.string({unit: 'binary', maxLength: 4})), {maxLength: 40})
				.map(all => all.join('')),
		);
		fc.assert(
			fc.property(any, text => {
				const {reply, mentions} = explain(text);
				for (const shown of [...reply.split('\n'), ...Object.values(mentions)]) {
					expect(String(shown)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
				}
			}),
			{numRuns: 300},
		);
	});
});
