// Accepted, then gone: what the server’s log proves.
import type {Facts} from '../../../source/core/observation.ts';
import {seen} from '../sample-facts.ts';
import {check, refusal, weighed, type Case} from './weigh.ts';
import {expect, test} from 'vitest';

type Fate = Facts['delivery.fate'];

const ways: ReadonlyArray<readonly [Pick<Fate, 'where' | 'how'>, string]> = [
	[{where: 'deferred', how: 'refused'}, 'next-hop-refused'],
	[{where: 'deferred', how: 'timeout'}, 'next-hop-timeout'],
	[{where: 'deferred', how: 'unreachable'}, 'next-hop-no-way'],
	[{where: 'deferred', how: 'lost'}, 'next-hop-timeout'],
	[{where: 'deferred', how: 'said'}, 'next-hop-deferred'],
	[{where: 'deferred', how: 'login'}, 'next-hop-login'],
	[{where: 'bounced', how: 'login'}, 'next-hop-login'],
	[{where: 'deferred', how: 'tls'}, 'next-hop-tls'],
	[{where: 'deferred', how: 'dns'}, 'next-hop-unresolved'],
	[{where: 'bounced', how: 'dns'}, 'next-hop-unresolved'],
	[{where: 'deferred', how: 'local'}, 'local-delivery-failed'],
	[{where: 'bounced', how: 'said'}, 'bounced'],
	[{where: 'bounced', how: 'local'}, 'bounced'],
	[{where: 'bounced', how: 'timeout'}, 'bounced'],
	[{where: 'discarded', how: ''}, 'discarded'],
	[{where: 'filtered', how: ''}, 'filtered'],
	[{where: 'held', how: ''}, 'held'],
	[{where: 'deleted', how: ''}, 'deleted-from-queue'],
];

check(
	Object.fromEntries(
		ways.map(([fate, cause]): [string, Case] => [
			`${fate.where}, ${fate.how}`,
			{
				class: 'not-delivered',
				seen: [seen('message.accepted'), seen('delivery.fate', fate)],
				first: cause,
				standing: 'confirmed',
			},
		]),
	),
);

test('the log leaves one cause, and rules all others out', () => {
	for (const [fate, cause] of ways) {
		const found = weighed('not-delivered', [seen('message.accepted'), seen('delivery.fate', fate)]);
		const open = found.filter(({standing}) => standing !== 'ruled-out').map(({id}) => id);
		expect(open).toEqual([cause]);
	}
});

const dropped = seen('server.firewall', {way: 'out', verdict: 'drop'});

check({
	'without the log, several are likely': {
		class: 'not-delivered',
		seen: [seen('message.accepted')],
		first: 'next-hop-timeout',
		standing: 'likely',
		among: ['next-hop-refused', 'next-hop-deferred', 'bounced', 'filtered', 'discarded'],
	},
	'the server’s own firewall drops what it sends': {
		class: 'not-delivered',
		seen: [seen('delivery.fate', {where: 'deferred', how: 'timeout'}), dropped],
		first: 'next-hop-timeout',
		standing: 'confirmed',
	},
	'the last words of a server with a fault in its files': {
		class: 'refused',
		seen: [
			seen('tcp.refused'),
			seen('server.log-line', {
				about: 'fatal',
				text: 'postfix[2]: fatal: /etc/postfix/main.cf, line 50: missing ’=’ after attribute name',
			}),
		],
		first: 'config-error',
		standing: 'confirmed',
	},
	'Dovecot is down, and Postfix’s process ends with that': {
		class: 'reset-or-dropped',
		seen: [
			seen('smtp.closed', {stage: 'ehlo'}),
			seen('server.log-line', {
				about: 'fatal',
				text: 'postfix/submission/smtpd[195]: fatal: no SASL authentication mechanisms',
			}),
		],
		first: 'auth-service-missing',
		standing: 'confirmed',
		among: ['smtpd-crash'],
	},
	'saslauthd is down': {
		class: 'auth-failed',
		seen: [
			refusal({class: 'auth-failed', stage: 'auth', code: 535}),
			seen('server.log-line', {
				about: 'trouble',
				text: 'postfix/smtpd[1]: warning: SASL authentication failure: cannot connect to saslauthd server: No such file or directory',
			}),
		],
		first: 'auth-backend-down',
		standing: 'confirmed',
	},
	'a milter is down, which has nothing to do with logins': {
		class: 'server-local-error',
		seen: [
			refusal({class: 'server-local-error', code: 451, temporary: true}),
			seen('server.log-line', {
				about: 'trouble',
				text: 'postfix/smtpd[1]: warning: connect to Milter service inet:127.0.0.1:8891: Connection refused',
			}),
		],
		first: 'filter-down',
		standing: 'confirmed',
	},
});
