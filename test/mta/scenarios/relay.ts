import {deliver, signIn, submit} from '../commands.ts';
import {clientAddress} from '../harness/addresses.ts';
import {reverse} from '../harness/zone.ts';
import type {Scenario} from '../scenario.ts';

const rejecting =
	'postconf -e "smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated reject_unauth_destination"';
const offeringAuth = 'postconf -e smtpd_sasl_auth_enable=yes';

/** Who may pass mail on through the server, and what the server takes for its own. */
export const relay: readonly Scenario[] = [
	{
		id: 'postfix-relay-denied-454',
		server: 'postfix',
		broken: 'the client is in no mynetworks and AUTH is not offered; Debian’s default defers',
		check: submit(25),
		expect: {
			class: 'relay-denied',
			stage: 'rcpt',
			cause: 'client-not-in-mynetworks',
			says: '454 4.7.1 <eve@elsewhere.test>: Relay access denied',
		},
		fix: {cause: 'client-not-in-mynetworks', on: 'server'},
	},
	{
		id: 'postfix-relay-denied-554',
		server: 'postfix',
		broken: 'the same, where relaying is rejected for good',
		prepare: rejecting,
		check: submit(25),
		expect: {
			class: 'relay-denied',
			stage: 'rcpt',
			cause: 'client-not-in-mynetworks',
			says: '554 5.7.1 <eve@elsewhere.test>: Relay access denied',
		},
		fix: {cause: 'client-not-in-mynetworks', on: 'server'},
	},
	{
		id: 'postfix-mynetworks-wrong',
		server: 'postfix',
		broken: 'mynetworks names the neighbouring network instead of the client’s',
		prepare: 'postconf -e "mynetworks = 127.0.0.0/8 192.0.3.0/24"',
		check: submit(25),
		expect: {class: 'relay-denied', cause: 'client-not-in-mynetworks'},
		fix: {cause: 'client-not-in-mynetworks', on: 'server'},
	},
	{
		id: 'postfix-relay-auth-offered-454',
		server: 'postfix',
		broken: 'AUTH is offered after STARTTLS, and nobody signed in; Debian’s default defers',
		prepare: offeringAuth,
		check: submit(25),
		expect: {
			class: 'relay-denied',
			cause: 'not-authenticated',
			says: '454 4.7.1 <eve@elsewhere.test>: Relay access denied',
		},
		fix: {cause: 'not-authenticated', on: 'server', again: submit(25, ...signIn)},
	},
	{
		id: 'postfix-relay-auth-offered-554',
		server: 'postfix',
		broken: 'AUTH is offered in the clear, and nobody signed in',
		prepare: `${rejecting}; ${offeringAuth}; postconf -e smtpd_tls_auth_only=no`,
		check: submit(25),
		expect: {
			class: 'relay-denied',
			cause: 'not-authenticated',
			says: '554 5.7.1 <eve@elsewhere.test>: Relay access denied',
		},
		fix: {cause: 'not-authenticated', on: 'server', again: submit(25, ...signIn)},
	},
	{
		id: 'postfix-relay-signed-in',
		server: 'postfix',
		broken: 'nothing: who signs in may relay',
		prepare: offeringAuth,
		check: submit(25, ...signIn),
		expect: {class: null, says: '235 2.7.0 Authentication successful'},
	},
	{
		id: 'postfix-mydestination-missing',
		server: 'postfix',
		broken: 'the domain’s MX leads here, and mydestination lacks the domain',
		check: deliver('ada@new.test'),
		expect: {
			class: 'relay-denied',
			cause: 'domain-not-local',
			says: '454 4.7.1 <ada@new.test>: Relay access denied',
		},
		fix: {cause: 'domain-not-local', on: 'server'},
	},
	{
		id: 'postfix-submission-override',
		server: 'postfix',
		broken: 'master.cf lets signed-in users alone use 587, so that mynetworks does nothing there',
		prepare: 'with-submission; postconf -e "mynetworks = 127.0.0.0/8 192.0.2.0/24"',
		check: submit(587),
		expect: {
			class: 'auth-required',
			cause: 'not-authenticated',
			among: ['submission-override'],
			says: '554 5.7.1 <eve@elsewhere.test>: Recipient address rejected: Access denied',
		},
	},
	{
		id: 'postfix-port-25-for-submission',
		server: 'postfix',
		broken: 'an application hands mail in on 25; the submission ports are open beside it',
		prepare: 'with-submission',
		check: submit(25),
		expect: {class: 'relay-denied', among: ['port-25-for-submission', 'client-not-in-mynetworks']},
	},
	{
		id: 'postfix-login-not-permitted',
		server: 'postfix',
		broken:
			'the rules of the submission service lack permit_sasl_authenticated, so that a login does not help',
		prepare:
			'with-submission; postconf -P submission/inet/smtpd_relay_restrictions=permit_mynetworks,reject_unauth_destination',
		check: submit(587, ...signIn),
		expect: {
			class: 'relay-denied',
			cause: 'submission-override',
			ruledOut: ['not-authenticated'],
			says: '554 5.7.1 <eve@elsewhere.test>: Relay access denied',
		},
		fix: {cause: 'submission-override', on: 'server'},
	},
	{
		id: 'sendmail-login-not-trusted',
		server: 'sendmail',
		broken: 'no mechanism is in TRUST_AUTH_MECH, so that a login does not help',
		prepare: 'with-auth; sed -i /TRUST_AUTH_MECH/d /etc/mail/sendmail.mc',
		check: submit(587, ...signIn),
		expect: {
			class: 'relay-denied',
			cause: 'submission-override',
			ruledOut: ['not-authenticated'],
			says: 'Relaying denied',
		},
		fix: {cause: 'submission-override', on: 'server'},
	},
	{
		id: 'exim-relay-denied',
		server: 'exim',
		broken: 'the client is not in dc_relay_nets, and AUTH is not offered',
		check: submit(25),
		expect: {
			class: 'relay-denied',
			stage: 'rcpt',
			cause: 'client-not-in-mynetworks',
			says: '550 relay not permitted',
		},
		fix: {cause: 'client-not-in-mynetworks', on: 'server'},
	},
	{
		id: 'exim-relay-nets-wrong',
		server: 'exim',
		broken: 'dc_relay_nets names another network',
		prepare:
			'sed -i "s/^dc_relay_nets=.*/dc_relay_nets=\'10.0.0.0\\/8\'/" /etc/exim4/update-exim4.conf.conf; update-exim4.conf',
		check: submit(25),
		expect: {class: 'relay-denied', cause: 'client-not-in-mynetworks'},
		fix: {cause: 'client-not-in-mynetworks', on: 'server'},
	},
	{
		id: 'exim-relay-auth-offered',
		server: 'exim',
		broken: 'AUTH is offered, and nobody signed in',
		prepare: 'with-submission',
		check: submit(587),
		expect: {class: 'relay-denied', cause: 'not-authenticated', says: '550 relay not permitted'},
		fix: {cause: 'not-authenticated', on: 'server', again: submit(587, ...signIn)},
	},
	{
		id: 'exim-domain-not-local',
		server: 'exim',
		broken: 'the domain’s MX leads here, and dc_other_hostnames lacks the domain',
		check: deliver('ada@new.test'),
		expect: {class: 'relay-denied', cause: 'domain-not-local', says: '550 relay not permitted'},
		fix: {cause: 'domain-not-local', on: 'server'},
	},
	{
		id: 'opensmtpd-relay-denied',
		server: 'opensmtpd',
		broken:
			'no rule takes mail from outside for another domain; the words are those for an unknown user',
		check: submit(25, '--tls', 'none'),
		expect: {
			class: 'recipient-unknown',
			cause: 'relay-denied-in-disguise',
			alternatives: ['relay-denied'],
			says: '550 Invalid recipient: <eve@elsewhere.test>',
		},
		fix: {cause: 'relay-denied-in-disguise', on: 'server', only: /^(?!dig)/},
	},
	{
		id: 'opensmtpd-domain-not-local',
		server: 'opensmtpd',
		broken: 'the domain’s MX leads here, and no rule matches the domain',
		check: deliver('ada@new.test', '--tls', 'none'),
		expect: {
			class: 'recipient-unknown',
			alternatives: ['relay-denied'],
			among: ['domain-not-local', 'no-such-user'],
			says: '550 Invalid recipient: <ada@new.test>',
		},
		fix: {cause: 'domain-not-local', on: 'server'},
	},
	{
		id: 'sendmail-relay-denied',
		server: 'sendmail',
		broken: 'the client is in no relay list, and AUTH is not offered',
		check: submit(25),
		expect: {
			class: 'relay-denied',
			among: ['client-not-in-mynetworks', 'port-25-for-submission'],
			says: '550 5.7.1 <eve@elsewhere.test>... Relaying denied',
		},
		fix: {cause: 'client-not-in-mynetworks', on: 'server'},
	},
	{
		id: 'sendmail-domain-not-local',
		server: 'sendmail',
		broken: 'the domain’s MX leads here, and local-host-names lacks the domain',
		check: deliver('ada@new.test'),
		expect: {class: 'relay-denied', cause: 'domain-not-local', says: 'Relaying denied'},
		fix: {cause: 'domain-not-local', on: 'server'},
	},
	{
		id: 'sendmail-relay-by-name',
		server: 'sendmail',
		broken: 'the client is allowed by its name, and its address has no PTR record',
		prepare: 'echo "Connect:app.example.test RELAY" >> /etc/mail/access',
		dns: [`-${reverse(clientAddress)} PTR`],
		check: submit(25),
		expect: {
			class: 'relay-denied',
			among: ['relay-by-name-without-ptr'],
			says: 'Relaying denied. IP name lookup failed',
		},
		fix: {cause: 'relay-by-name-without-ptr', on: 'server'},
	},
	{
		id: 'haraka-relay-denied',
		server: 'haraka',
		broken: 'no plugin takes mail for another domain from a client without a login',
		check: submit(25),
		expect: {
			class: 'relay-denied',
			says: '550 I cannot deliver mail for <eve@elsewhere.test>',
		},
	},
];
