import type {CertificateFacts} from './observation.ts';

type Record = {usage: number; selector: number; matching: number; data: string};

function parse(text: string): Record | undefined {
	const match = /^(\d+) (\d+) (\d+) ([\da-f]+)$/i.exec(text);
	return match
		? {
				usage: Number(match[1]),
				selector: Number(match[2]),
				matching: Number(match[3]),
				data: (match[4] ?? '').toLowerCase(),
			}
		: undefined;
}

/** What a record says of a certificate; `undefined` where it compares what is not known here. */
function fits(
	{selector, matching, data}: Record,
	certificate: CertificateFacts,
): boolean | undefined {
	if (matching !== 1) {
		return undefined;
	}

	const digest =
		selector === 0
			? certificate.fingerprint.replaceAll(':', '').toLowerCase()
			: selector === 1
				? certificate.publicKeySha256
				: undefined;
	return digest === undefined ? undefined : digest === data;
}

/**
 * Whether a chain fits one of the TLSA records (`usage selector matching hex`, RFC 6698) as DANE for SMTP
 * takes them: usage 3 for the server's own key, 2 for a CA of the chain; 0 and 1 are not used (RFC 7672
 * 3.1.3). `undefined` where no record can be used, or where one that cannot be compared might fit.
 */
export function daneVerdict(
	records: readonly string[],
	chain: readonly CertificateFacts[],
): boolean | undefined {
	const usable = records
		.map(parse)
		.filter(r => r !== undefined && (r.usage === 2 || r.usage === 3));
	const results = usable.flatMap(record =>
		record ? (record.usage === 3 ? chain.slice(0, 1) : chain).map(c => fits(record, c)) : [],
	);
	if (results.includes(true)) {
		return true;
	}

	return results.length === 0 || results.includes(undefined) ? undefined : false;
}
