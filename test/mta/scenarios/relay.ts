import {deliver, signIn, submit} from '../commands.ts';
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
];
