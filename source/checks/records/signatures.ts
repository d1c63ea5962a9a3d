import type {CheckContext} from '../../core/check.ts';
import type {Cryptography} from '../../core/cryptography.ts';
import {
	rawFields,
	readSignature,
	signedText,
	type DkimSignature,
	type RawField,
} from '../../core/dkim/signature.ts';
import type {Facts} from '../../core/observation.ts';
import {isKeyRecord, readDkimKey} from '../../core/records/dkim-key.ts';
import {fromBase64} from '../../core/records/rsa-size.ts';
import {parseTagList} from '../../core/records/tag-list.ts';
import {createAskRecords, type AskRecords} from './ask-records.ts';

type Verdict = Facts['copy.signature'];

/** A message can have as many as somebody likes; no more are looked at. */
const mostSignatures = 8;

/** Node makes this of bytes that are no UTF-8: then the text is not what was signed. */
const lost = '\u{FFFD}';

type Key = {key: Uint8Array; type: string} | {state: Verdict['state']; why: string};

async function keyOf({ask}: AskRecords, {domain, selector}: DkimSignature): Promise<Key> {
	const {status, records} = await ask(`${selector}._domainkey.${domain}`, 'TXT');
	const text = records.find(isKeyRecord);
	if (text === undefined) {
		const isAbsent = status === 'nxdomain' || status === 'nodata' || status === 'ok';
		return isAbsent
			? {state: 'no-key', why: 'DNS has no such key'}
			: {state: 'unknown', why: `DNS gave no answer (${status})`};
	}

	const {state, type} = readDkimKey(text);
	const key = fromBase64((parseTagList(text).tags.get('p') ?? '').replaceAll(/\s+/g, ''));
	return state === 'usable' && key ? {key, type} : {state: 'no-key', why: `the key is ${state}`};
}

function judged(
	signature: DkimSignature,
	key: Key,
	text: string,
	verifies: Cryptography['verifies'],
	now: Date,
): Pick<Verdict, 'state' | 'why'> {
	const value = fromBase64(signature.value);
	if (!('key' in key)) {
		return key;
	}

	if (text.includes(lost)) {
		return {state: 'unknown', why: 'the header holds bytes that are no text'};
	}

	const data = new TextEncoder().encode(text);
	if (!value || key.type !== signature.type || !verifies(signature.type, key.key, data, value)) {
		return {
			state: 'broken',
			why: 'a signed field was changed, or the key in DNS is not that of the signer',
		};
	}

	const {expires} = signature;
	return expires !== null && expires * 1000 < now.getTime()
		? {state: 'expired', why: `it was valid until ${new Date(expires * 1000).toISOString()}`}
		: {state: 'verifies', why: ''};
}

/**
 * Checks the DKIM signatures of a copy against the keys in DNS, as far as a header allows: the hash of the
 * body is signed with it, and the body is not read.
 */
export async function checkSignatures(
	context: CheckContext,
	header: string,
): Promise<readonly Verdict[]> {
	const fields = rawFields(header);
	const signed = fields
		.flatMap((field): Array<{field: RawField; signature: DkimSignature}> => {
			const signature = field.name === 'dkim-signature' ? readSignature(field) : undefined;
			return signature && /^[\w.-]+$/.test(`${signature.selector}.${signature.domain}`)
				? [{field, signature}]
				: [];
		})
		.slice(0, mostSignatures);
	if (signed.length === 0) {
		return [];
	}

	const asker = createAskRecords(context);
	const {verifies} = await context.ports.cryptography();
	const now = context.ports.today();
	return Promise.all(
		signed.map(async ({field, signature}) => {
			const {domain, selector} = signature;
			const key = await keyOf(asker, signature);
			const text = signedText(fields, field, signature);
			return {domain, selector, ...judged(signature, key, text, verifies, now)};
		}),
	);
}
