import {both, either, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {searchMailLog} from '../mail-log.ts';
import {
	denied,
	onSmtp,
	onSubmission,
	signedIn,
	notSignedIn,
	authNotOffered,
	ownDomain,
} from './relay-evidence.ts';
import {privateAddress} from './shared-evidence.ts';
import {replayed, settingsOf} from './replay-evidence.ts';
import {relayChecks, serviceRuleChecks, signInChecks} from './server-checks.ts';
import {relaysForItself} from './view-evidence.ts';

/** The server could pass the mail on, and does not allow it to this client. */
export const relayPermissionCauses: readonly Cause[] = [
	{
		id: 'not-authenticated',
		explains: ['relay-denied', 'auth-required'],
		title: 'The client did not sign in',
		because:
			'A server passes mail to other domains on for users who have signed in, and nobody had at this point.',
		frequency: 'common',
		evidence: [
			...replayed('not-authenticated'),
			{
				when: either(signedIn, both(saw('auth.accepted'), denied)),
				says: 'The client was signed in.',
				weight: 'excludes',
			},
			{
				when: both(
					saw('smtp.refusal', {class: 'auth-required', authenticated: false}),
					never('auth.accepted'),
				),
				says: 'The server asks for a login and none was sent: {code} {text}',
				weight: 'proves',
			},
			{
				when: both(saw('auth.offered'), never('auth.accepted'), denied),
				says: 'AUTH is offered ({mechanisms}) and none was sent.',
				weight: 'for',
			},
			{
				when: both(saw('session.asked', {aim: 'submit', signIn: false}), notSignedIn),
				says: 'Mail was to be passed on through {host}, without a login.',
				weight: 'for',
			},
			{
				when: both(onSubmission, saw('auth.offered'), never('auth.accepted'), denied),
				says: 'Port {port} is for clients that sign in.',
				weight: 'for',
			},
			{
				when: both(authNotOffered, denied),
				says: 'AUTH is not offered on port {port}, so nobody can sign in there.',
				weight: 'against',
			},
			ownDomain,
		],
		confirm: [
			{
				text: 'Is AUTH offered once TLS is up? Type `EHLO test.example` and look for a line with AUTH.',
				command: 'openssl s_client -starttls smtp -connect {host}:587 -crlf',
			},
			{
				text: 'The same with a login; `swaks` asks for the password.',
				command:
					'swaks --server {host} --port 587 --tls --auth --auth-user {user} --from {sender} --to {recipient} --quit-after RCPT',
			},
			{
				text: 'On the server, Postfix’s log: without `sasl_username=` in the session’s lines nobody signed in.',
				command: "journalctl -u 'postfix*' -n 200 --no-pager | grep -F {client}",
			},
			{
				text: 'Postfix: is signing in switched on, and for which services?',
				command: 'postconf smtpd_sasl_auth_enable; postconf -P "*/inet/smtpd_sasl_auth_enable"',
			},
			...signInChecks,
		],
	},
	{
		id: 'client-not-in-mynetworks',
		explains: ['relay-denied'],
		title: 'The client’s address is not among those that may relay',
		because:
			'Without a login the address alone decides, by a list in the server’s settings of those that may relay. After a move to another machine the old address is often still there, and the new one is not.',
		frequency: 'common',
		evidence: [
			relaysForItself,
			...replayed('client-not-in-mynetworks'),
			...settingsOf('client-not-in-mynetworks', 'mynetworks'),
			{
				when: saw('client.left-out', {
					kind: ['mynetworks', 'exim-hosts', 'match-src', 'sendmail-relay'],
				}),
				says: '{place} names {names}, and not {client}.',
				weight: 'for',
			},
			{
				when: both(onSmtp, authNotOffered, denied, never('derived.own-domain')),
				says: 'Port {port} of {host} offers no login, so only the client’s address, {client}, can be what allows relaying.',
				weight: 'for',
			},
			{
				when: both(
					saw('endpoint.chosen', {client: privateAddress}),
					never('endpoint.chosen', {client: /^(127\.|::1$)/}),
					denied,
					never('auth.accepted'),
					never('derived.own-domain'),
				),
				says: 'The client’s address {client} is a private one, and those are usually allowed by a list.',
				weight: 'for',
			},
			{
				when: both(
					saw('endpoint.chosen', {client: /:/}),
					denied,
					never('auth.accepted'),
					never('derived.own-domain'),
				),
				says: 'The connection came over IPv6, from {client}; such lists often name the IPv4 address alone.',
				weight: 'for',
			},
			{
				when: both(onSubmission, denied),
				says: 'On a submission port the login counts; lists of addresses mostly do not apply there.',
				weight: 'against',
			},
			{
				when: both(saw('auth.accepted'), denied),
				says: 'The client was signed in as {user}, so its address should not matter.',
				weight: 'against',
			},
			ownDomain,
		],
		confirm: [
			{
				text: 'On the server, Postfix: is {client} within one of these networks?',
				command: 'postconf mynetworks',
			},
			{
				text: 'Exim on Debian:',
				command: "grep -E '^dc_relay_nets' /etc/exim4/update-exim4.conf.conf",
			},
			{
				text: 'Exim: what its rules would say to this client, without a connection (type the dialogue by hand).',
				command: 'exim -bh {client}',
			},
			...relayChecks,
			{
				text: 'The log shows the address as the server sees it, behind NAT or a proxy another one.',
				command: searchMailLog('grep -i relay'),
			},
		],
	},
	{
		id: 'submission-override',
		explains: ['relay-denied', 'auth-required'],
		title: 'The rules of this service override the general ones',
		because:
			'A submission service often has rules of its own, for those who signed in alone, so that what the general settings allow has no effect on this port (in Postfix, the options of its entry in `master.cf`). Or its rules do not let in those who signed in, so that even a login does not help.',
		frequency: 'usual',
		evidence: [
			...replayed('submission-override'),
			{
				when: both(signedIn, saw('smtp.refusal', {class: 'relay-denied'})),
				says: 'Signed in, and refused all the same: {code} {text}',
				weight: 'for',
			},
			{
				when: both(
					saw('smtp.refusal', {text: /(client host|recipient address) rejected: access denied/i}),
					onSubmission,
				),
				says: 'The words “{text}” are those of a general “reject” at the end of a service’s own list.',
				weight: 'for',
			},
			{
				when: both(onSubmission, authNotOffered, denied),
				says: 'Port {port} is for clients that sign in, and no login is offered there: the entry of this service is not the usual one.',
				weight: 'for',
			},
			{
				when: both(onSmtp, notSignedIn),
				says: 'On port {port} the general rules mostly apply.',
				weight: 'against',
			},
			ownDomain,
		],
		confirm: [
			{text: 'Postfix: the options of each service.', command: 'postconf -P'},
			{
				text: 'The general rules, for comparison; permit_sasl_authenticated and permit_mynetworks belong before the reject.',
				command:
					'postconf smtpd_relay_restrictions smtpd_recipient_restrictions smtpd_client_restrictions',
			},
			{
				text: 'Exim: the access list for recipients; a signed-in client needs `accept authenticated = *` in it.',
				command: 'exim -bP acl_smtp_rcpt',
			},
			...serviceRuleChecks,
		],
	},
	{
		id: 'relay-by-name-without-ptr',
		explains: ['relay-denied'],
		title: 'The client is allowed by its name, and its name cannot be found',
		because:
			'Some servers list host names that may relay. They learn the client’s name from reverse DNS; where that is missing or does not lead back, the rule does not match.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('smtp.refusal', {
					class: 'relay-denied',
					text: /ip name lookup failed|possibly forged|ip name possibly/i,
				}),
				says: 'The reply names the look-up of the client’s name: {text}',
				weight: 'for',
			},
			{
				when: both(saw('dns.pointer', {names: {empty: true}}), denied),
				says: '{address} has no reverse name.',
				weight: 'for',
			},
			{
				when: both(saw('dns.pointer', {names: {empty: false}}), denied),
				says: '{address} has the reverse name {names}.',
				weight: 'against',
			},
			{
				when: both(saw('auth.accepted'), denied),
				says: 'The client was signed in as {user}, so its name should not matter.',
				weight: 'excludes',
			},
			ownDomain,
		],
		confirm: [
			{
				text: 'The client’s name by reverse DNS, and what that name leads to:',
				command: 'dig +short -x {client}',
			},
			{
				text: 'In the server’s log `unknown[{client}]` means that it found no name.',
				command: "journalctl -u 'postfix*' -u sendmail -n 200 --no-pager | grep -F {client}",
			},
		],
	},
];
