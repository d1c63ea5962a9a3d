import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {expect, onTestFinished, test} from 'vitest';
import {duration, fill, fillCommand} from '../../source/core/phrase.ts';

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

test('a real shell does nothing but what the command says, whatever stands in a name', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'smtp-medic-shell-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const marker = path.join(folder, 'executed');
	const touch = `touch ${marker}`;
	const hostile = [
		`$(${touch})`,
		`\`${touch}\``,
		`x; ${touch}`,
		`x | ${touch}`,
		`x & ${touch} &`,
		`x\n${touch}\n`,
		`x\r\n${touch}`,
		`'; ${touch}; '`,
		`"; ${touch}; "`,
		`'$(${touch})'`,
		`x > ${marker}`,
		`x >> ${marker} #`,
		`\${IFS}$(touch\${IFS}${marker})`,
		`\0; ${touch}`,
		`~/../$(${touch})`,
		`{a,$(${touch})}`,
		`!!; ${touch}`,
		`x\\'; ${touch} #`,
		`\u{ff1b} ${touch}`,
	];
	// The contexts in which the commands of the knowledge base have their names
	const templates = [
		'printf "%s" {host}',
		'printf "%s" "{host}"',
		"printf '%s' '{host}'",
		'printf "%s" "$(printf %s {host})"',
		'for p in 25 587; do printf "%s" {host}:$p; done; printf "%s" {host}',
	];
	for (const host of hostile) {
		const command = templates.map(template => fillCommand(template, {host})).join('\n');
		const {status, stderr} = spawnSync('sh', ['-c', command], {cwd: folder, encoding: 'utf8'});
		expect({host, status, stderr}).toEqual({host, status: 0, stderr: ''});
		expect(existsSync(marker), host).toBe(false);
	}
});

test('names, addresses and mailboxes stand in a command as they are', () => {
	for (const value of [
		'mail.example.com',
		'192.0.2.1',
		'2001:db8::1',
		'[2001:db8::1]/128',
		'ada+test@example.com',
		'fe80::1%eth0',
	]) {
		expect(fillCommand('nc -zv {value} 25', {value})).toBe(`nc -zv ${value} 25`);
	}
});

test('what a shell would take for an option or a command’s path is left to the user', () => {
	for (const value of ['-oProxyCommand=x', '--help', '=ls', '~root']) {
		expect(fillCommand('nc {value}', {value})).toBe('nc VALUE');
	}
});

test.each([
	[0.04, '0 ms'],
	[31.26, '31.3 ms'],
	[999.94, '999.9 ms'],
	[1000, '1.0 s'],
	[61_500, '61.5 s'],
])('%d milliseconds are told as %s', (milliseconds, told) => {
	expect(duration(milliseconds)).toBe(told);
	expect(fill('{after} ms', {after: milliseconds})).toBe(told);
});

test('a sentence is filled once: braces inside a server’s words are no names', () => {
	expect(fill('answered {text}', {text: '{password} $& $1'})).toBe('answered {password} $& $1');
	expect(fillCommand('nc {host}', {host: '$&'})).toBe('nc HOST');
});

test('an empty list is “none” in a sentence, and left to be filled in by hand in a command', () => {
	expect(fill('AAAA: {status}, {records}', {status: 'nodata', records: []})).toBe(
		'AAAA: nodata, none',
	);
	expect(fillCommand('dig {records}', {records: []})).toBe('dig RECORDS');
});
