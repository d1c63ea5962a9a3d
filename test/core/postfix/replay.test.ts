// What each restriction does, for one client and one message. The same, on a real Postfix, is in
// test/mta/replay.test.ts; here are the turns that a server takes rarely.
import {describe, expect, test} from 'vitest';
import type {Dialogue} from '../../../source/core/postfix/dialogue.ts';
import {restrictions} from '../../../source/core/postfix/restrictions.ts';
import {outcome, rehearse, stranger, type World} from './rehearse.ts';

type Case = readonly [
	name: string,
	main: string,
	expected: string,
	dialogue?: Partial<Dialogue>,
	world?: World,
];

const toOwn = {recipient: 'ada@example.test'};
const noName: Pick<Dialogue, 'client'> = {
	client: {
		...stranger.client,
		reverse: {name: 'unknown', status: 'permanent'},
		name: {name: 'unknown', status: 'permanent'},
	},
};
const noNameNow: Pick<Dialogue, 'client'> = {
	client: {
		...stranger.client,
		reverse: {name: 'unknown', status: 'temporary'},
		name: {name: 'unknown', status: 'temporary'},
	},
};
const relay = 'smtpd_relay_restrictions = ';

function checks(cases: readonly Case[]): void {
	test.for(cases)('%s', ([, main, expected, dialogue, world]) => {
		expect(outcome(rehearse(main, dialogue, world))).toBe(expected);
	});
}

describe('relaying', () => {
	checks([
		['nobody who is known', '', '454 4.7.1 defer_unauth_destination'],
		[
			'the code can be set',
			'relay_domains_reject_code = 571',
			'471 4.7.1 defer_unauth_destination',
		],
		['in mynetworks', 'mynetworks = 192.0.2.0/24', 'permit_mynetworks'],
		['signed in', 'smtpd_sasl_auth_enable = yes', 'permit_sasl_authenticated', {login: 'ada'}],
		['signed in, where logins are off', '', '454 4.7.1 defer_unauth_destination', {login: 'ada'}],
		['its own domain', '', 'accepted', toOwn],
		['a dot behind its own domain', '', 'accepted', {recipient: 'ada@example.test.'}],
		['its own address in brackets', '', 'accepted', {recipient: 'ada@[198.51.100.25]'}],
		[
			'no domain at all: that of the server',
			'mydestination = $myhostname',
			'accepted',
			{recipient: 'ada'},
		],
		['postmaster, always', `${relay}reject`, 'accepted', {recipient: 'postmaster'}],
		[
			'a domain below relay_domains',
			'relay_domains = elsewhere.test',
			'accepted',
			{recipient: 'x@a.elsewhere.test'},
		],
		[
			'permit_auth_destination',
			`${relay}permit_auth_destination, reject`,
			'permit_auth_destination',
			toOwn,
		],
		[
			'the server itself',
			`${relay}permit_inet_interfaces, reject`,
			'permit_inet_interfaces',
			{client: {...stranger.client, isServer: true}},
		],
		[
			'a list that cannot be read fails for all',
			'mynetworks = /etc/postfix/nets',
			'451 4.3.0 permit_mynetworks',
			{},
			{tables: {'/etc/postfix/nets': '!no such file'}},
		],
		[
			'both lists are asked: the second may refuse what the first lets through',
			'mynetworks = 192.0.2.0/24\nsmtpd_recipient_restrictions = reject',
			'554 5.7.1 reject',
		],
		[
			'before level 3.6 the list of recipients comes first',
			'compatibility_level = 2\nsmtpd_recipient_restrictions = reject_non_fqdn_recipient',
			'504 5.5.2 reject_non_fqdn_recipient',
			{recipient: 'eve@elsewhere'},
		],
		[
			'the same at level 3.6',
			'compatibility_level = 3.6\nsmtpd_recipient_restrictions = reject_non_fqdn_recipient',
			'454 4.7.1 defer_unauth_destination',
			{recipient: 'eve@elsewhere'},
		],
	]);
});

