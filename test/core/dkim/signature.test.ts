// The signatures of RFC 8463, appendix A, which others made; and what breaks them.
import {expect, test} from 'vitest';
import {rawFields, readSignature, signedText} from '../../../source/core/dkim/signature.ts';
import {cryptography} from '../../../source/net/cryptography.ts';
import {signedMessage as header, signingKeys as keys} from '../../helpers/signed-message.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

/** The selectors of the signatures that verify. */
function verifying(text: string): readonly string[] {
	const fields = rawFields(text);
	return fields.flatMap(field => {
		const signature = field.name === 'dkim-signature' ? readSignature(field) : undefined;
		if (!signature) {
			return [];
		}

		const {selector, type, value} = signature;
		const data = new TextEncoder().encode(signedText(fields, field, signature));
		const isGood = cryptography.verifies(type, bytes(keys[selector] ?? ''), data, bytes(value));
		return isGood ? [selector] : [];
	});
}

test('both verify, whatever ends the lines, and with whatever a server puts before', () => {
	expect(verifying(header)).toEqual(['brisbane', 'test']);
	expect(verifying(header.replaceAll('\n', '\r\n'))).toEqual(['brisbane', 'test']);
	expect(verifying(`Return-Path: <joe@football.example.com>\nReceived: x\n\ty\n${header}`)).toEqual(
		['brisbane', 'test'],
	);
	expect(verifying(header.replace('Is dinner ready?', 'Is  dinner\n\tready?'))).toEqual([
		'brisbane',
		'test',
	]);
});

test.each([
	['a word of the subject', header.replace('dinner', 'lunch')],
	['a second From, which the signer said that there is none', `From: eve@example.net\n${header}`],
	['a second Subject below', header.replace('Date: Fri', 'Subject: other\nDate: Fri')],
	['the recipient taken out', header.replace(/^To: .*\n/m, '')],
])('%s breaks both', (_, changed) => {
	expect(verifying(changed)).toEqual([]);
});

test('what no verifier takes is no signature', () => {
	const field = (text: string) => readSignature(rawFields(text)[0] ?? {name: '', raw: ''});
	const sound =
		'DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; h=from; bh=x; b=AAAAAAAAAAAAAAAA';
	expect(field(sound)).toMatchObject({domain: 'a.example', canonical: 'simple', expires: null});
	expect(field(sound.replace('sha256', 'sha1'))).toBeUndefined();
	expect(field(sound.replace('h=from', 'h=to'))).toBeUndefined();
	expect(field(sound.replace('v=1', 'v=2'))).toBeUndefined();
});
