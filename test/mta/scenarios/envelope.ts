import {deliver, ownRecipient, signIn, submit} from '../commands.ts';
import {clientAddress} from '../harness/addresses.ts';
import {reverse, reversed} from '../harness/zone.ts';
import type {Scenario} from '../scenario.ts';

const withoutPtr = [`-${reverse(clientAddress)} PTR`];
const listed = [
	`${reversed(clientAddress)}.dnsbl.test A 127.0.0.2`,
	`${reversed(clientAddress)}.dnsbl.test TXT listed, see https://dnsbl.test/${clientAddress}`,
];
const from = (address: string) => deliver(ownRecipient).with(3, address);

/** Who sends, and from where. */
export const envelope: readonly Scenario[] = [
	{
		id: 'postfix-helo-not-fqdn',
		server: 'postfix',
		broken: 'the client announces a name without a domain',
		prepare: 'postconf -e smtpd_helo_restrictions=reject_non_fqdn_helo_hostname',
		check: deliver(ownRecipient, '--helo', 'laptop'),
		expect: {
			class: 'helo-rejected',
			cause: 'helo-not-fqdn',
			says: '504 5.5.2 <laptop>: Helo command rejected: need fully-qualified hostname',
		},
	},
	{
		id: 'postfix-helo-unknown',
		server: 'postfix',
		broken: 'the client announces a name that DNS does not know',
		prepare: 'postconf -e smtpd_helo_restrictions=reject_unknown_helo_hostname',
		check: deliver(ownRecipient, '--helo', 'nosuch.example.test'),
		expect: {
			class: 'helo-rejected',
			cause: 'helo-unknown',
			says: '450 4.7.1 <nosuch.example.test>: Helo command rejected: Host not found',
		},
	},
	{
		id: 'exim-helo-invalid',
		server: 'exim',
		broken: 'the client announces a name with characters that no host name has',
		check: deliver(ownRecipient, '--helo', 'my_laptop!'),
		expect: {
			class: 'helo-rejected',
			among: ['helo-invalid'],
			says: '501 Syntactically invalid EHLO argument(s)',
		},
	},
	{
		id: 'postfix-sender-domain-unknown',
		server: 'postfix',
		broken: 'the sender’s domain does not exist',
		prepare: 'postconf -e smtpd_sender_restrictions=reject_unknown_sender_domain',
		check: from('bob@nosuch.test'),
		expect: {
			class: 'sender-rejected',
			cause: 'sender-domain-missing',
			says: '450 4.1.8 <bob@nosuch.test>: Sender address rejected: Domain not found',
		},
	},
	{
		id: 'sendmail-sender-domain-unknown',
		server: 'sendmail',
		broken: 'the sender’s domain does not exist',
		check: from('bob@nosuch.test'),
		expect: {
			class: 'sender-rejected',
			cause: 'sender-domain-missing',
			says: 'Domain of sender address bob@nosuch.test does not exist',
		},
	},
	{
		id: 'postfix-sender-not-fqdn',
		server: 'postfix',
		broken: 'the sender’s address has no full domain',
		prepare: 'postconf -e smtpd_sender_restrictions=reject_non_fqdn_sender',
		check: from('bob@laptop'),
		expect: {
			class: 'sender-rejected',
			cause: 'sender-not-fqdn',
			says: 'Sender address rejected: need fully-qualified address',
		},
	},
	{
		id: 'postfix-sender-not-owned',
		server: 'postfix',
		broken: 'the sender’s address belongs to another login',
		prepare:
			'with-submission; postconf -e "smtpd_sender_login_maps = inline:{bob@app.test=bob}" smtpd_sender_restrictions=reject_sender_login_mismatch',
		check: submit(587, ...signIn),
		expect: {
			class: 'sender-rejected',
			cause: 'sender-not-owned',
			says: '553 5.7.1 <bob@app.test>: Sender address rejected: not owned by user ada',
		},
	},
	{
		id: 'exim-spf-fail',
		server: 'exim',
		broken: 'the SPF record of the sender’s domain does not allow the client’s address',
		prepare: `with-rcpt-rule '  deny
    spf = fail
    message = $sender_host_address is not allowed to send mail from $sender_address_domain: $spf_smtp_comment'`,
		dns: ['app.test TXT v=spf1 -all'],
		check: deliver(),
		expect: {
			class: 'sender-auth-failed',
			cause: 'spf-fail',
			says: 'is not allowed to send mail from',
		},
	},
	{
		id: 'postfix-ptr-missing',
		server: 'postfix',
		broken: 'the client’s address has no PTR record',
		prepare: 'postconf -e smtpd_client_restrictions=reject_unknown_reverse_client_hostname',
		dns: withoutPtr,
		check: deliver(),
		expect: {
			class: 'reverse-dns',
			cause: 'ptr-missing',
			says: '450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.10]',
		},
	},
	{
		id: 'postfix-ptr-mismatch',
		server: 'postfix',
		broken: 'the client’s PTR record names a host with another address',
		prepare: 'postconf -e smtpd_client_restrictions=reject_unknown_client_hostname',
		dns: ['app.example.test A 192.0.2.200'],
		check: deliver(),
		expect: {
			class: 'reverse-dns',
			among: ['ptr-mismatch'],
			says: 'Client host rejected: cannot find your hostname, [192.0.2.10]',
		},
	},
	{
		id: 'sendmail-ptr-missing',
		server: 'sendmail',
		broken: 'the client’s address has no PTR record (FEATURE require_rdns)',
		prepare: 'with-option "FEATURE(\\`require_rdns\')dnl"',
		dns: withoutPtr,
		check: deliver(),
		expect: {class: 'reverse-dns', cause: 'ptr-missing', says: 'Fix reverse DNS for 192.0.2.10'},
	},
	{
		id: 'opensmtpd-ptr-missing',
		server: 'opensmtpd',
		broken: 'a filter of the operator’s turns clients without a PTR record away',
		prepare: `sed -i -e '/^table aliases/i filter "rdns" phase connect match !rdns disconnect "550 no reverse DNS"' -e 's/port 25.*/& filter "rdns"/' /etc/smtpd.conf`,
		dns: withoutPtr,
		check: deliver(),
		expect: {class: 'reverse-dns', cause: 'ptr-missing', says: '550 no reverse DNS'},
	},
	{
		id: 'postfix-dnsbl',
		server: 'postfix',
		broken: 'the client’s address is on a blocklist',
		prepare:
			'postconf -e "smtpd_recipient_restrictions = reject_unauth_destination reject_rbl_client dnsbl.test"',
		dns: listed,
		check: deliver(),
		expect: {
			class: 'blocklisted',
			cause: 'ip-listed',
			says: '554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using dnsbl.test',
		},
	},
	{
		id: 'postfix-dnsbl-refuses-resolver',
		server: 'postfix',
		broken:
			'the blocklist refuses the receiver’s resolver, and the receiver takes that for a listing',
		prepare:
			'postconf -e "smtpd_recipient_restrictions = reject_unauth_destination reject_rbl_client dnsbl.test"',
		dns: [
			`${reversed(clientAddress)}.dnsbl.test A 127.255.255.254`,
			`${reversed(clientAddress)}.dnsbl.test TXT Error: open resolver; https://dnsbl.test/returnc/pub/`,
		],
		check: deliver(),
		expect: {
			class: 'blocklisted',
			cause: 'receiver-resolver-refused',
			says: 'Error: open resolver',
		},
	},
	{
		id: 'exim-dnsbl',
		server: 'exim',
		broken: 'the client’s address is on a blocklist',
		prepare: `with-rcpt-rule '  deny
    dnslists = dnsbl.test
    message = rejected because $sender_host_address is in a black list at $dnslist_domain'`,
		dns: listed,
		check: deliver(),
		expect: {class: 'blocklisted', cause: 'ip-listed', says: 'black list at dnsbl.test'},
	},
	{
		id: 'postscreen-dnsbl',
		server: 'postfix',
		broken: 'the client’s address is on a blocklist that postscreen asks',
		prepare:
			'with-postscreen postscreen_dnsbl_sites=dnsbl.test postscreen_dnsbl_action=enforce postscreen_greet_wait=2s',
		dns: listed,
		check: deliver(),
		expect: {
			class: 'blocklisted',
			cause: 'ip-listed',
			says: '550 5.7.1 Service unavailable; client [192.0.2.10] blocked using dnsbl.test',
		},
	},
	{
		id: 'postfix-callout-failed',
		server: 'postfix',
		broken: 'the server asks the sender’s own server for the address, and cannot reach it',
		prepare:
			'postconf -e smtpd_sender_restrictions=reject_unverified_sender address_verify_poll_delay=1s',
		check: deliver(),
		expect: {
			class: 'sender-rejected',
			cause: 'callout-failed',
			says: '450 4.1.7 <bob@app.test>: Sender address rejected: unverified address',
		},
	},
	{
		id: 'exim-sender-domain-unknown',
		server: 'exim',
		broken: 'Exim verifies senders, and the sender’s domain does not exist',
		prepare:
			'echo "CHECK_RCPT_VERIFY_SENDER = yes" >> /etc/exim4/exim4.conf.localmacros; update-exim4.conf',
		check: from('bob@nosuch.test'),
		expect: {class: 'sender-rejected', among: ['sender-domain-missing'], says: '550 Sender verif'},
	},
	{
		id: 'sendmail-client-denied',
		server: 'sendmail',
		broken: 'the client’s address is refused by the access table',
		prepare: 'echo "Connect:192.0.2.10 REJECT" >> /etc/mail/access',
		check: deliver(),
		expect: {
			class: 'policy-or-spam',
			alternatives: ['blocklisted'],
			says: '550 5.7.1 <ada@example.test>... Access denied',
		},
	},
];