describe('recipients', () => {
	checks([
		[
			'a user who is not there',
			'',
			'550 5.1.1 reject_unlisted_recipient',
			{recipient: 'eve@example.test'},
		],
		['an extension does not matter', '', 'accepted', {recipient: 'ada+news@example.test'}],
		[
			'an alias',
			'',
			'accepted',
			{recipient: 'staff@example.test'},
			{tables: {'hash:/etc/aliases staff': 'ada'}},
		],
		[
			'a catch-all',
			'virtual_alias_maps = hash:/v',
			'accepted',
			{recipient: 'x@example.test'},
			{tables: {'hash:/v @example.test': 'ada'}},
		],
		[
			'the check is off',
			'smtpd_reject_unlisted_recipient = no',
			'accepted',
			{recipient: 'eve@example.test'},
		],
		['no list of users', 'local_recipient_maps =', 'accepted', {recipient: 'eve@example.test'}],
		[
			'a table that fails',
			'',
			'451 4.3.0 reject_unlisted_recipient',
			{recipient: 'staff@example.test'},
			{
				tables: {
					'hash:/etc/aliases staff': '!gone',
					'hash:/etc/aliases staff@example.test': '!gone',
				},
			},
		],
		[
			'a transport that only refuses',
			'transport_maps = hash:/t',
			'550 5.1.6 reject_unlisted_recipient',
			toOwn,
			{tables: {'hash:/t example.test': 'error:5.1.6 We have moved'}},
		],
		[
			'a user who has moved',
			'relocated_maps = hash:/r',
			'550 5.1.6 reject_unlisted_recipient',
			toOwn,
			{tables: {'hash:/r ada@example.test': 'ada@new.test'}},
		],
	]);
});

describe('names', () => {
	checks([
		[
			'no reverse name',
			'smtpd_client_restrictions = reject_unknown_client_hostname',
			'450 4.7.25 reject_unknown_client_hostname',
			{...noName, ...toOwn},
		],
		[
			'none just now stays temporary',
			'smtpd_client_restrictions = reject_unknown_client_hostname\nunknown_client_reject_code = 550',
			'450 4.7.25 reject_unknown_client_hostname',
			{...noNameNow, ...toOwn},
		],
		[
			'an address for HELO',
			'smtpd_helo_restrictions = reject_invalid_helo_hostname',
			'accepted',
			{helo: '[192.0.2.10]', ...toOwn},
		],
		[
			'an IPv6 address for HELO wants its tag',
			'smtpd_helo_restrictions = reject_invalid_helo_hostname',
			'501 5.5.2 reject_invalid_helo_hostname',
			{helo: '[2001:db8::1]', ...toOwn},
		],
		[
			'the same with it',
			'smtpd_helo_restrictions = reject_invalid_helo_hostname',
			'accepted',
			{helo: '[IPv6:2001:db8::1]', ...toOwn},
		],
		[
			'a bare address for HELO is no name with a domain',
			'smtpd_helo_restrictions = reject_non_fqdn_helo_hostname',
			'504 5.5.2 reject_non_fqdn_helo_hostname',
			{helo: '192.0.2.10', ...toOwn},
		],
		[
			'a HELO name of which DNS cannot tell',
			'smtpd_helo_restrictions = reject_unknown_helo_hostname',
			'450 4.7.1 reject_unknown_helo_hostname',
			toOwn,
			{dns: {'app.test A': 'servfail'}},
		],
		[
			'the null sender has no domain to look for',
			'smtpd_sender_restrictions = reject_unknown_sender_domain, reject_non_fqdn_sender',
			'accepted',
			{sender: '', ...toOwn},
		],
		[
			'a sender of its own domains needs no DNS',
			'smtpd_sender_restrictions = reject_unknown_sender_domain',
			'accepted',
			{sender: 'ada@example.test', ...toOwn},
		],
		[
			'the null sender in a table',
			'smtpd_sender_restrictions = check_sender_access hash:/s',
			'554 5.7.1 check_sender_access hash:/s',
			{sender: '', ...toOwn},
			{tables: {'hash:/s <>': 'REJECT'}},
		],
		[
			'DNS for the sender cannot tell, and tempfail is set to defer at once',
			'unknown_address_tempfail_action = defer\nsmtpd_sender_restrictions = reject_unknown_sender_domain',
			'450 4.1.8 reject_unknown_sender_domain',
			{},
			{dns: {'app.test MX': 'servfail'}},
		],
	]);
});

