import fc from 'fast-check';
import {expect, test} from 'vitest';
import {fill, fillCommand} from '../../source/core/phrase.ts';

test('a sentence is filled from the first source that knows the name', () => {
	expect(fill('{host} port {port}', {port: 25}, {host: 'mx.example', port: 587})).toBe(
		'mx.example port 25',
	);
	expect(fill('{after} ms', {after: 31.26})).toBe('31.3 ms');
	expect(fill('{names}', {names: ['a', 'b']})).toBe('a, b');
});

test('a name that nothing is known for stays readable', () => {
	expect(fill('from {sender}', {sender: ''})).toBe('from sender');
	expect(fillCommand('dig +short MX {recipientDomain}', {})).toBe('dig +short MX RECIPIENT_DOMAIN');
});

test('a hostile host name cannot become shell text in a command that is shown for pasting', () => {
	for (const host of [
		'a;reboot',
		'$(reboot)',
		'`reboot`',
		'a b',
		"a'b",
		'-oProxyCommand=x',
		'a\nb',
	]) {
		expect(fillCommand('nc -zv {host} {port}', {host, port: 25})).toBe('nc -zv HOST 25');
	}
});

test('whatever is filled in, a command keeps its words', () => {
	fc.assert(
		fc.property(fc.string(), host => {
			const words = fillCommand('nc -zv {host} 25', {host}).split(/\s+/);
			expect(words).toHaveLength(4);
			expect(words[2]).toMatch(/^[\w.:@%+=,/[\]][\w.:@%+=,/[\]-]*$/);
		}),
	);
});
