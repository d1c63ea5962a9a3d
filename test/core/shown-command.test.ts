import {expect, test} from 'vitest';
import {observation, type Facts, type Observation} from '../../source/core/observation.ts';
import {shownCommand} from '../../source/core/shown-command.ts';
import {subjectOf} from '../../source/core/subject.ts';
import {byHand} from '../../source/knowledge/by-hand.ts';
import {causes} from '../../source/knowledge/causes.ts';
import {remedies} from '../../source/knowledge/remedies.ts';
import {sampleFacts} from '../knowledge/sample-facts.ts';

const host = 'mail.shop.example';
const resolver = {address: '127.0.0.1', port: 5353};

function seen(
	asked: Partial<Facts['session.asked']>,
	address = '127.0.0.1',
): readonly Observation[] {
	return [
		observation('session.asked', {
			...sampleFacts['session.asked'],
			target: host,
			port: 40_025,
			...asked,
		}),
		observation('dns.address', {host, addresses: [address], preference: 10}),
	];
}

const practicePorts = {smtp: 40_025, submission: 40_587, submissions: 40_465};
const usual = subjectOf(seen({}));
const ownResolver = subjectOf(seen({resolver}));
const lab = subjectOf(seen({resolver, practicePorts}));

test.each([
	['dig +short A {host}', 'dig @127.0.0.1 -p 5353 +short A mail.shop.example'],
	[
		'dig -x 192.0.2.1; dig MX {host}',
		'dig @127.0.0.1 -p 5353 -x 192.0.2.1; dig @127.0.0.1 -p 5353 MX mail.shop.example',
	],
	[
		'dig A $(dig +short -x 192.0.2.1)',
		'dig @127.0.0.1 -p 5353 A $(dig @127.0.0.1 -p 5353 +short -x 192.0.2.1)',
	],
	['dig A {host} @9.9.9.9', 'dig A mail.shop.example @9.9.9.9'],
	['dig +trace A {host}', 'dig @127.0.0.1 -p 5353 +trace A mail.shop.example'],
	['nc -zv -w 10 {host} 587', 'nc -zv -w 10 127.0.0.1 587'],
	['nc -4 {host} {port} < /dev/null | head', 'nc -4 127.0.0.1 40025 < /dev/null | head'],
	[
		'openssl s_client -connect {host}:{port} -servername {host} -crlf',
		'openssl s_client -connect 127.0.0.1:40025 -servername mail.shop.example -crlf',
	],
	[
		'swaks --server {host} --port {port} --ehlo mail.example.com',
		'swaks --server 127.0.0.1 --port 40025 --ehlo mail.example.com',
	],
	[
		'smtp-medic check {host} --port 587',
		'smtp-medic check mail.shop.example --port 587 --dns 127.0.0.1:5353',
	],
	['grep -nF {host} /etc/hosts', 'grep -nF mail.shop.example /etc/hosts'],
])('with a resolver of its own, %j asks it and dials by its answer', (template, expected) => {
	expect(shownCommand(template, ownResolver)).toBe(expected);
});

test.each([
	['dig +trace A {host}', 'dig @127.0.0.1 -p 5353 A mail.shop.example'],
	[
		'nc -zv -w 5 {host} 587; nc -zv {host} 25',
		'nc -zv -w 5 127.0.0.1 40587; nc -zv 127.0.0.1 40025',
	],
	['openssl s_client -connect {host}:465 -crlf', 'openssl s_client -connect 127.0.0.1:40465 -crlf'],
	['swaks --server {host} --port 587 --tls', 'swaks --server 127.0.0.1 --port 40587 --tls'],
	['nc -w 25 {host} {port}', 'nc -w 25 127.0.0.1 40025'],
	[
		'for p in 22 25 80 465 587 2525; do nc -zv -w 5 {host} $p; done',
		'for p in 40025 40465 40587; do nc -zv -w 5 127.0.0.1 $p; done',
	],
	["ss -tln 'sport = :25'", "ss -tln 'sport = :25'"],
])('in the lab, %j goes to the practice server', (template, expected) => {
	expect(shownCommand(template, lab)).toBe(expected);
});

const chosen = sampleFacts['endpoint.chosen'];
const accepted = sampleFacts['auth.accepted'];

test.each([
	[
		'swaks --port {port} --from a@b.example',
		'auto',
		'swaks --port 25 --tls-optional --from a@b.example',
	],
	['swaks --port {port} --from a@b.example', 'none', 'swaks --port 25 --from a@b.example'],
	['swaks --port {port} --quit-after EHLO', 'auto', 'swaks --port 25 --quit-after EHLO'],
	[
		'swaks --port {port} --quit-after EHLO',
		'implicit',
		'swaks --port 25 --tls-on-connect --quit-after EHLO',
	],
	['swaks --port {port} --tls --auth', 'implicit', 'swaks --port 25 --tls-on-connect --auth'],
	['swaks --port 587 --tls --auth', 'implicit', 'swaks --port 587 --tls --auth'],
	[
		'swaks --port {port} --tls --from a@b.example',
		'starttls',
		'swaks --port 25 --tls --from a@b.example',
	],
] as const)('%j in a session whose TLS is %s', (template, mode, expected) => {
	const subject = subjectOf([...seen({}), observation('endpoint.chosen', {...chosen, mode})]);
	expect(shownCommand(template, subject)).toBe(expected);
});

test('who has signed in is asked by hand as well, and no secret stands in it', () => {
	const subject = subjectOf([...seen({}), observation('auth.accepted', accepted)]);
	expect(shownCommand('swaks --port 25 --from a@b.example --quit-after RCPT', subject)).toBe(
		`swaks --port 25 --auth --auth-user ${accepted.user} --from a@b.example --quit-after RCPT`,
	);
});

test('an IPv6 address stands in brackets before a port, and bare elsewhere', () => {
	const subject = subjectOf(seen({resolver}, '2001:db8::25'));
	expect(shownCommand('openssl s_client -connect {host}:{port}', subject)).toBe(
		'openssl s_client -connect [2001:db8::25]:40025',
	);
	expect(shownCommand('nc {host} {port}', subject)).toBe('nc 2001:db8::25 40025');
});

const templates = [
	...Object.values(byHand).map(({command}) => command),
	...causes.flatMap(({confirm}) => confirm.map(({command}) => command)),
	...remedies.flatMap(({steps}) => steps.map(({command}) => command ?? '')),
].filter(template => /\b(dig|nc|swaks|openssl s_client|smtp-medic)\b/.test(template));

test('with the resolver of the system, names are dialled as they are', () => {
	const shown = templates.map(template => shownCommand(template, usual)).join('\n');
	expect(shown).toContain(`nc -zv -w 10 ${host} 40025`);
	expect(shown).not.toMatch(/5353|RESOLVER|DIALLED/);
});

test.each([...new Set(templates)])(
	'in the lab, %j names nothing that only its own DNS knows',
	template => {
		const shown = shownCommand(template, lab);
		for (const call of shown.split(/[;|&]/)) {
			if (/\bdig\b/.test(call)) {
				expect(call).toMatch(/ @/);
			}

			if (/\b(nc|swaks|openssl s_client)\b/.test(call)) {
				expect(call.replaceAll(/-servername \S+/g, '')).not.toContain(host);
			}
		}

		expect(shown).not.toMatch(/RESOLVER|DIALLED|PRACTICE/);
	},
);
