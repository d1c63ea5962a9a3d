// What stands behind the first failure: foreseen by the server’s own rules, and put right for this client alone.
import {expect, test} from 'vitest';
import {aheadOf} from '../../../source/core/ahead.ts';
import type {Gate} from '../../../source/core/moved/left-out.ts';
import {warningsOf} from '../../../source/core/warnings.ts';
import {causes} from '../../../source/knowledge/causes.ts';
import {remedies} from '../../../source/knowledge/remedies.ts';
import {sentences} from '../../../source/knowledge/sentences.ts';
import {seen} from '../sample-facts.ts';
import {check, control, toDeliver, weighed} from './weigh.ts';

const here = seen('server.identity');
const elsewhere = seen('server.identity', {owns: false, addresses: ['10.0.0.25']});
const silent = [toDeliver, seen('tcp.silent'), control(22)];
const foreseen = seen('server.foreseen');
const walled = [...silent, here, seen('server.firewall'), seen('client.left-out')];
const mynetworks = seen('client.left-out', {
	kind: 'mynetworks',
	place: 'mynetworks (/etc/postfix/main.cf, line 31)',
});

check({
	'the firewall lets another machine in, and drops what comes from this one': {
		class: 'timeout',
		seen: walled,
		first: 'firewall-drop',
		standing: 'confirmed',
	},
	'behind that, the rules would deny relaying': {
		class: 'relay-denied',
		seen: [...walled, foreseen, mynetworks],
		first: 'client-not-in-mynetworks',
		standing: 'confirmed',
	},
	'the same on what may be another machine': {
		class: 'relay-denied',
		seen: [...silent, elsewhere, foreseen],
		first: 'client-not-in-mynetworks',
		standing: 'likely',
	},
	'the same where not all could be gone through': {
		class: 'relay-denied',
		seen: [
			...silent,
			here,
			seen('server.foreseen', {certain: false, unseen: ['a policy service']}),
		],
		first: 'client-not-in-mynetworks',
		standing: 'likely',
	},
	'the rules would take the message: no cause is borne out': {
		class: 'relay-denied',
		seen: [...silent, here, seen('server.foreseen', {outcome: 'accepted', causes: []})],
		first: 'not-authenticated',
		standing: 'possible',
	},
	'the SPF record names another machine': {
		class: 'sender-auth-failed',
		seen: [...silent, seen('records.spf-ahead')],
		first: 'spf-fail',
		standing: 'likely',
	},
});

const letsIn: ReadonlyArray<readonly [Partial<Gate>, string]> = [
	[
		{tool: 'nft'},
		'nft insert rule inet filter input handle 7 ip saddr 192.0.2.10 tcp dport 25 accept',
	],
	[
		{tool: 'iptables', chain: 'INPUT', before: 2},
		'iptables -I INPUT 2 -s 192.0.2.10 -p tcp --dport 25 -j ACCEPT',
	],
	[{tool: 'ufw'}, 'ufw prepend allow from 192.0.2.10 to any port 25 proto tcp'],
	[
		{tool: 'firewalld'},
		'rule family=ipv4 source address=192.0.2.10 port port=25 protocol=tcp accept',
	],
];

test.each(letsIn)('%o: the fix lets this client in, and nobody else', (gate, command) => {
	const found = weighed('timeout', [
		...silent,
		here,
		seen('server.firewall'),
		seen('client.left-out', gate),
	]);
	const changes = (found[0]?.fix ?? []).flatMap(step =>
		step.effect === 'changes' && step.command !== '' ? [step.command] : [],
	);
	expect(changes).toHaveLength(1);
	expect(changes[0]).toContain(command);
});

test('IPv6 is matched as such', () => {
	const [cause] = weighed('timeout', [
		...silent,
		here,
		seen('server.firewall'),
		seen('client.left-out', {client: '2001:db8::20', names: ['2001:db8::10']}),
	]);
	expect(cause?.fix.map(({command}) => command).join('\n')).toContain('ip6 saddr 2001:db8::20');
});

test('a firewall of which no rule for others is known is opened for the port', () => {
	const [cause] = weighed('timeout', [...silent, here, seen('server.firewall')]);
	expect(cause?.fix.map(({command}) => command).join('\n')).toContain(
		'iptables -I INPUT 4 -p tcp --dport 25 -j ACCEPT',
	);
});

const knowledge = {causes, remedies, sentences};

test('what stands behind a failure is told with its cause and the smallest change, and is a warning', () => {
	const [relaying, ...others] = aheadOf('timeout', [...walled, foreseen, mynetworks], knowledge);
	expect(others).toEqual([]);
	expect(relaying).toMatchObject({
		class: 'relay-denied',
		summary: 'Behind that, mail.example.com would refuse this client.',
		cause: {id: 'client-not-in-mynetworks', standing: 'confirmed'},
	});
	expect(relaying?.cause.fix[0]?.text).toBe(
		'The least that lets this client through: Add 192.0.2.10/32 to mynetworks (/etc/postfix/main.cf, line 31).',
	);
	expect(warningsOf([...walled, foreseen], knowledge, 'timeout')).toEqual([
		{class: 'relay-denied', summary: relaying?.summary},
	]);
});

test('what was looked at twice is told once, by the last account', () => {
	const before = seen('server.foreseen', {says: 'Behind that, it would refuse this client, too.'});
	const ahead = aheadOf('timeout', [...walled, before, foreseen], knowledge);
	expect(ahead.map(one => one.summary)).toEqual([
		'Behind that, mail.example.com would refuse this client.',
	]);
});

test('what is the failure itself does not stand behind it', () => {
	expect(aheadOf('relay-denied', [...walled, foreseen], knowledge)).toEqual([]);
});

test('rules that would take the message are no warning', () => {
	const taken = seen('server.foreseen', {outcome: 'accepted', class: null, causes: []});
	expect(aheadOf('timeout', [...walled, taken], knowledge)).toEqual([]);
	expect(warningsOf([...walled, taken], knowledge, 'timeout')).toEqual([]);
});

test('of the records only those that were looked at behind the failure count', () => {
	const finding = seen('records.finding', {
		topic: 'SPF',
		severity: 'problem',
		class: 'sender-auth-failed',
	});
	expect(aheadOf('timeout', [...walled, finding], knowledge)).toEqual([]);
	const ahead = aheadOf('timeout', [...walled, seen('records.spf-ahead'), finding], knowledge);
	expect(ahead).toMatchObject([{class: 'sender-auth-failed', cause: {id: 'spf-fail'}}]);
});
