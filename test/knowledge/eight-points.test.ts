// Eight things that guides about mail errors get wrong, and that are right here.
import {describe, expect, test} from 'vitest';
import {createClassifier} from '../../source/core/classify.ts';
import {providers} from '../../source/knowledge/providers.ts';
import {remedies} from '../../source/knowledge/remedies.ts';
import {causes} from '../../source/knowledge/causes.ts';
import {rules} from '../../source/knowledge/rules.ts';
import {seen} from './sample-facts.ts';
import {
	control,
	greeted,
	refusal,
	submission,
	toDeliver,
	toSubmit,
	weighed,
} from './weighing/weigh.ts';

const classify = createClassifier(rules);
const atRcpt = (code: number, text: string) => classify({stage: 'rcpt', code, text});

describe('1. denied relaying has many spellings', () => {
	test.each([
		[454, '454 4.7.1 <ada@elsewhere.example>: Relay access denied'],
		[554, '554 5.7.1 <ada@elsewhere.example>: Relay access denied'],
		[550, '550 relay not permitted'],
		[550, '550 5.7.1 <ada@elsewhere.example>... Relaying denied. Proper authentication required.'],
		[550, '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain'],
	])('%i %s', (code, text) => {
		expect(atRcpt(code, text)).toMatchObject({class: 'relay-denied'});
	});

	test('OpenSMTPD says the same of an unknown user: both are said', () => {
		const {
			class: first,
			alternatives,
			certainty,
		} = atRcpt(550, '550 Invalid recipient: <ada@b.example>');
		expect([first, ...alternatives]).toEqual(
			expect.arrayContaining(['recipient-unknown', 'relay-denied']),
		);
		expect(certainty).not.toBe('certain');
	});
});

describe('2. 5.7.1 alone says nothing about relaying', () => {
	test.each([
		[
			'550 5.7.1 Service unavailable; client [192.0.2.1] blocked using dnsbl.example',
			'blocklisted',
		],
		['550 5.7.1 Message rejected as spam by content filtering', 'policy-or-spam'],
		[
			'550 5.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]',
			'reverse-dns',
		],
		['550 5.7.1 The sender’s domain does not pass DMARC', 'sender-auth-failed'],
		['550 5.7.1 <ada@b.example>: Recipient address rejected: User unknown', 'recipient-unknown'],
	])('%s', (text, expected) => {
		expect(atRcpt(550, text).class).toBe(expected);
	});

	test('with no words, it is nothing that could be certain', () => {
		const bare = classify({stage: 'rcpt', code: 550, enhanced: '5.7.1', text: '550 5.7.1'});
		expect(bare.class).not.toBe('relay-denied');
		expect(bare.certainty).not.toBe('certain');
	});
});

describe('3. a provider’s block is silence; a firewall’s REJECT is an answer', () => {
	test('silence on 25 alone points to the provider, a refusal never does', () => {
		const silent = [toDeliver, seen('tcp.silent', {port: 25}), control(443)];
		expect(weighed('timeout', silent)[0]?.id).toBe('provider-egress-block');
		const refused = [toDeliver, seen('tcp.refused', {port: 25}), control(443)];
		expect(weighed('refused', refused).map(({id}) => id)).not.toContain('provider-egress-block');
	});

	test('“no route to host” within milliseconds while another port answers is a firewall', () => {
		const rejected = [
			toDeliver,
			seen('tcp.unreachable', {code: 'EHOSTUNREACH', after: 2}),
			control(22),
		];
		expect(weighed('unreachable', rejected)[0]?.id).toBe('icmp-prohibited');
	});
});

test('4. where the provider closes 465 and 587 too, they are not advised', () => {
	const provider = providers.find(({name}) => name === 'DigitalOcean');
	if (!provider) {
		throw new Error('the table of providers has no DigitalOcean');
	}

	expect(provider.blocked).toEqual(expect.arrayContaining([25, 465, 587]));
	const found = weighed('timeout', [
		toDeliver,
		seen('tcp.silent', {port: 25}),
		control(443),
		seen('network.provider', {...provider, evidence: 'the firmware says so', asOf: '2026-07'}),
	]);
	const first = found[0];
	expect(first?.id).toBe('provider-egress-block');
	const advice = first?.fix.map(({text}) => text).join('\n') ?? '';
	expect(advice).not.toBe('');
	expect(advice).not.toMatch(/\b(587|465)\b/);
});

test('5. the fix for mynetworks adds to the networks that are there', () => {
	const commands = remedies
		.filter(({cause, mta}) => cause === 'client-not-in-mynetworks' && mta === 'postfix')
		.flatMap(({steps}) => steps.map(({command = ''}) => command))
		.filter(command => command.includes('postconf -e'));
	expect(commands.length).toBeGreaterThan(0);
	for (const command of commands) {
		expect(command).toContain('mynetworks = $(postconf -h mynetworks)');
	}
});

test('6. mynetworks is not the advice for a submission service with rules of its own', () => {
	const found = weighed('relay-denied', [
		toSubmit,
		seen('endpoint.chosen', {...submission, mode: 'starttls', client: '192.0.2.10'}),
		seen('auth.offered', submission),
		refusal({
			...submission,
			code: 554,
			text: '5.7.1 <unknown[192.0.2.10]>: Client host rejected: Access denied',
			class: 'relay-denied',
		}),
	]);
	const place = (id: string) => found.findIndex(cause => cause.id === id);
	expect(place('submission-override')).toBeLessThan(place('client-not-in-mynetworks'));
	expect(found[0]?.id).not.toBe('client-not-in-mynetworks');
});

test('7. whether Postfix runs is asked of the unit that has a process', () => {
	const stopped = causes.find(({id}) => id === 'mta-stopped');
	const commands = stopped?.confirm.map(({command}) => command) ?? [];
	expect(commands.some(command => command.includes('postfix@-.service'))).toBe(true);
	expect(commands).toContain('postfix status');
	expect(commands.some(command => /^systemctl status postfix\b(?!@)/.test(command))).toBe(false);
});

test('8. a ban that our own tests provoked is recognised as one', () => {
	const found = weighed('refused', [
		toDeliver,
		seen('tcp.refused'),
		seen('derived.worked-before', {connections: 5}),
		seen('session.footprint', {connections: 6, rejections: 5}),
		control(22),
	]);
	expect(found[0]).toMatchObject({id: 'banned', standing: 'likely'});
	expect(found[0]?.evidence.join('\n')).toContain('5');
	expect(found[0]?.fix.map(({command}) => command).join('\n')).toMatch(/unbanip/);
	// A connection that stands needs no such doubt
	expect(weighed('refused', [toDeliver, seen('tcp.refused'), ...greeted])[0]?.id).not.toBe(
		'banned',
	);
});
