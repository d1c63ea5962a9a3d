// What the tables must hold for a user to be helped, whatever happens.
import {expect, test} from 'vitest';
import {checks} from '../../source/checks/checks.ts';
import {errorClasses, warningClasses, type ErrorClass} from '../../source/core/vocabulary.ts';
import {byHand} from '../../source/knowledge/by-hand.ts';
import {causes} from '../../source/knowledge/causes.ts';
import {classes} from '../../source/knowledge/classes.ts';
import {remedies} from '../../source/knowledge/remedies.ts';

/** The public vocabulary: ids by which results are compared over time. None may vanish. */
const vocabulary: ReadonlyArray<readonly [classes: readonly ErrorClass[], ids: string]> = [
	[
		['refused'],
		'mta-stopped config-error loopback-only firewall-reject local-firewall-reject service-disabled wrong-port wrong-host stale-dns port-taken one-family-only banned',
	],
	[
		['timeout'],
		'provider-egress-block firewall-drop local-firewall-drop return-traffic-dropped stale-dns host-down one-family-filtered wrong-host mtu-black-hole idle-timeout',
	],
	[['unreachable'], 'no-route host-down icmp-prohibited no-ipv6'],
	[
		['dns-failure'],
		'name-missing mx-target-missing mx-invalid servfail dnssec-bogus resolver-down zone-unreachable hosts-file',
	],
	[['null-mx'], 'null-mx'],
	[
		['no-banner'],
		'server-hung all-processes-busy proxy-protocol-expected implicit-tls-port listener-paused dead-backend',
	],
	[
		['reset-or-dropped'],
		'dead-backend smtpd-crash auth-service-missing middlebox-reset tcp-wrappers banned',
	],
	[['not-smtp'], 'wrong-service'],
	[['banner-rejected', 'not-accepting-mail'], 'client-denied no-mail-host overloaded'],
	[
		['too-many-connections', 'rate-limited'],
		'connection-limit connection-rate message-rate recipient-limit provoked-by-us sending-quota',
	],
	[['middlebox'], 'smtp-inspection transparent-proxy tls-interception'],
	[['helo-rejected'], 'helo-not-fqdn helo-invalid helo-unknown'],
	[
		['starttls-unavailable'],
		'password-withheld tls-not-configured key-missing key-unreadable key-mismatch stripped wrong-service-port',
	],
	[['tls-mode-mismatch'], 'implicit-tls-port starttls-port'],
	[
		['tls-handshake'],
		'old-protocol-only no-common-cipher client-certificate-wanted broken-tls-stack middlebox-reset',
	],
	[
		['tls-certificate'],
		'expired not-yet-valid clock-wrong name-mismatch self-signed unknown-ca chain-incomplete weak-key not-reloaded dane-mismatch mta-sts-mismatch tls-interception',
	],
	[['tls-required'], 'client-without-tls'],
	[['auth-required'], 'not-authenticated'],
	[
		['auth-mechanism'],
		'auth-off-on-port auth-hidden-until-tls no-common-mechanism smtp-auth-disabled sasl-modules-missing',
	],
	[
		['auth-failed'],
		'wrong-credentials app-password-needed username-form auth-backend-down account-blocked',
	],
	[
		['relay-denied'],
		'not-authenticated client-not-in-mynetworks domain-not-local port-25-for-submission submission-override relay-by-name-without-ptr',
	],
	[
		['sender-rejected'],
		'sender-domain-missing sender-not-fqdn sender-not-owned sender-blocked callout-failed',
	],
	[['sender-auth-failed'], 'spf-fail spf-permerror dkim-missing dkim-fail dmarc-unaligned'],
	[['reverse-dns'], 'ptr-missing ptr-mismatch ptr-generic'],
	[
		['blocklisted'],
		'ip-listed domain-listed dynamic-range local-access-list receiver-resolver-refused',
	],
	[['recipient-unknown'], 'no-such-user domain-missing relay-denied-in-disguise'],
	[['recipient-restricted'], 'members-only directory-edge-block'],
	[['mailbox-full', 'mailbox-disabled'], 'over-quota disabled'],
	[['greylisted'], 'first-contact postscreen-deep-test'],
	[['policy-or-spam', 'content-rejected'], 'spam-score url-listed attachment headers'],
	[['message-too-large'], 'size-limit'],
	[
		['server-local-error'],
		'disk-full lookup-table-down lookup-table-missing filter-down policy-service-down auth-backend-down backend-down config-error overloaded',
	],
	[
		['syntax-or-protocol'],
		'malformed-reply proxy-header-unexpected client-bug too-many-errors out-of-step',
	],
	[['loop'], 'mx-points-to-itself two-servers-loop forwarding-loop'],
	[['utf8'], 'smtputf8-missing'],
	[
		['not-delivered'],
		'next-hop-refused next-hop-timeout next-hop-no-way next-hop-deferred next-hop-login next-hop-tls next-hop-unresolved local-delivery-failed bounced discarded held deleted-from-queue filtered',
	],
];