describe('order', () => {
	checks([
		[
			'permit ends its own list alone',
			'smtpd_client_restrictions = permit, reject\nsmtpd_helo_restrictions = reject',
			'554 5.7.1 reject',
			toOwn,
		],
		[
			'a bare table in a list of clients is asked for the client',
			'smtpd_client_restrictions = hash:/c',
			'554 5.7.1 hash:/c',
			toOwn,
			{tables: {'hash:/c 192.0.2.10': 'REJECT'}},
		],
		[
			'warn_if_reject covers one restriction',
			'smtpd_client_restrictions = warn_if_reject reject, reject',
			'554 5.7.1 reject',
			toOwn,
		],
		[
			'warn_if_reject covers a whole class',
			'smtpd_restriction_classes = strict\nstrict = reject\nsmtpd_client_restrictions = warn_if_reject strict',
			'accepted',
			toOwn,
		],
		[
			'a class lets the next restriction be asked',
			'smtpd_restriction_classes = mild\nmild = permit_mynetworks\nsmtpd_client_restrictions = mild, reject',
			'554 5.7.1 reject',
			toOwn,
		],
		[
			'a table may name restrictions',
			'smtpd_client_restrictions = check_client_access hash:/c',
			'554 5.7.1 reject',
			toOwn,
			{tables: {'hash:/c app.test': 'permit_mynetworks reject'}},
		],
		[
			'a table may not name a table',
			'smtpd_client_restrictions = check_client_access hash:/c',
			'451 4.3.5 check_client_access hash:/c',
			toOwn,
			{tables: {'hash:/c app.test': 'check_sender_access hash:/s'}},
		],
		[
			'a table that refuses only must not permit',
			'smtpd_helo_restrictions = check_helo_a_access hash:/c',
			'451 4.3.5 check_helo_a_access hash:/c',
			toOwn,
			{tables: {'hash:/c 192.0.2.1': 'OK'}, dns: {'app.test A': ['192.0.2.1']}},
		],
		[
			'DISCARD takes the message, whatever comes after',
			'smtpd_client_restrictions = check_client_access hash:/c\nsmtpd_sender_restrictions = reject',
			'accepted',
			{},
			{tables: {'hash:/c app.test': 'DISCARD'}},
		],
		[
			'the first reason of defer_if_permit counts',
			'smtpd_client_restrictions = defer_if_permit\nsmtpd_helo_restrictions = check_helo_access hash:/h',
			'450 4.7.0 defer_if_permit',
			toOwn,
			{tables: {'hash:/h app.test': 'DEFER_IF_PERMIT later'}},
		],
		[
			'a restriction without its table',
			'smtpd_client_restrictions = check_client_access',
			'451 4.3.5 check_client_access',
			toOwn,
		],
		[
			'a class that calls itself ends',
			'smtpd_restriction_classes = again\nagain = again\nsmtpd_client_restrictions = again',
			'accepted',
			toOwn,
		],
	]);

	test('without smtpd_delay_reject each stage answers for itself', () => {
		const early = 'smtpd_delay_reject = no\n';
		const stages = ['client', 'helo', 'sender'].map(
			name => rehearse(`${early}smtpd_${name}_restrictions = reject`).stage,
		);
		expect(stages).toEqual(['banner', 'ehlo', 'mail']);
	});
});

describe('what cannot be replayed', () => {
	const cases: ReadonlyArray<readonly [string, string, RegExp, Partial<Dialogue>?, World?]> = [
		[
			'a policy service',
			`${relay}check_policy_service unix:private/policy, reject`,
			/policy service/,
		],
		[
			'the client’s certificate',
			`${relay}permit_tls_clientcerts, reject`,
			/certificate/,
			{certificate: 'unknown'},
		],
		['verification of an address', `${relay}reject_unverified_sender, reject`, /own server/],
		[
			'a table that is a service',
			`${relay}check_client_access tcp:127.0.0.1:9, reject`,
			/service of its own/,
		],
		[
			'DNS that does not answer here',
			`${relay}reject_unknown_sender_domain, reject`,
			/could not be looked up/,
			{},
			{dns: {'app.test MX': 'silent'}},
		],
		[
			'a recipient that names a route',
			`${relay}reject_unauth_destination, reject`,
			/route/,
			{recipient: 'a%b@example.test'},
		],
	];
	test.for(cases)(
		'%s is noted, and the next restriction is asked',
		([, main, why, dialogue, world]) => {
			const {rejection, unseen} = rehearse(main, dialogue, world);
			expect(rejection?.restriction).toBe('reject');
			expect(unseen.map(u => u.why).join()).toMatch(why);
		},
	);

	test('a client without a certificate of its own does not fit, which is certain', () => {
		const {unseen} = rehearse(`${relay}permit_tls_clientcerts, reject`);
		expect(unseen).toEqual([]);
	});
});

test('each step of a replay is there, in its order', () => {
	const {steps} = rehearse(
		'smtpd_client_restrictions = reject_unknown_client_hostname\nmynetworks = 10.0.0.0/8',
	);
	expect(steps.map(s => `${s.list} ${s.restriction} ${s.came}`)).toEqual([
		'smtpd_client_restrictions reject_unknown_client_hostname dunno',
		'smtpd_relay_restrictions permit_mynetworks dunno',
		'smtpd_relay_restrictions permit_sasl_authenticated dunno',
		'smtpd_relay_restrictions defer_unauth_destination reject',
	]);
});

// Whatever order an admin writes them in, a replay ends and every restriction is known
test.each(Object.keys(restrictions))('%s can stand in any list', name => {
	const argument =
		restrictions[name]?.takes === 'table' ? ' hash:/t' : restrictions[name]?.takes ? ' 1' : '';
	for (const list of ['client', 'helo', 'sender', 'relay', 'recipient']) {
		const {rejection} = rehearse(`smtpd_${list}_restrictions = ${name}${argument}, permit`);
		expect(rejection?.reason).not.toBe('configuration');
	}
});
