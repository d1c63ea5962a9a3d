// Every command that is shown: it can be pasted, it harms nobody, and it never opens a relay.
import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {fillCommand, type Fillings} from '../../source/core/phrase.ts';
import {subjectOf} from '../../source/core/subject.ts';
import {byHand} from '../../source/knowledge/by-hand.ts';
import {causes} from '../../source/knowledge/causes.ts';
import {remedies} from '../../source/knowledge/remedies.ts';
import {seen} from './sample-facts.ts';

const shown = [
	...Object.entries(byHand).map(([id, {command}]) => [`by hand: ${id}`, command] as const),
	...causes.flatMap(({id, confirm}) => confirm.map(one => [`confirm ${id}`, one.command] as const)),
	...remedies.flatMap(({cause, mta, steps}) =>
		steps.map(({command}) => [`${cause} on ${mta}`, command ?? ''] as const),
	),
].filter(([, command]) => command !== '');

const subject = subjectOf([
	seen('session.asked'),
	seen('endpoint.chosen', {address: '2001:db8::25', client: '2001:db8::10'}),
	seen('client.name'),
	seen('auth.accepted'),
	seen('smtp.greeting'),
	seen('server.software'),
	seen('smtp.refusal'),
]);

const hostile: Fillings = Object.fromEntries(
	Object.keys(subject).map(key => [key, '$(reboot)`reboot`;reboot|"\'\n&&reboot']),
);

/** Each command as a function of its own, so that a fault in one cannot be mended by the next. */
const script = (fillings: Fillings) =>
	shown.map(([, command], n) => `f${n}() {\n${fillCommand(command, fillings)}\n}\n`).join('');

test.each(['sh', 'bash'])('%s can read every command, filled in or not', shell => {
	for (const fillings of [subject, {}, hostile]) {
		const {stderr, status} = spawnSync(shell, ['-n'], {input: script(fillings), encoding: 'utf8'});
		expect(stderr).toBe('');
		expect(status).toBe(0);
	}
});

/** The commands that a rule finds fault with, each with where it stands. */
const offending = (rule: (command: string) => boolean) =>
	shown.filter(([, command]) => rule(command)).map(([name, command]) => `${name}: ${command}`);

test('no command names a host that is only an example: what is to be filled in stands in capitals', () => {
	const invented = /\w\.example\.(?:com|net|org)\b|=\s*"?example\.|\.example\b/;
	expect(offending(command => invented.test(command))).toEqual([]);
	const inFixes = remedies.flatMap(({steps}) => steps.map(({command = ''}) => command));
	expect(inFixes.filter(command => /\bexample\b/.test(command))).toEqual([]);
});

test('nothing that a server or a user chose becomes shell text', () => {
	const changed = offending(command => fillCommand(command, hostile) !== fillCommand(command, {}));
	expect(changed).toEqual([]);
});

test.each([
	[
		'the whole Internet',
		/0\.0\.0\.0\/0|::\/0|\bfrom any for any\b|Connect:\s*RELAY|promiscuous_relay/,
	],
	['everybody', /(restrictions|acl\w*|default_action)\s*=\s*"?(permit|accept)"?\s*($|;|&)/],
	['every host', /relay_from_hosts\s*=\s*\*/],
	['every user of the machine', /chmod (-R )?(0?777|a\+)/],
	['whoever a firewall kept out', /iptables -F|nft flush|setenforce 0/],
	['whoever listens', /smtpd_tls_security_level\s*=\s*none|smtpd_tls_auth_only\s*=\s*no/],
])('no command lets in %s', (_, opens) => {
	expect(offending(command => opens.test(command))).toEqual([]);
});

test('lists of networks and domains are added to, never written over', () => {
	for (const [name, command] of shown) {
		for (const [, parameter, value] of command.matchAll(
			/postconf -e "(mynetworks|mydestination|relay_domains|virtual_\w+_domains) = ([^"]*)"/g,
		)) {
			expect(value, name).toMatch(new RegExp(`^\\$\\(postconf -h ${parameter}\\) \\{\\w+\\}$`));
		}
	}
});

test('whoever may relay is still a list that ends with a refusal', () => {
	for (const [name, command] of shown) {
		for (const [, value = ''] of command.matchAll(/smtpd_relay_restrictions ?= ?([a-z_, ]+)/g)) {
			expect(value.trim(), name).toMatch(
				/(reject_unauth_destination|defer_unauth_destination|,reject)$/,
			);
		}
	}
});

test('a change that a server must take up is made without an editor or a question', () => {
	const changes = remedies.flatMap(({steps}) => steps.filter(step => step.effect === 'changes'));
	for (const {command = ''} of changes) {
		expect(command).not.toMatch(/\b(vi|vim|nano|editor|read|dpkg-reconfigure)\b/);
		expect(command).not.toMatch(/apt-get (?!.*(-y|--only-upgrade)).*install/);
	}
});