test.each(vocabulary)('the public causes of %s are there, and explain it', (failures, ids) => {
	for (const id of ids.split(' ')) {
		const explains = causes.find(cause => cause.id === id)?.explains ?? [];
		expect(
			failures.some(failure => explains.includes(failure)),
			id,
		).toBe(true);
	}

	for (const failure of failures) {
		expect(
			causes.some(({explains}) => explains.includes(failure)),
			failure,
		).toBe(true);
	}
});

test('every class has its causes, but for success, other and the warnings', () => {
	const without: readonly ErrorClass[] = ['success', 'other', ...warningClasses];
	const explained = new Set(causes.flatMap(({explains}) => explains));
	expect(errorClasses.filter(one => !explained.has(one) && !without.includes(one))).toEqual([]);
	expect(vocabulary.flatMap(([failures]) => failures).toSorted()).toEqual(
		errorClasses.filter(one => !without.includes(one)).toSorted(),
	);
});

test.each(errorClasses)('%s has a title, a meaning, a next step and a reference', one => {
	const {class: itself, title, meaning, next, reference, actions} = classes[one];
	expect(itself).toBe(one);
	expect(title).toMatch(/^\p{Lu}.*[^.]$/u);
	expect(meaning).toMatch(/^\p{Lu}.*\.$/u);
	expect(next).toMatch(/^\p{Lu}.*\.$/u);
	expect(reference).toMatch(/RFC \d+/);
	expect(new Set(actions).size).toBe(actions.length);
});

test('no two causes share an id', () => {
	const ids = causes.map(({id}) => id);
	expect(ids).toEqual([...new Set(ids)]);
});

test.each(causes.map(cause => [cause.id, cause] as const))(
	'%s says what it is, why, and how to confirm it',
	(_, {title, because, evidence, confirm}) => {
		expect(title).toMatch(/^\p{Lu}.*[^.]$/u);
		expect(because).toMatch(/^\p{Lu}.*[.]$/su);
		expect(evidence.length).toBeGreaterThan(0);
		expect(confirm.length).toBeGreaterThan(0);
		for (const {says} of evidence) {
			expect(says).toMatch(/^(\p{Lu}|“|`|\{|\d).*([.)]|\{(text|records|key)\})$/u);
		}
	},
);

/** What differs from server to server is said for each of these. */
const servers = ['postfix', 'exim', 'opensmtpd', 'sendmail'] as const;
/** Causes that only some software can have. */
const only: Readonly<Record<string, readonly string[]>> = {
	'listener-paused': ['opensmtpd'],
	'auth-service-missing': ['postfix'],
};

test.each(causes.map(({id}) => id))('%s has a remedy for whatever software it is', id => {
	const given = new Set(remedies.filter(({cause}) => cause === id).map(({mta}) => mta));
	const wanted = only[id] ?? servers;
	expect(
		given.has('any') || wanted.every(mta => given.has(mta as 'postfix')),
		[...given].join(),
	).toBe(true);
});

test('each remedy is for a cause that is there, and no cause has two for one software', () => {
	const ids = new Set(causes.map(({id}) => id));
	const keys = remedies.map(({cause, mta, when}) => `${cause} ${mta} ${JSON.stringify(when)}`);
	expect(remedies.filter(({cause}) => !ids.has(cause))).toEqual([]);
	expect(keys).toEqual([...new Set(keys)]);
});

const named = remedies.map(remedy => [`${remedy.cause} on ${remedy.mta}`, remedy] as const);

test.each(named)('%s: whoever changes something is told how to take it back', (_, {steps}) => {
	for (const {say, effect, undo} of steps) {
		expect(say).toMatch(/^(\p{Lu}|“|`|\().*[.:?)]$|\{(?:lift|replayChange|spfAnswer)\}$/u);
		expect(undo !== undefined, say).toBe(effect === 'changes');
	}
});

test.each(named)('%s: what needs a reload or a restart gets it', (_, {mta, apply, steps}) => {
	const text = steps.map(({say, command}) => `${say} ${command ?? ''}`).join('\n');
	if (apply && mta !== 'any') {
		expect(text).toMatch(apply === 'reload' ? /reload/ : /restart/);
	}

	if (/postconf -e "[^"]*inet_(interfaces|protocols) =/.test(text)) {
		expect(apply).toBe('restart');
		expect(text).toContain('systemctl restart postfix');
	}
});

test('every check says how to see the same by hand', () => {
	expect(Object.keys(byHand).toSorted()).toEqual(checks.map(({id}) => id).toSorted());
	for (const {command, does, why} of Object.values(byHand)) {
		expect(command).not.toBe('');
		expect(does).toMatch(/^\p{Lu}.*\.$/u);
		expect(why).toMatch(/^\p{Lu}.*\.$/u);
	}
});
