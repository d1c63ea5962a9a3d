import {nearest} from '../nearest.ts';
import {quoted} from './spf-advice.ts';

const policies = ['none', 'quarantine', 'reject'] as const;
const dmarcTags = [
	'p',
	'sp',
	'np',
	'adkim',
	'aspf',
	'rua',
	'ruf',
	'fo',
	'psd',
	't',
	'pct',
	'rf',
	'ri',
] as const;
type DmarcTag = (typeof dmarcTags)[number];

/** Whoever writes `policy=` or `report=` means one of these. */
const otherNames: Readonly<Record<string, DmarcTag>> = {
	policy: 'p',
	subdomain: 'sp',
	report: 'rua',
};

/** Tags with one letter for each of their values. */
const letters: Partial<Record<DmarcTag, readonly string[]>> = {
	adkim: ['r', 's'],
	aspf: ['r', 's'],
	psd: ['y', 'n', 'u'],
	t: ['y', 'n'],
};

/** Parts of a record as they were written: `name=value`, or with a colon, or without either. */
function partsOf(text: string): ReadonlyArray<readonly [name: string, value: string]> {
	return text.split(';').flatMap(part => {
		const [, name, value] = /^\s*([A-Za-z]\w*)\s*[=:]\s*(.*?)\s*$/s.exec(part) ?? [];
		return name !== undefined && value ? [[name.toLowerCase(), value] as const] : [];
	});
}

/**
 * Where reports go, put right: a misspelt scheme, an address without `mailto:`. What is neither is left out.
 */
export function correctedReports(text: string): string {
	const uris = text.split(/[,\s]+/).flatMap(entry => {
		const [, scheme, rest = ''] = /^([A-Za-z][\w+.-]*):\/*(?=\S)(.*)$/.exec(entry) ?? [];
		const meant = scheme && nearest(scheme.toLowerCase(), ['mailto', 'https', 'http'], 2);
		if (meant === 'mailto' || meant === undefined || meant === '') {
			const mailbox = scheme === undefined ? entry : rest;
			return /^[^@\s]+@[^@\s]+$/.test(mailbox) ? [`mailto:${mailbox}`] : [];
		}

		return [`${meant}://${rest}`];
	});
	return [...new Set(uris)].join(',');
}

/** The policy that was meant; undefined where that cannot be told. */
const policyMeant = (text: string) =>
	nearest(text.toLowerCase(), policies, Math.min(3, Math.floor(text.length / 2)));

function valueMeant(tag: DmarcTag, written: string): string | undefined {
	if (tag === 'p' || tag === 'sp' || tag === 'np') {
		return policyMeant(written);
	}

	if (tag === 'rua' || tag === 'ruf') {
		return correctedReports(written) || undefined;
	}

	const known = letters[tag];
	return known ? known.find(letter => written.toLowerCase().startsWith(letter)) : written;
}

/** Of a tag that is there twice: the stricter policy, all places for reports, else the first. */
function joined(tag: DmarcTag, values: readonly string[]): string {
	if (tag === 'rua' || tag === 'ruf') {
		return [...new Set(values.flatMap(value => value.split(',')))].join(',');
	}

	const strictest = policies.findLast(policy => values.includes(policy));
	return strictest ?? values[0] ?? '';
}

/** Whether a text below `_dmarc` was meant as a DMARC record, though it does not begin as one. */
export function isMeantForDmarc(text: string): boolean {
	return (
		/^\s*"?(?:v\s*[=:]?\s*)?d-?mar[ck]/i.test(text) ||
		partsOf(text).some(([name, value]) => name === 'p' && policyMeant(value) !== undefined)
	);
}

/**
 * A DMARC record as it was meant, as in a zone file: each tag and value that is misspelt becomes the nearest that
 * there is, and all else stays. Nothing becomes milder, and no mailbox is made up; a policy that cannot be guessed is
 * `POLICY`.
 */
export function correctedDmarc(text: string): string {
	const meant = new Map<DmarcTag, readonly string[]>();
	for (const [name, written] of partsOf(text)) {
		const most = name.length > 2 ? 1 : 0;
		const tag = otherNames[name] ?? nearest(name, dmarcTags, most);
		const value = tag && valueMeant(tag, written);
		if (tag && value) {
			meant.set(tag, [...(meant.get(tag) ?? []), value]);
		}
	}

	const tags = dmarcTags.flatMap(tag => {
		const values = meant.get(tag);
		return values ? [`${tag}=${joined(tag, values)}`] : tag === 'p' ? ['p=POLICY'] : [];
	});
	return quoted(['v=DMARC1', ...tags].join('; '));
}

/** A TLS-RPT record with all places for reports that the present ones name; a mailbox is never made up. */
export function correctedTlsRpt(records: readonly string[], domain: string): string {
	const reports = records
		.flatMap(partsOf)
		.filter(([name]) => name !== 'v' && nearest(name, ['rua'], 1))
		.map(([, value]) => correctedReports(value))
		.filter(Boolean);
	const rua = [...new Set(reports.flatMap(value => value.split(',')))].join(',');
	return quoted(`v=TLSRPTv1; rua=${rua || `mailto:MAILBOX@${domain}`}`);
}
