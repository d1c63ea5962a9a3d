// Relay access denied: the likeliest cause, for what an admin would see.
import {expect, test} from 'vitest';
import {seen} from '../sample-facts.ts';
import {check, greeted, mail, refusal, submission, toDeliver, toSubmit, weighed} from './weigh.ts';

const ehlo = seen('smtp.capabilities');
const denied = refusal({
	code: 454,
	enhanced: '4.7.1',
	text: '4.7.1 Relay access denied',
	temporary: true,
});
const on587 = seen('endpoint.chosen', {...submission, mode: 'starttls'});

check({
	'AUTH is offered and was not used': {
		class: 'relay-denied',
		seen: [toSubmit, ...greeted, ehlo, seen('auth.offered'), denied],
		first: 'not-authenticated',
		standing: 'likely',
		among: ['client-not-in-mynetworks'],
	},
	'no AUTH on port 25: the client’s address is not in mynetworks': {
		class: 'relay-denied',
		seen: [toDeliver, ...greeted, ehlo, seen('dns.mx'), denied],
		first: 'client-not-in-mynetworks',
		standing: 'likely',
		among: ['not-the-mx', 'not-authenticated'],
	},
	'an application server in the private network, after a move': {
		class: 'relay-denied',
		seen: [toSubmit, seen('endpoint.chosen', {client: '10.0.0.7'}), ehlo, denied],
		first: 'client-not-in-mynetworks',
		standing: 'likely',
	},
	'refused over IPv6, where the list names IPv4 alone': {
		class: 'relay-denied',
		seen: [toSubmit, seen('endpoint.chosen', {client: '2001:db8::7'}), ehlo, denied],
		first: 'client-not-in-mynetworks',
		standing: 'likely',
	},
	'port 25 to hand mail in, with 587 open': {
		class: 'relay-denied',
		seen: [toSubmit, ...greeted, seen('tcp.open', mail(587)), ehlo, denied],
		first: 'port-25-for-submission',
		standing: 'likely',
		among: ['client-not-in-mynetworks', 'not-authenticated'],
	},
	'the MX of the recipient’s domain is this very server': {
		class: 'relay-denied',
		seen: [toDeliver, ...greeted, ehlo, seen('derived.own-domain'), denied],
		first: 'domain-not-local',
		standing: 'confirmed',
		out: ['not-the-mx'],
	},
	'587 without a login': {
		class: 'relay-denied',
		seen: [
			toSubmit,
			on587,
			seen('auth.offered'),
			refusal({...submission, text: '5.7.1 Client host rejected: Access denied'}),
		],
		first: 'not-authenticated',
		standing: 'likely',
		among: ['submission-override'],
		out: ['port-25-for-submission'],
	},
	'signed in on 587, and refused all the same': {
		class: 'relay-denied',
		seen: [
			toSubmit,
			on587,
			seen('auth.offered'),
			seen('auth.accepted'),
			refusal({...submission, authenticated: true, text: '5.7.1 Relay access denied'}),
		],
		first: 'submission-override',
		standing: 'likely',
		out: ['not-authenticated', 'port-25-for-submission'],
	},
	'Sendmail allows by name, and finds none': {
		class: 'relay-denied',
		seen: [
			toSubmit,
			...greeted,
			seen('dns.pointer', {names: [], status: 'nxdomain'}),
			refusal({code: 550, text: '5.7.1 Relaying denied. IP name lookup failed [198.51.100.10]'}),
		],
		first: 'relay-by-name-without-ptr',
		standing: 'likely',
		among: ['client-not-in-mynetworks', 'not-authenticated'],
	},
	'OpenSMTPD says “Invalid recipient” for a domain that belongs elsewhere': {
		class: 'recipient-unknown',
		seen: [
			toDeliver,
			seen('server.software', {mta: 'opensmtpd'}),
			seen('dns.mx'),
			refusal({
				class: 'recipient-unknown',
				code: 550,
				enhanced: '',
				text: 'Invalid recipient: <b@elsewhere.example>',
			}),
		],
		first: 'relay-denied-in-disguise',
		standing: 'likely',
		among: ['no-such-user'],
	},
	'OpenSMTPD says “Invalid recipient” for its own domain': {
		class: 'recipient-unknown',
		seen: [
			toDeliver,
			seen('server.software', {mta: 'opensmtpd'}),
			seen('dns.mx'),
			seen('derived.own-domain'),
			refusal({
				class: 'recipient-unknown',
				code: 550,
				enhanced: '',
				text: 'Invalid recipient: <b@elsewhere.example>',
			}),
		],
		first: 'no-such-user',
		standing: 'possible',
		among: ['relay-denied-in-disguise'],
	},
	'the same words from Postfix mean no disguise': {
		class: 'recipient-unknown',
		seen: [
			toDeliver,
			seen('server.software'),
			refusal({
				class: 'recipient-unknown',
				code: 550,
				enhanced: '5.1.1',
				text: '5.1.1 <b@x.example>: Recipient address rejected: User unknown in local recipient table',
			}),
		],
		first: 'no-such-user',
		standing: 'likely',
		out: ['relay-denied-in-disguise'],
	},
	'530 on 587: nobody signed in': {
		class: 'auth-required',
		seen: [toSubmit, on587, refusal({...submission, class: 'auth-required', code: 530})],
		first: 'not-authenticated',
		standing: 'confirmed',
	},
});

test('where no rule of smtpd.conf fits, no line is said to refuse', () => {
	const replay = (restriction: string) =>
		weighed('relay-denied', [
			...greeted,
			denied,
			seen('server.identity', {owns: true}),
			seen('server.replay', {
				service: 'smtpd port 25',
				restriction,
				list: 'the match rules',
				place: '/etc/smtpd.conf, line 9',
				causes: ['client-not-in-mynetworks'],
			}),
		]).find(({id}) => id === 'client-not-in-mynetworks');
	const unmatched = replay('the end of the list');
	expect(unmatched?.standing).toBe('confirmed');
	expect(unmatched?.evidence.join('\n')).toMatch(
		/No `match` rule fits[^]*comes nearest is in \/etc\/smtpd\.conf, line 9/,
	);
	expect(unmatched?.evidence.join('\n')).not.toMatch(/end of the list/);
	expect(replay('match from any reject')?.evidence[0]).toMatch(/^match from any reject in/);
});
