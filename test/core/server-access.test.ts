import {expect, test} from 'vitest';
import {isDeclared, lookByHand, type Look} from '../../source/core/server-access.ts';

const about = {why: 'a reason', needs: 'anybody'} as const;
const declared: readonly Look[] = [
	{...about, run: ['postconf', '-n']},
	{...about, run: ['exim', '-bt', '<recipient>']},
	{...about, run: ['postqueue', '-i', 'id=<queue id>']},
	{...about, read: '/etc/postfix/main.cf'},
	{...about, read: '<certificate file>'},
];

test.each([
	['a declared command', {run: ['postconf', '-n']}, true],
	['other words', {run: ['postconf', '-e', 'x=y']}, false],
	['more words', {run: ['postconf', '-n', 'x']}, false],
	['another program', {run: ['./postconf', '-n']}, false],
	['what a blank stands for', {run: ['exim', '-bt', 'ada@example.net']}, true],
	['an option in place of a blank', {run: ['exim', '-bt', '-be']}, false],
	['nothing in place of a blank', {run: ['exim', '-bt', '']}, false],
	['a line break in place of a blank', {run: ['exim', '-bt', 'a\nb']}, false],
	['a blank within a word', {run: ['postqueue', '-i', 'id=4XyZ12']}, true],
	['something to read where none was declared', {run: ['postconf', '-n'], input: 'x'}, false],
	['a declared file', {read: '/etc/postfix/main.cf'}, true],
	['a file that a setting names', {read: '/etc/ssl/mail.pem'}, true],
	['a path that depends on the folder', {read: 'etc/ssl/mail.pem'}, false],
] as const)('of looks, %s', (_, look, allowed) => {
	expect(isDeclared({...about, ...look}, declared)).toBe(allowed);
});

test('a blank stands for no file where none was declared', () => {
	expect(isDeclared({...about, read: '/etc/shadow'}, declared.slice(0, 4))).toBe(false);
});

test.each([
	[{run: ['ss', '-tlnp']}, 'ss -tlnp'],
	[{run: ['exim', '-bt', "o'hara@example.net"]}, String.raw`exim -bt 'o'\''hara@example.net'`],
	[{run: ['exim', '-bt', '<recipient>']}, 'exim -bt <recipient>'],
	[{read: '/<configuration folder>/main.cf'}, 'cat /<configuration folder>/main.cf'],
	[{run: ['exim', '-bt', 'a<b']}, "exim -bt 'a<b'"],
	[{read: '/etc/a b'}, "cat '/etc/a b'"],
	[
		{run: ['exim', '-bh', '192.0.2.1'], input: 'EHLO a\r\nQUIT\r\n'},
		String.raw`printf '%s\r\n' 'EHLO a' QUIT | exim -bh 192.0.2.1`,
	],
	[
		{run: ['sendmail-mta', '-bt'], input: '$=w\n/mx example.net\n'},
		String.raw`printf '%s\n' '$=w' '/mx example.net' | sendmail-mta -bt`,
	],
	[{read: '/var/log/mail.log', from: 'end', limit: 1000}, 'tail -c 1000 /var/log/mail.log'],
] as const)('%j is shown as %s', (look, shown) => {
	expect(lookByHand({...about, ...look})).toBe(shown);
});
