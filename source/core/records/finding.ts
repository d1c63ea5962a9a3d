import type {ErrorClass} from '../vocabulary.ts';

export const topics = [
	'SPF',
	'DKIM',
	'DMARC',
	'PTR',
	'HELO',
	'MX',
	'MTA-STS',
	'TLS-RPT',
	'DANE',
	'BIMI',
	'blocklist',
] as const;
export type Topic = (typeof topics)[number];

/** `problem`: keeps mail from arriving; `warning`: may do so; `note`: worth knowing; `fine`: in order. */
export const severities = ['problem', 'warning', 'note', 'fine'] as const;
export type Severity = (typeof severities)[number];

/** What one result means, and what to do about it. */
export type Finding = {
	topic: Topic;
	/** The domain, address or list that it is about. */
	subject: string;
	severity: Severity;
	/** One sentence. */
	says: string;
	/** What to do, in a sentence; empty where nothing is to be done. */
	advice: string;
	/** The record to publish, as a line of a zone file; empty where there is none. */
	publish: string;
	/** The class that mail refused for this has. */
	class: ErrorClass;
	/** Where such a refusal comes. */
	stage: 'message';
};
