import {expect, test} from 'vitest';
import {explainLine} from '../../source/core/explain-line.ts';
import {smtpLines} from '../../source/knowledge/smtp-lines.ts';

const partsOf = (from: 'client' | 'server' | 'note', text: string, afterEhlo = false) =>
	explainLine({from, text}, afterEhlo, smtpLines).map(({part, reference}) => [part, reference]);

test('a command is explained by its verb', () => {
	expect(partsOf('client', 'RCPT TO:<ada@example.com>')).toEqual([['RCPT', 'RFC 5321 4.1.1.3']]);
	expect(partsOf('client', 'starttls')).toEqual([['STARTTLS', 'RFC 3207 4']]);
});

test('a reply by its first digit, its code and its enhanced code', () => {
	expect(partsOf('server', '554 5.7.1 <ada@example.com>: Relay access denied')).toEqual([
		['5xx', 'RFC 5321 4.2.1'],
		['554', 'RFC 5321 3.1, 4.2.3'],
		['5.7.1', 'RFC 3463 3.8'],
	]);
	expect(partsOf('server', '421')).toEqual([
		['4xx', 'RFC 5321 4.2.1'],
		['421', 'RFC 5321 3.8'],
	]);
});

test('a line of the EHLO reply by its extension; the same words elsewhere are a reply', () => {
	expect(partsOf('server', '250-AUTH PLAIN LOGIN', true)).toEqual([['AUTH', 'RFC 4954 3']]);
	expect(partsOf('server', '250 HELP', true)).toEqual([['HELP', 'RFC 5321 4.1.1.8']]);
	expect(partsOf('server', '250 HELP').map(([part]) => part)).toEqual(['2xx', '250']);
});

test('whatever is not known gets no invention', () => {
	expect(partsOf('server', 'SSH-2.0-OpenSSH_9.2')).toEqual([]);
	expect(partsOf('client', 'XYZZY')).toEqual([]);
	expect(partsOf('client', 'constructor')).toEqual([]);
	expect(partsOf('note', '250 Ok')).toEqual([]);
});
