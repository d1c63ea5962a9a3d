import {parseTagList} from '../records/tag-list.ts';

/** A field of a header as it stands there, folds and all; lines end with CRLF, the last one without. */
export type RawField = {name: string; raw: string};

/** A signature of a message (RFC 6376 3.5), as far as its header can be checked. */
export type DkimSignature = {
	domain: string;
	selector: string;
	type: 'rsa' | 'ed25519';
	canonical: 'simple' | 'relaxed';
	/** The fields that are signed, in their order; a name may stand there more often than the field. */
	signed: readonly string[];
	/** The signature, in Base64. */
	value: string;
	/** When it ends, in seconds since 1970; null where it does not. */
	expires: number | null;
};

/** The fields of a header, the topmost first. */
export function rawFields(header: string): readonly RawField[] {
	const [head = ''] = header.replaceAll('\r\n', '\n').replace(/^\n+/, '').split('\n\n', 1);
	return head
		.replace(/\n$/, '')
		.split(/\n(?![ \t])/)
		.flatMap(text => {
			const name = /^([!-9;-~]+)[ \t]*:/.exec(text)?.[1];
			return name === undefined
				? []
				: [{name: name.toLowerCase(), raw: text.replaceAll('\n', '\r\n')}];
		});
}

const compact = (text: string) => text.replaceAll(/\s+/g, '');
const valueOf = ({raw}: RawField) => raw.slice(raw.indexOf(':') + 1);

/** Reads a `DKIM-Signature:` field; undefined where no verifier could do anything with it. */
export function readSignature(field: RawField): DkimSignature | undefined {
	const {tags, fault} = parseTagList(valueOf(field));
	const tag = (name: string) => compact(tags.get(name) ?? '');
	const algorithm = /^(rsa|ed25519)-sha256$/.exec(tag('a').toLowerCase())?.[1];
	const canonical = (tag('c') || 'simple').toLowerCase().split('/', 1)[0];
	const signed = tag('h').toLowerCase().split(':');
	const isSound =
		!fault &&
		tag('v') === '1' &&
		signed.includes('from') &&
		/^[A-Za-z\d+/]{16,2000}={0,2}$/.test(tag('b'));
	if (!isSound || (algorithm !== 'rsa' && algorithm !== 'ed25519')) {
		return undefined; // RFC 8301: rsa-sha1 counts no more
	}

	if (canonical !== 'simple' && canonical !== 'relaxed') {
		return undefined;
	}

	return {
		domain: tag('d').toLowerCase(),
		selector: tag('s'),
		type: algorithm,
		canonical,
		signed,
		value: tag('b'),
		expires: /^\d{1,12}$/.test(tag('x')) ? Number(tag('x')) : null,
	};
}

/** A field in the form in which it is signed (RFC 6376 3.4.1, 3.4.2), without the end of its line. */
function canonicalField(field: RawField, form: DkimSignature['canonical']): string {
	return form === 'simple'
		? field.raw
		: `${field.name}:${valueOf(field).replaceAll(/\s+/g, ' ').trim()}`;
}

/** What the signature is over: the signed fields, each taken from the bottom, and its own without `b=`. */
export function signedText(
	fields: readonly RawField[],
	own: RawField,
	{canonical, signed}: DkimSignature,
): string {
	const left = new Map<string, RawField[]>();
	for (const field of fields) {
		left.set(field.name, [...(left.get(field.name) ?? []), field]);
	}

	const lines = signed.flatMap(name => {
		const field = left.get(name)?.pop();
		return field ? [`${canonicalField(field, canonical)}\r\n`] : [];
	});
	const colon = own.raw.indexOf(':') + 1;
	const value = own.raw.slice(colon).replace(/((?:^|;)\s*b\s*=)[^;]*/, '$1');
	const bare = {...own, raw: `${own.raw.slice(0, colon)}${value}`};
	return `${lines.join('')}${canonicalField(bare, canonical)}`;
}
