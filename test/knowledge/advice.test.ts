// What is advised follows what was seen: no port that is blocked here, no command for other software first.
import {expect, test} from 'vitest';
import {derive} from '../../source/core/derive.ts';
import {causesOf} from '../../source/core/diagnose.ts';
import {serverOfCommand} from '../../source/core/mail-programs.ts';
import {recogniseProvider} from '../../source/core/provider.ts';
import {observation, type Observation} from '../../source/core/observation.ts';
import type {ErrorClass} from '../../source/core/vocabulary.ts';
import {causes} from '../../source/knowledge/causes.ts';
import {classes} from '../../source/knowledge/classes.ts';
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

const bounced = seen('delivery.fate', {
	where: 'bounced',
	how: 'said',
	class: 'recipient-unknown',
	reason: 'host mx.elsewhere.example said: 550 5.1.1 User unknown',
});

test('a bounce is explained from the words of the log, and no file is asked for that nobody has', () => {
	const found = causesOf('not-delivered', [bounced], {causes, remedies}).find(
		({id}) => id === 'bounced',
	);
	expect(found?.standing).toBe('confirmed');
	expect(found?.evidence.join('\n')).toContain(classes['recipient-unknown'].title);
	expect(found?.evidence.join('\n')).not.toContain('recipient-unknown');
	expect(found?.fix[0]?.text).toContain('550 5.1.1 User unknown');
	const commands = [...(found?.fix ?? []), ...(found?.confirm ?? [])].map(step => step.command);
	expect(commands.filter(command => command.includes('bounce.txt'))).toEqual([]);
});

test.each([
	['policy-service-down', 'server-local-error', 'policy service', 'inet:127.0.0.1:10023'],
	['filter-down', 'server-local-error', 'milter', 'inet:127.0.0.1:8891'],
	['next-hop-refused', 'not-delivered', 'content filter', 'smtp:[127.0.0.1]:10024'],
] as const)(
	'%s: the fix names the address where nothing listens, the line, and a command that starts it',
	(id, failure, kind, address) => {
		const fix = fixOf(failure, id, [
			seen('server.asked-service', {kind, address, line: 31, setting: 'the_setting'}),
		]);
		expect(fix[0]?.text).toContain(address);
		expect(fix[0]?.text).toContain('the_setting (/etc/postfix/main.cf, line 31)');
		expect(fix[0]?.command).toContain('ss -tlnp');
		expect(fix.some(({command}) => command.startsWith('systemctl start UNIT'))).toBe(true);
		const weaker = fix.filter(({text}) => text.startsWith('Only as a stopgap'));
		expect(weaker).toHaveLength(1);
		expect(weaker[0]?.text).toContain('weakens the server');
		expect(weaker[0]?.undo).not.toBe('');
	},
);

const mostCommon = [
	['relay-denied', 'not-authenticated'],
	['relay-denied', 'client-not-in-mynetworks'],
	['relay-denied', 'submission-override'],
	['relay-denied', 'domain-not-local'],
	['recipient-unknown', 'no-such-user'],
	['refused', 'mta-stopped'],
	['refused', 'config-error'],
	['refused', 'loopback-only'],
	['refused', 'service-disabled'],
	['tls-certificate', 'self-signed'],
	['tls-certificate', 'not-reloaded'],
] as const;

test.each(mostCommon)(
	'%s, %s: each server has a check of its own, and none for others',
	(failure, id) => {
		for (const mta of ['postfix', 'exim', 'opensmtpd', 'sendmail'] as const) {
			const found = causesOf(failure, [seen('server.software', {mta})], {causes, remedies}).find(
				cause => cause.id === id,
			);
			const servers = (found?.confirm ?? []).flatMap(({command}) => serverOfCommand(command) ?? []);
			expect(new Set(servers), mta).toEqual(new Set([mta]));
		}
	},
);

test('the log and the queue are those of the server that was recognised', () => {
	const confirmOf = (...observations: readonly Observation[]) =>
		causesOf('not-delivered', [seen('delivery.fate', {how: 'timeout'}), ...observations], {
			causes,
			remedies,
		})
			.find(({id}) => id === 'next-hop-timeout')
			?.confirm.map(({command}) => command) ?? [];
	const postfix = seen('server.software');
	expect(confirmOf(postfix)).toContain('postqueue -p');
	expect(confirmOf(postfix, seen('server.log'))).toContain(
		'tail -n 500 /var/log/mail.log | grep -F 4BEF15B | tail -n 20',
	);
	expect(confirmOf(seen('server.software', {mta: 'exim'}))).toContain(
		'tail -n 500 /var/log/exim4/mainlog | grep -F 4BEF15B | tail -n 20',
	);
	expect(confirmOf(seen('server.software', {mta: 'sendmail'}))).toContain('mailq');
	expect(confirmOf()).toContain('postqueue -p; exim -bp; mailq');
});
