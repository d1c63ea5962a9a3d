// What is advised follows what was seen: no port that is blocked here, no command for other software first.
import {expect, test} from 'vitest';
import {derive} from '../../source/core/derive.ts';
import {causesOf} from '../../source/core/diagnose.ts';
import {recogniseProvider} from '../../source/core/provider.ts';
import {observation, type Observation} from '../../source/core/observation.ts';
import type {ErrorClass} from '../../source/core/vocabulary.ts';
import {causes} from '../../source/knowledge/causes.ts';
import {providers} from '../../source/knowledge/providers.ts';
import {remedies} from '../../source/knowledge/remedies.ts';
import {seen} from './sample-facts.ts';

function fixOf(failure: ErrorClass, id: string, observations: readonly Observation[]) {
	const found = causesOf(failure, [...observations, ...derive(observations)], {causes, remedies});
	return found.find(cause => cause.id === id)?.fix ?? [];
}

function relayAdvice(...observations: readonly Observation[]): string {
	return (
		fixOf('timeout', 'provider-egress-block', [seen('tcp.silent'), ...observations])[0]?.text ?? ''
	);
}

const at = (vendor: string) => {
	const facts = recogniseProvider({reverseNames: [], dmi: [vendor]}, providers);
	return facts ? observation('network.provider', facts) : seen('network.provider');
};

test('a relay on 587 or 465 is advised where nothing speaks against it', () => {
	expect(relayAdvice()).toContain('on port 587 or 465,');
	expect(relayAdvice(at('Amazon EC2'))).toContain('on port 587 or 465,');
});

test('a port that the provider blocks, too, is not advised', () => {
	expect(relayAdvice(at('Hetzner'))).toContain('on port 587,');
	expect(relayAdvice(at('DigitalOcean'))).toContain('on port 2525,');
	expect(relayAdvice(at('DigitalOcean'))).not.toMatch(/587|465/);
});

test('a port that was silent itself is not advised', () => {
	expect(
		relayAdvice(seen('tcp.silent', {port: 587, role: 'mail', service: 'submission'})),
	).toContain('on port 465,');
});

test('the provider’s own way of lifting the block is told', () => {
	const steps = fixOf('timeout', 'provider-egress-block', [seen('tcp.silent'), at('Scaleway')]);
	expect(steps.map(({text}) => text).join('\n')).toContain('tick “Enable SMTP”');
});

test('the remedy for the software that was recognised comes first', () => {
	for (const mta of ['postfix', 'exim', 'opensmtpd', 'sendmail'] as const) {
		const fix = fixOf('refused', 'loopback-only', [
			seen('server.software', {mta}),
			seen('tcp.refused'),
		]);
		expect(fix[0]?.mta).toBe(mta);
		expect(new Set(fix.map(step => step.mta)).size).toBe(4);
	}
});

test('the fix for mynetworks names the client as Postfix writes it, IPv6 in brackets', () => {
	const commandFor = (client: string) =>
		fixOf('relay-denied', 'client-not-in-mynetworks', [
			seen('server.software'),
			seen('endpoint.chosen', {client}),
			seen('smtp.refusal'),
		])
			.map(({command}) => command)
			.find(command => command.includes('mynetworks ='));
	expect(commandFor('198.51.100.10')).toBe(
		'postconf -e "mynetworks = $(postconf -h mynetworks) 198.51.100.10/32"',
	);
	expect(commandFor('2001:db8::10')).toBe(
		'postconf -e "mynetworks = $(postconf -h mynetworks) [2001:db8::10]/128"',
	);
});
