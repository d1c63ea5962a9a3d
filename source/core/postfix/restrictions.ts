import {
	checkClientAccess,
	checkHeloAccess,
	checkRecipientAccess,
	checkReverseClientAccess,
	checkSaslAccess,
	checkSenderAccess,
	type Restriction,
} from './check-access.ts';
import {serverAccess, subjectAbout} from './check-server-access.ts';
import {permitDnswl, rejectRblClient, rejectRhsbl} from './blocklist-restrictions.ts';
import {rejectNonFqdn, rejectUnknownDomain} from './mailbox-restrictions.ts';
import {
	rejectInvalidHelo,
	rejectNonFqdnHelo,
	rejectUnknownClient,
	rejectUnknownHelo,
	rejectUnknownReverse,
} from './name-restrictions.ts';
import {
	permitAuthDestination,
	permitCertificate,
	permitInetInterfaces,
	permitMynetworks,
	permitSaslAuthenticated,
	refuseUnauthDestination,
} from './relay-restrictions.ts';
import {deferIfPermit, deferIfReject, notSeen, refuse} from './replay-state.ts';
import {rejectLoginMismatch} from './sender-login.ts';
import {rejectUnlisted} from './unlisted-restrictions.ts';

/** What stands behind the name of a restriction: nothing, a `type:table`, or a word. */
type Entry = {takes?: 'table' | 'word'; run: Restriction};

function fixed(outcome: 'permit' | 'dunno'): Restriction {
	return function* () {
		yield* [];
		return outcome;
	};
}

/** What is not replayed, with the reason for the user. */
function beyond(why: string): Restriction {
	return function* (state, call) {
		yield* [];
		return notSeen(state, call, why);
	};
}

function refuseAll(temporary: boolean): Restriction {
	return function* (state, call) {
		yield* [];
		const {value, label, about} = call.subject;
		const {settings} = state;
		const code = temporary
			? settings.number('defer_code', 450)
			: settings.number('reject_code', 554);
		return refuse(state, call, {
			code,
			enhanced: temporary ? '4.3.2' : '5.7.1',
			text: `<${value}>: ${label} rejected: ${temporary ? 'Try again later' : 'Access denied'}`,
			reason: 'general',
			about,
		});
	};
}

function defers(which: 'defer_if_permit' | 'defer_if_reject'): Restriction {
	return function* (state, call) {
		yield* [];
		const {value, label, about} = call.subject;
		const text = `<${value}>: ${label} rejected: ${which} requested`;
		const refusal = {code: 450, enhanced: '4.7.0', text, reason: 'general', about} as const;
		return which === 'defer_if_permit'
			? deferIfPermit(state, call, refusal)
			: deferIfReject(state, call, refusal);
	};
}

const rejectPlaintext: Restriction = function* (state, call) {
	yield* [];
	return state.dialogue.secure
		? 'dunno'
		: refuse(state, call, {
				code: state.settings.number('plaintext_reject_code', 450),
				enhanced: '4.7.1',
				text: 'Session encryption is required',
				reason: 'no-encryption',
				about: 'session',
			});
};

const table = (run: Restriction): Entry => ({takes: 'table', run});
const word = (run: Restriction): Entry => ({takes: 'word', run});
const alone = (run: Restriction): Entry => ({run});

const policy = beyond('a policy service decides there, which is not asked');
const verification = beyond('Postfix asks the address’s own server there, which is not repeated');
const nameServers = beyond('the name servers of a domain are not looked up here');
const backup = beyond('whether this server is a backup MX is not worked out here');

