import {parseTagList} from './tag-list.ts';

/** What the header of a message tells about who signed it and in whose name it is. */
export type MessageHeader = {
	/** The domain of From, which DMARC looks at; empty where there is no single one. */
	fromDomain: string;
	/** The domain of Return-Path, which is that of MAIL FROM. */
	returnDomain: string;
	/** The DKIM signatures in their order. */
	signatures: ReadonlyArray<{domain: string; selector: string}>;
};

const limits = {text: 256 * 1024, signatures: 16} as const;

/** The fields of a header up to its empty line, unfolded (RFC 5322 2.2.3). */
export function headerFields(text: string): ReadonlyArray<readonly [name: string, value: string]> {
	const head = text.slice(0, limits.text).replaceAll('\r\n', '\n').replace(/^\n+/, '');
	const [header = ''] = head.split('\n\n', 1);
	return header
		.replaceAll(/\n[ \t]+/g, ' ')
		.split('\n')
		.flatMap(line => {
			const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/.exec(line) ?? [];
			return name !== undefined && value !== undefined
				? [[name.toLowerCase(), value] as const]
				: [];
		});
}

/** The domains of the mailboxes in a field; what stands in quotes and comments is no address. */
function domainsOf(value: string): readonly string[] {
	const bare = value.replaceAll(/"(?:\\.|[^"\\])*"/g, 'x').replaceAll(/\([^()]*\)/g, ' ');
	return [
		...new Set(
			[...bare.matchAll(/@\s*([^\s<>,;:"()[\]@]+)/g)].map(([, domain = '']) =>
				domain.toLowerCase().replace(/\.$/, ''),
			),
		),
	];
}

const isName = (text: string) =>
	/^[a-z\d_]([\w-]*[a-z\d_])?(\.[a-z\d_]([\w-]*[a-z\d_])?)*$/i.test(text);

/** Reads the header of a message: what comes after its first empty line is not looked at. */
export function readMessageHeader(text: string): MessageHeader {
	const fields = headerFields(text);
	const values = (wanted: string) => fields.flatMap(([name, v]) => (name === wanted ? [v] : []));
	const single = (name: string) => {
		const domains = values(name).flatMap(domainsOf);
		return domains.length === 1 ? (domains[0] ?? '') : '';
	};

	const signatures = values('dkim-signature').flatMap(value => {
		const {tags} = parseTagList(value);
		const domain = (tags.get('d') ?? '').toLowerCase();
		const selector = tags.get('s') ?? '';
		return isName(domain) && isName(selector) ? [{domain, selector}] : [];
	});
	return {
		fromDomain: single('from'),
		returnDomain: single('return-path'),
		signatures: signatures.slice(0, limits.signatures),
	};
}
