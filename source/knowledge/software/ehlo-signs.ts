import type {SoftwareSign} from '../../core/knowledge.ts';

/** What replies to EHLO show: words of welcome, extensions, the order of keywords. */
export const ehloSigns: readonly SoftwareSign[] = [
	{
		mta: 'exim',
		where: 'ehlo',
		says: /\b(?:X_)?PIPE_?CONNECT\b/,
		certainty: 'certain',
		sample:
			'250-mail.example.net Hello client.example [192.0.2.7]\n250-SIZE 52428800\n250-PIPECONNECT\n250 HELP',
		source: 'Exim specification: pipelining_connect_advertise_hosts',
	},
	{
		mta: 'exchange',
		where: 'ehlo',
		says: /\bX-ANONYMOUSTLS\b|\bX-EXPS\b|\bXEXCH50\b|\bXRDST\b/,
		certainty: 'certain',
		sample:
			'250-mail.example.net Hello [192.0.2.7]\n250-SIZE 37748736\n250-X-ANONYMOUSTLS\n250 XRDST',
		source: 'Exchange: SMTP extensions of the MS-OXSMTP documents',
	},
	{
		mta: 'microsoft365',
		where: 'ehlo',
		says: /\S{1,80}\.outlook\.com Hello \[/,
		certainty: 'certain',
		sample: '250-AB1PEPF00001234.mail.protection.outlook.com Hello [192.0.2.7]\n250 SMTPUTF8',
		source: 'Microsoft 365: reply to EHLO',
	},
	{
		mta: 'gmail',
		where: 'ehlo',
		says: /at your service, \[/,
		certainty: 'certain',
		sample: '250-smtp.gmail.com at your service, [192.0.2.7]\n250-SIZE 35882577\n250 SMTPUTF8',
		source: 'Gmail: reply to EHLO',
	},
	{
		mta: 'haraka',
		where: 'ehlo',
		says: /Haraka is at your service/,
		certainty: 'certain',
		sample:
			'250-mail.example.net Hello client.example [192.0.2.7], Haraka is at your service.\n250 PIPELINING',
		source: 'Haraka: connection.js',
	},
	{
		mta: 'courier',
		where: 'ehlo',
		says: /\bXVERP=Courier\b|\bXSECURITY=/,
		certainty: 'certain',
		sample: '250-mail.example.net Ok.\n250-XVERP=Courier\n250 DSN',
		source: 'Courier: courieresmtpd.c',
	},
	{
		mta: 'sendmail',
		where: 'ehlo',
		says: /pleased to meet you\s[\s\S]{0,400}?\bDELIVERBY\b/,
		certainty: 'likely',
		sample:
			'250-mail.example.net Hello client.example [192.0.2.7], pleased to meet you\n250-ENHANCEDSTATUSCODES\n250-DELIVERBY\n250 HELP',
		source: 'sendmail: srvrsmtp.c',
	},
	{
		mta: 'opensmtpd',
		where: 'ehlo',
		says: /pleased to meet you\s+(?:250-)?8BITMIME\s+(?:250-)?ENHANCEDSTATUSCODES\s+(?:250-)?SIZE/,
		certainty: 'likely',
		sample:
			'250-mail.example.net Hello client.example [192.0.2.7], pleased to meet you\n250-8BITMIME\n250-ENHANCEDSTATUSCODES\n250-SIZE 36700160\n250 HELP',
		source: 'OpenSMTPD: smtp_session.c',
	},
	{
		mta: 'postfix',
		where: 'ehlo',
		says: /\bETRN\s+(?:250-)?(?:STARTTLS\s+(?:250-)?)?(?:AUTH[^\n]{0,200}\s+(?:250-)?){0,2}ENHANCEDSTATUSCODES\s+(?:250-)?8BITMIME\b/,
		certainty: 'likely',
		sample:
			'250-mail.example.net\n250-PIPELINING\n250-SIZE 10240000\n250-VRFY\n250-ETRN\n250-STARTTLS\n250-ENHANCEDSTATUSCODES\n250-8BITMIME\n250 DSN',
		source: 'Postfix: smtpd/smtpd.c, order of the keywords',
	},
	{
		mta: 'exim',
		where: 'ehlo',
		says: / Hello \S{1,120} \[[\da-f.:]{3,45}\]\s+(?:250-)?SIZE/,
		certainty: 'likely',
		sample: '250-mail.example.net Hello client.example [192.0.2.7]\n250-SIZE 52428800\n250 HELP',
		source: 'Exim: smtp_in.c',
	},
	{
		mta: 'amazon-ses',
		where: 'ehlo',
		says: /^(?:250-)?email-smtp\.\S{0,40}amazonaws\.com\b/,
		certainty: 'certain',
		sample: '250-email-smtp.amazonaws.com\n250-8BITMIME\n250 Ok',
		source: 'Amazon SES: reply to EHLO',
	},
];
