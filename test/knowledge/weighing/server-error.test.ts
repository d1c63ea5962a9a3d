// The server’s own trouble: the likeliest cause.
import {expect, test} from 'vitest';
import type {Facts} from '../../../source/core/observation.ts';
import {seen} from '../sample-facts.ts';
import {check, refusal, toDeliver, weighed} from './weigh.ts';

const local = (facts: Partial<Facts['smtp.refusal']>) =>
	refusal({class: 'server-local-error', code: 451, temporary: true, ...facts});

check({
	'its disk is full': {
		class: 'server-local-error',
		seen: [toDeliver, local({code: 452, stage: 'mail', text: '4.3.1 Insufficient system storage'})],
		first: 'disk-full',
		standing: 'likely',
	},
	'a table of Postfix is down or missing': {
		class: 'server-local-error',
		seen: [
			toDeliver,
			seen('server.software'),
			local({text: '4.3.0 <x>: Temporary lookup failure'}),
		],
		first: 'lookup-table-down',
		standing: 'likely',
		among: ['lookup-table-missing'],
	},
	'Exim says the same for a look-up and for its configuration': {
		class: 'server-local-error',
		seen: [
			toDeliver,
			seen('server.software', {mta: 'exim'}),
			local({text: 'Temporary local problem - please try later'}),
		],
		first: 'config-error',
		standing: 'likely',
		among: ['lookup-table-down', 'lookup-table-missing'],
		out: ['postscreen-deep-test'],
	},
	'a typo in Postfix’s restrictions': {
		class: 'server-local-error',
		seen: [toDeliver, seen('server.software'), local({text: '4.3.5 Server configuration error'})],
		first: 'config-error',
		standing: 'confirmed',
	},
	'a typo in Postfix’s restrictions that its own programs do not see': {
		class: 'server-local-error',
		seen: [
			toDeliver,
			seen('server.software'),
			local({text: '4.3.5 Server configuration error'}),
			seen('server.configuration', {sound: true, file: '', line: 0, message: ''}),
			seen('server.replay', {reason: 'configuration', agrees: true, causes: ['config-error']}),
		],
		first: 'config-error',
		standing: 'confirmed',
	},
	'the policy service of Postfix is down': {
		class: 'server-local-error',
		seen: [toDeliver, seen('server.software'), local({text: '4.3.5 Server configuration problem'})],
		first: 'policy-service-down',
		standing: 'likely',
	},
	'Sendmail’s milter does not run': {
		class: 'server-local-error',
		seen: [
			toDeliver,
			seen('server.software', {mta: 'sendmail'}),
			local({stage: 'mail', text: '4.3.2 Please try again later'}),
		],
		first: 'filter-down',
		standing: 'likely',
	},
	'Postfix finds itself as the next hop': {
		class: 'loop',
		seen: [
			toDeliver,
			refusal({class: 'loop', text: '5.4.6 mail for elsewhere.example loops back to myself'}),
		],
		first: 'mx-points-to-itself',
		standing: 'likely',
	},
});

test('that Postfix’s programs read a list without a complaint does not speak against a misspelt name in it', () => {
	const found = weighed('server-local-error', [
		local({text: '4.3.5 Server configuration error'}),
		seen('server.configuration', {sound: true, file: '', line: 0, message: ''}),
		seen('server.replay', {reason: 'configuration', agrees: true, causes: ['config-error']}),
	]).find(({id}) => id === 'config-error');
	expect(found?.evidence.join()).not.toMatch(/against it/);
});
