import type {ByHand} from '../../core/knowledge.ts';

const opensmtpdRules = 'grep -nE "^(match|action|table)" /etc/smtpd.conf';

/** Where it is set on which addresses and ports the server listens. */
export const listenChecks: readonly ByHand[] = [
	{
		text: 'Sendmail: a line without `Addr=` listens everywhere; no line at all means port 25.',
		command: 'grep -n "^DAEMON_OPTIONS" /etc/mail/sendmail.mc',
	},
	{
		text: 'OpenSMTPD: `listen on lo` or `localhost` is this machine alone.',
		command: 'grep -n "^listen" /etc/smtpd.conf',
	},
];

/** Does the service run? */
export const statusChecks: readonly ByHand[] = [
	{text: 'Exim on Debian:', command: 'systemctl status exim4 --no-pager'},
	{text: 'OpenSMTPD:', command: 'systemctl status opensmtpd --no-pager'},
	{text: 'Sendmail on Debian:', command: 'systemctl status sendmail --no-pager'},
];

/** Each reads its configuration, and names the line that is wrong. */
export const configurationChecks: readonly ByHand[] = [
	{text: 'Exim reads its configuration and names the line that is wrong.', command: 'exim -bV'},
	{text: 'OpenSMTPD does so, too.', command: 'smtpd -n'},
	{
		text: 'Sendmail reads `sendmail.cf`, and names the line that it does not understand.',
		command: 'sendmail -bt -d0.1 < /dev/null',
	},
];

/** Is signing in offered, and does it allow relaying? */
export const signInChecks: readonly ByHand[] = [
	{
		text: 'Exim: to whom is AUTH offered, and by which authenticators?',
		command: 'exim -bP auth_advertise_hosts; exim -bP authenticators',
	},
	{
		text: 'Sendmail: is signing in switched on, and may those who signed in relay (TRUST_AUTH_MECH)?',
		command: 'grep -nE "AUTH_MECH|DAEMON_OPTIONS" /etc/mail/sendmail.mc',
	},
	{
		text: 'OpenSMTPD: which listeners offer `auth`, and which rules are for those who signed in?',
		command: 'grep -nE "^(listen|match).*auth" /etc/smtpd.conf',
	},
];

/** May this address relay? */
export const relayChecks: readonly ByHand[] = [
	{
		text: 'Sendmail: is {client}, or a network with it, in one of these with RELAY?',
		command: 'grep -n RELAY /etc/mail/access; cat /etc/mail/relay-domains',
	},
	{
		text: 'OpenSMTPD: a `match` rule `for any` must name {client} after `from src`, itself or in a table.',
		command: opensmtpdRules,
	},
];

/** The rules of one service. */
export const serviceRuleChecks: readonly ByHand[] = [
	{
		text: 'Sendmail: the options of each listener (`M=a` demands a login, `delay_checks` moves the rules).',
		command: 'grep -nE "DAEMON_OPTIONS|delay_checks" /etc/mail/sendmail.mc',
	},
	{
		text: 'OpenSMTPD: the first `match` rule that fits decides; `tag` binds it to a listener.',
		command: 'grep -nE "^(listen|match)" /etc/smtpd.conf',
	},
];

/** Is the domain its own? */
export const domainChecks: readonly ByHand[] = [
	{
		text: 'Sendmail: is {recipientDomain} in one of these?',
		command: 'grep -n . /etc/mail/local-host-names /etc/mail/relay-domains /etc/mail/mailertable',
	},
	{
		text: 'OpenSMTPD: a `match … for domain` (or `for local`) must name {recipientDomain}.',
		command: opensmtpdRules,
	},
];

/** Is there such a mailbox? */
export const mailboxChecks: readonly ByHand[] = [
	{text: 'Sendmail: where would it deliver the address?', command: 'sendmail -bv {recipient}'},
	{
		text: 'OpenSMTPD: in which table would the action look for the user (`virtual`, `alias`, `userbase`)?',
		command: opensmtpdRules,
	},
];

/** Which certificate is it set to use? */
export const certificateChecks: readonly ByHand[] = [
	{
		text: 'On the server, Postfix: which file does it use?',
		command: 'postconf smtpd_tls_cert_file',
	},
	{text: 'Exim: which file does it use?', command: 'exim -bP tls_certificate'},
	{
		text: 'Sendmail: which file does it use?',
		command: 'grep -n confSERVER_CERT /etc/mail/sendmail.mc /etc/mail/tls/starttls.m4',
	},
	{text: 'OpenSMTPD: which file does it use?', command: 'grep -n "^pki" /etc/smtpd.conf'},
];
