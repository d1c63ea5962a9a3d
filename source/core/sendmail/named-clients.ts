import type {LeftOut} from '../moved/left-out.ts';
import {classFileIn} from './cf-file.ts';
import {entriesOf, sourceOf, spotInWords, type Texts} from './texts.ts';

type Named = Omit<LeftOut, 'client'>;

/** `Connect:192.0.2`, with fewer numbers than an address has, is a network. */
function networkOf(key: string): string | undefined {
	const [, address = ''] = /^(?:Connect:)?(?:IPv6:)?([\d.]+|[\da-f:]*:[\da-f:]*)$/i.exec(key) ?? [];
	if (address.includes(':')) {
		const groups = address.split(':').length;
		return address.includes('::') || groups === 8 ? address : `${address}::/${groups * 16}`;
	}

	const numbers = address.split('.').filter(Boolean);
	return numbers.length === 0
		? undefined
		: numbers.length === 4
			? address
			: `${[...numbers, '0', '0', '0'].slice(0, 4).join('.')}/${numbers.length * 8}`;
}

/** The clients that may relay by their addresses: entries of the access table, and the file of class R. */
export function namedClients(texts: Texts): readonly Named[] {
	const source = sourceOf(texts, 'access');
	const entries = (entriesOf(texts, 'access') ?? []).flatMap(({key, value, line}) => {
		const network = /^RELAY\b/.test(value) ? networkOf(key) : undefined;
		return network === undefined ? [] : [{network, key, line}];
	});
	const file = classFileIn(texts.cf, 'R');
	const members = (texts.files.get(file?.path ?? '') ?? '').split(/\r?\n/).flatMap(text => {
		const network = networkOf(text.replace(/#.*/, '').trim());
		return network === undefined ? [] : [network];
	});
	return [
		...entries.map(({network, key, line}): Named => ({
			kind: 'sendmail-relay',
			place: `\`${key} RELAY\` (${spotInWords({file: source?.path ?? '', line})})`,
			names: [network],
		})),
		...(file && members.length > 0
			? [{kind: 'sendmail-relay' as const, place: `class R (${file.path})`, names: members}]
			: []),
	];
}
