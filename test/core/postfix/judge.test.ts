// A replay against the reply that came, the causes that it bears out, and the least that would help.
import {expect, test} from 'vitest';
import type {Dialogue} from '../../../source/core/postfix/dialogue.ts';
import {isSame, judge, type Observed} from '../../../source/core/postfix/judge.ts';
import {rehearse, settingsFrom, stranger, type World} from './rehearse.ts';

type Question = {
	main?: string;
	master?: string;
	dialogue?: Partial<Dialogue>;
	world?: World;
	own?: boolean;
};

const denied: Observed = {
	accepted: false,
	stage: 'rcpt',
	code: 454,
	enhanced: '4.7.1',
	text: '<eve@elsewhere.test>: Relay access denied',
};

function judged(
	{main = '', master, dialogue = {}, world, own = false}: Question,
	observed = denied,
) {
	const prediction = rehearse(main, dialogue, world, master);
	const settings = settingsFrom(main, master);
	return judge(prediction, observed, settings, {...stranger, ...dialogue}, own);
}

test.each([
	['the same words', {}, true],
	['a footer behind them', {text: '<eve@elsewhere.test>: Relay access denied\nask us'}, true],
	[
		'the enhanced code within the text',
		{enhanced: '', text: '4.7.1 <eve@elsewhere.test>: Relay access denied'},
		true,
	],
	['another code', {code: 554}, false],
	['another enhanced code', {enhanced: '4.3.0'}, false],
	['other words', {text: '<eve@elsewhere.test>: Recipient address rejected: Access denied'}, false],
])('%s: it is that reply: %s', (_, change, same) => {
	expect(isSame(rehearse(''), {...denied, ...change})).toBe(same);
});

test('where the server took what the settings refuse, nothing is claimed', () => {
	expect(judged({}, {accepted: true})).toMatchObject({agrees: false, outcome: 'refused'});
	expect(judged({main: 'mynetworks = 192.0.2.0/24'})).toMatchObject({
		agrees: false,
		outcome: 'accepted',
		causes: [],
	});
});

const submission = [
	'submission inet n - n - - smtpd',
	'  -o smtpd_sasl_auth_enable=yes',
	'  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject',
].join('\n');

const cases: ReadonlyArray<
	readonly [string, Question, {change: string; causes: readonly string[]; says: RegExp}]