/** All restrictions of postconf(5), by their names, the old ones included. */
export const restrictions: Readonly<Record<string, Entry>> = {
	permit: alone(fixed('permit')),
	reject: alone(refuseAll(false)),
	defer: alone(refuseAll(true)),
	defer_if_permit: alone(defers('defer_if_permit')),
	defer_if_reject: alone(defers('defer_if_reject')),
	sleep: word(fixed('dunno')),
	reject_plaintext_session: alone(rejectPlaintext),
	// The session never sends ahead of the replies
	reject_unauth_pipelining: alone(fixed('dunno')),
	reject_multi_recipient_bounce: alone(fixed('dunno')),
	check_policy_service: word(policy),

	reject_unknown_client_hostname: alone(rejectUnknownClient),
	reject_unknown_client: alone(rejectUnknownClient),
	reject_unknown_reverse_client_hostname: alone(rejectUnknownReverse),
	permit_inet_interfaces: alone(permitInetInterfaces),
	permit_mynetworks: alone(permitMynetworks),
	permit_sasl_authenticated: alone(permitSaslAuthenticated),
	permit_tls_clientcerts: alone(permitCertificate),
	permit_tls_all_clientcerts: alone(permitCertificate),
	check_client_access: table(checkClientAccess),
	check_reverse_client_hostname_access: table(checkReverseClientAccess),
	check_sasl_access: table(checkSaslAccess),
	check_ccert_access: table(permitCertificate),
	check_client_mx_access: table(serverAccess('mx', subjectAbout('client'))),
	check_client_a_access: table(serverAccess('a', subjectAbout('client'))),
	check_client_ns_access: table(nameServers),
	check_reverse_client_hostname_mx_access: table(serverAccess('mx', subjectAbout('client'))),
	check_reverse_client_hostname_a_access: table(serverAccess('a', subjectAbout('client'))),
	check_reverse_client_hostname_ns_access: table(nameServers),
	reject_rbl_client: word(rejectRblClient),
	reject_rbl: word(rejectRblClient),
	reject_rhsbl_client: word(rejectRhsbl('client')),
	reject_rhsbl_reverse_client: word(rejectRhsbl('reverse')),
	permit_dnswl_client: word(permitDnswl),
	permit_rhswl_client: word(beyond('lists of good domains are not asked here')),

	check_helo_access: table(checkHeloAccess),
	reject_invalid_helo_hostname: alone(rejectInvalidHelo),
	reject_invalid_hostname: alone(rejectInvalidHelo),
	reject_non_fqdn_helo_hostname: alone(rejectNonFqdnHelo),
	reject_non_fqdn_hostname: alone(rejectNonFqdnHelo),
	reject_unknown_helo_hostname: alone(rejectUnknownHelo),
	reject_unknown_hostname: alone(rejectUnknownHelo),
	reject_rhsbl_helo: word(rejectRhsbl('helo')),
	check_helo_mx_access: table(serverAccess('mx', subjectAbout('helo'))),
	check_helo_a_access: table(serverAccess('a', subjectAbout('helo'))),
	check_helo_ns_access: table(nameServers),

	check_sender_access: table(checkSenderAccess),
	reject_non_fqdn_sender: alone(rejectNonFqdn('sender')),
	reject_unknown_sender_domain: alone(rejectUnknownDomain('sender')),
	reject_unknown_address: alone(rejectUnknownDomain('sender')),
	reject_unlisted_sender: alone(rejectUnlisted('sender')),
	reject_unverified_sender: alone(verification),
	reject_authenticated_sender_login_mismatch: alone(rejectLoginMismatch('authenticated')),
	reject_unauthenticated_sender_login_mismatch: alone(rejectLoginMismatch('unauthenticated')),
	reject_known_sender_login_mismatch: alone(rejectLoginMismatch('known')),
	reject_rhsbl_sender: word(rejectRhsbl('sender')),
	check_sender_mx_access: table(serverAccess('mx', subjectAbout('sender'))),
	check_sender_a_access: table(serverAccess('a', subjectAbout('sender'))),
	check_sender_ns_access: table(nameServers),

	check_recipient_access: table(checkRecipientAccess),
	permit_auth_destination: alone(permitAuthDestination),
	permit_mx_backup: alone(backup),
	reject_unauth_destination: alone(refuseUnauthDestination(false)),
	defer_unauth_destination: alone(refuseUnauthDestination(true)),
	reject_non_fqdn_recipient: alone(rejectNonFqdn('recipient')),
	reject_unknown_recipient_domain: alone(rejectUnknownDomain('recipient')),
	reject_unlisted_recipient: alone(rejectUnlisted('recipient')),
	check_recipient_maps: alone(rejectUnlisted('recipient')),
	reject_unverified_recipient: alone(verification),
	reject_rhsbl_recipient: word(rejectRhsbl('recipient')),
	check_recipient_mx_access: table(serverAccess('mx', subjectAbout('recipient'))),
	check_recipient_a_access: table(serverAccess('a', subjectAbout('recipient'))),
	check_recipient_ns_access: table(nameServers),

	check_etrn_access: table(fixed('dunno')),
};

/** Restrictions that are made of others. */
export const composed: Readonly<Record<string, readonly string[]>> = {
	reject_sender_login_mismatch: [
		'reject_authenticated_sender_login_mismatch',
		'reject_unauthenticated_sender_login_mismatch',
	],
};
