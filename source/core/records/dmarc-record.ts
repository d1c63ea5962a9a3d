import {parseTagList} from './tag-list.ts';

export type DmarcPolicy = 'none' | 'quarantine' | 'reject';

/** A DMARC Policy Record (RFC 9989 4.7), as it is applied. */
export type DmarcRecord = {
	text: string;
	p: DmarcPolicy;
	sp: DmarcPolicy;
	np: DmarcPolicy;
	/** Alignment: `r` relaxed, `s` strict. */
	adkim: 'r' | 's';
	aspf: 'r' | 's';
	/** `t=y`: receivers apply a policy one step milder. */
	testing: boolean;
	/** Whether it says that its domain is a public suffix, or that it is the organisation's own. */
	psd: 'y' | 'n' | 'u';
	/** Where aggregate reports go; empty where none are wanted. */
	rua: string;
	/** `p`, `sp` or `np` makes no sense: such a record only asks for reports. */
	faulty: boolean;
	/** It does not even do that, so that receivers leave DMARC alone (RFC 9989 4.10.1). */
	useless: boolean;
	/** Tags that RFC 9989 dropped, and that receivers pass over. */
	dropped: readonly string[];
};

const version = /^v\s*=\s*DMARC1\s*(;|$)/i;

/** Whether a TXT record is meant for DMARC; the case of its value counts (RFC 9989 4.7). */
export function isDmarcRecord(text: string): boolean {
	return version.test(text.trim()) && /^[^=]*=\s*DMARC1/.test(text.trim());
}

const policies: readonly DmarcPolicy[] = ['none', 'quarantine', 'reject'];

function policyOf(text: string | undefined): DmarcPolicy | undefined {
	return policies.find(policy => policy === text?.toLowerCase());
}

/** A URI to which reports can go: the rest of its text does not matter here. */
const reportUri = /^[a-z][a-z\d+.-]*:\S+$/i;

/**
 * Reads a record. Undefined where receivers pass it over, because it is no list of tags.
 */
export function readDmarc(text: string): DmarcRecord | undefined {
	const {tags, fault} = parseTagList(text.trim());
	if (fault === 'duplicate' || !isDmarcRecord(text)) {
		return undefined;
	}

	const [p, sp, np] = ['p', 'sp', 'np'].map(name => policyOf(tags.get(name)));
	const wrong = ['sp', 'np'].some(name => tags.has(name) && !policyOf(tags.get(name)));
	const rua = tags.get('rua') ?? '';
	const faulty = !p || wrong;
	const useless = faulty && !rua.split(',').some(uri => reportUri.test(uri.trim()));
	const policy = faulty ? 'none' : (p ?? 'none');
	const mode = (name: string) => (tags.get(name)?.toLowerCase() === 's' ? 's' : 'r');
	const psd = tags.get('psd')?.toLowerCase();
	return {
		text,
		p: policy,
		sp: faulty ? 'none' : (sp ?? policy),
		np: faulty ? 'none' : (np ?? sp ?? policy),
		adkim: mode('adkim'),
		aspf: mode('aspf'),
		testing: tags.get('t')?.toLowerCase() === 'y',
		psd: psd === 'y' || psd === 'n' ? psd : 'u',
		rua,
		faulty,
		useless,
		dropped: ['pct', 'rf', 'ri'].filter(name => tags.has(name)),
	};
}