> = [
	[
		'no login offered: the address into mynetworks, in its line',
		{main: '# c\nmynetworks = 127.0.0.0/8'},
		{
			change: 'add-network',
			causes: ['client-not-in-mynetworks', 'auth-off-on-port'],
			says: /^Add 192\.0\.2\.10\/32 to mynetworks \(\/etc\/postfix\/main\.cf, line 2\)\.$/,
		},
	],
	[
		'an exception of mynetworks keeps it out',
		{main: 'mynetworks = !192.0.2.10 192.0.2.0/24'},
		{
			change: 'none',
			causes: ['client-not-in-mynetworks', 'auth-off-on-port'],
			says: /^Take the exception `!192\.0\.2\.10` out of mynetworks .*line 1/,
		},
	],
	[
		'mynetworks of the service counts, not that of main.cf',
		{
			main: 'mynetworks = 192.0.2.10',
			master: 'smtp inet n - n - - smtpd\n  -o mynetworks=127.0.0.0/8',
		},
		{
			change: 'add-network-to-service',
			causes: ['client-not-in-mynetworks', 'auth-off-on-port'],
			says: /smtp\/inet \(\/etc\/postfix\/master\.cf, line 2\)/,
		},
	],
	[
		'a login is offered: sign in, and change nothing',
		{main: 'smtpd_sasl_auth_enable = yes'},
		{
			change: 'sign-in',
			causes: ['client-not-in-mynetworks', 'not-authenticated'],
			says: /^Let the client sign in.*Nothing needs changing/,
		},
	],
	[
		'submission: sign in; the list is the service’s own',
		{master: submission},
		{change: 'sign-in', causes: ['not-authenticated', 'submission-override'], says: /sign in/},
	],
	[
		'signed in, and nothing counts it',
		{
			main: 'smtpd_sasl_auth_enable = yes\nsmtpd_relay_restrictions = permit_mynetworks,\n reject_unauth_destination',
			dialogue: {login: 'ada'},
		},
		{
			change: 'add-network',
			causes: ['client-not-in-mynetworks', 'submission-override'],
			says: /mynetworks/,
		},
	],
	[
		'signed in at a service whose list has nothing but a refusal',
		{
			master:
				'submission inet n - n - - smtpd\n  -o smtpd_sasl_auth_enable=yes\n  -o smtpd_relay_restrictions=reject',
			dialogue: {login: 'ada'},
		},
		{
			change: 'permit-signed-in-on-service',
			causes: ['submission-override'],
			says: /permit_sasl_authenticated at the beginning of smtpd_relay_restrictions \(.*master\.cf, line 3\)/,
		},
	],
	[
		'logins are wanted and switched off',
		{master: submission.replace('=yes', '=no')},
		{
			change: 'switch-on-login',
			causes: ['auth-off-on-port', 'submission-override'],
			says: /smtpd_sasl_auth_enable = no, .*line 2.*submission\/inet/,
		},
	],
	[
		'the domain’s mail belongs here, and the server does not know',
		{main: 'mydestination = localhost', own: true},
		{change: 'add-domain', causes: ['domain-not-local'], says: /mydestination .*line 1/},
	],
	[
		'an entry about a whole network: one for the client alone',
		{
			main: 'smtpd_client_restrictions = check_client_access hash:/c',
			world: {tables: {'hash:/c 192.0.2': 'REJECT'}},
		},
		{
			change: 'access-entry',
			causes: ['local-access-list'],
			says: /`192\.0\.2` has “REJECT”.*Give 192\.0\.2\.10 an entry of its own/,
		},
	],
	[
		'an entry about the sender itself',
		{
			main: 'smtpd_sender_restrictions = check_sender_access hash:/s',
			world: {tables: {'hash:/s bob@app.test': '550 no'}},
		},
		{change: 'access-entry', causes: ['sender-blocked'], says: /Change that entry to DUNNO/},
	],
	[
		'a pattern: a line before it',
		{
			main: 'smtpd_sender_restrictions = check_sender_access pcre:/s',
			world: {tables: {'pcre:/s bob@app.test': 'REJECT'}},
		},
		{change: 'access-entry', causes: ['sender-blocked'], says: /Put a line .* before that one/},
	],
	[
		'a restriction that is misspelt: the nearest that there is',
		{main: 'smtpd_client_restrictions = permit_mynetwork, permit'},
		{
			change: 'correct-word',
			causes: ['config-error'],
			says: /main\.cf, line \d+, write `permit_mynetworks` instead of `permit_mynetwork`/,
		},
	],
	[
		'a restriction that is like none',
		{main: 'smtpd_client_restrictions = xyzzy'},
		{change: 'correct-word', causes: ['config-error'], says: /correct or delete `xyzzy`/},
	],
	[
		'a restriction without its table',
		{main: 'smtpd_client_restrictions = check_client_access'},
		{change: 'correct-word', causes: ['config-error'], says: /what stands behind `check_client/},
	],
	[
		'a HELO name: no exception for the network, which would open more',
		{
			main: 'smtpd_helo_restrictions = permit_mynetworks, reject_non_fqdn_helo_hostname',
			dialogue: {helo: 'app'},
		},
		{change: 'none', causes: ['helo-not-fqdn'], says: /^$/},
	],
];

test.each(cases)('%s', (_, question, {change, causes, says}) => {
	const found = judged(question);
	expect(found).toMatchObject({change, causes: [...causes, 'setting-found'], outcome: 'refused'});
	expect(found.changeSays).toMatch(says);
	expect(found.because).not.toBe('');
});

test('a claim says where the restriction stands', () => {
	const found = judged({
		main: 'smtpd_relay_restrictions =\n permit_mynetworks,\n defer_unauth_destination\n',
	});
	expect(found).toMatchObject({
		agrees: true,
		certain: true,
		restriction: 'defer_unauth_destination',
		list: 'smtpd_relay_restrictions',
		file: '/etc/postfix/main.cf',
		line: 3,
		place: '/etc/postfix/main.cf, line 3',
	});
});

test('behind what could not be replayed it is no proof', () => {
	const found = judged({
		main: 'smtpd_relay_restrictions = check_policy_service unix:p, defer_unauth_destination',
	});
	expect(found).toMatchObject({agrees: true, certain: false});
	expect(found.unseen).toEqual([
		'check_policy_service unix:p (/etc/postfix/main.cf, line 1): a policy service decides there, which is not asked',
	]);
});
