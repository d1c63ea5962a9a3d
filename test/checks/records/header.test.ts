// The header of a message that arrived: its way, what its receiver found, and its signatures.
import {expect, test} from 'vitest';
import type {Facts} from '../../../source/core/observation.ts';
import {signedMessage, signingKeys} from '../../helpers/signed-message.ts';
import {examine, sound} from './examine.ts';

const domain = 'football.example.com';
const zone = {
	...sound,
	[`brisbane._domainkey.${domain}`]: {
		TXT: [`v=DKIM1; k=ed25519; p=${signingKeys['brisbane'] ?? ''}`],
	},
	[`test._domainkey.${domain}`]: {TXT: [`v=DKIM1; k=rsa; p=${signingKeys['test'] ?? ''}`]},
};
const trace = (by: string, address: string, second: number) =>
	`Received: from a.example (a.example [${address}]) by ${by} with ESMTPS; Fri, 11 Jul 2003 21:00:${second} -0700\n`;
const arrived = `${trace('mx.receiver.example', '93.184.215.14', 57)}Authentication-Results: mx.receiver.example; dkim=pass header.d=${domain}; dmarc=fail header.from=${domain}
${trace('app.example', '192.168.1.2', 42)}Authentication-Results: mx.other.example; dmarc=pass
${signedMessage}`;

const signatures = (facts: ReadonlyArray<Facts['copy.signature']>) =>
	facts.map(({selector, state}) => `${selector} ${state}`);

test('the way is told hop by hop with its delays, and the results with who vouches for them', async () => {
	const {observed, result, lines} = await examine(zone, {options: {headers: arrived}});
	expect(observed('copy.hop')).toMatchObject([
		{number: 1, by: 'app.example', delay: 5000},
		{number: 2, by: 'mx.receiver.example', delay: 15_000},
	]);
	expect(
		observed('copy.result').map(({method, result: found, trusted}) => [method, found, trusted]),
	).toEqual([
		['dkim', 'pass', true],
		['dmarc', 'fail', true],
		['dmarc', 'pass', false],
	]);
	expect(lines.some(line => line.includes('a sender can forge it'))).toBe(true);
	// What the receiver found decides, although this server takes the mail
	expect(result).toMatchObject({outcome: 'problem', class: 'sender-auth-failed'});
});

test('signatures are checked against the keys in DNS', async () => {
	const good = await examine(zone, {options: {headers: signedMessage}});
	expect(signatures(good.observed('copy.signature'))).toEqual([
		'brisbane verifies',
		'test verifies',
	]);
	const changed = signedMessage.replace('Subject: ', 'Subject: [SPAM] ');
	const bad = await examine(zone, {options: {headers: changed}});
	expect(signatures(bad.observed('copy.signature'))).toEqual(['brisbane broken', 'test broken']);
	const without = await examine(sound, {options: {headers: signedMessage}});
	expect(signatures(without.observed('copy.signature'))).toEqual([
		'brisbane no-key',
		'test no-key',
	]);
});

test('without a header nobody is told of one', async () => {
	const {events} = await examine(sound);
	expect(events.some(e => e.type === 'step-started' && e.step === 'records-header')).toBe(false);
});
