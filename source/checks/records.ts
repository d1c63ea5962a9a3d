import type {Check, CheckContext, StepEnd} from '../core/check.ts';
import type {Tag} from '../core/observation.ts';
import type {Dialogue} from './dialogue.ts';
import type {RecordSubject} from './records/subject.ts';

type Examination = (context: CheckContext, subject: RecordSubject) => Promise<StepEnd>;

/** Nothing is asked that would only be waited for. */
const noResolver = {
	status: 'skipped',
	summary: 'No resolver answers, so nothing can be looked up.',
} as const;

/** A step that looks at what DNS says about the sender; its code is loaded only where it runs. */
function recordCheck(
	id: string,
	title: string,
	emits: readonly Tag[],
	load: () => Promise<Examination>,
): Check<Dialogue> {
	return {
		id,
		title,
		question: 'delivered',
		stage: 'message',
		touches: 'dns',
		emits: ['records.subject', 'records.finding', ...emits],
		async run(context) {
			const [examine, {subjectOfRecords}] = await Promise.all([
				load(),
				import('./records/subject.ts'),
			]);
			const subject = await subjectOfRecords(context);
			return subject.answers ? examine(context, subject) : noResolver;
		},
	};
}

/** The sender's records and reputation, in the order in which a receiver asks for them. */
export const recordChecks: ReadonlyArray<Check<Dialogue>> = [
	recordCheck(
		'records-names',
		'PTR and HELO',
		['records.pointer', 'records.helo'],
		async () => (await import('./records/names.ts')).examineNames,
	),
	recordCheck(
		'records-blocklists',
		'Blocklists',
		['blocklist.tested', 'blocklist.answer'],
		async () => (await import('./records/listings.ts')).examineListings,
	),
	recordCheck(
		'records-spf',
		'SPF',
		['records.spf', 'records.receiving'],
		async () => (await import('./records/spf.ts')).examineSpf,
	),
	recordCheck(
		'records-dkim',
		'DKIM',
		['records.dkim-key', 'records.dkim'],
		async () => (await import('./records/dkim.ts')).examineDkim,
	),
	recordCheck(
		'records-dmarc',
		'DMARC',
		['records.dmarc', 'records.alignment'],
		async () => (await import('./records/dmarc.ts')).examineDmarc,
	),
	recordCheck(
		'records-transport',
		'MTA-STS and DANE',
		['records.mta-sts', 'records.tls-rpt', 'records.dane', 'records.bimi'],
		async () => (await import('./records/transport.ts')).examineTransport,
	),
	{
		id: 'records-header',
		title: 'Header of a copy',
		question: 'delivered',
		stage: 'message',
		touches: 'dns',
		emits: ['records.finding', 'copy.found', 'copy.hop', 'copy.result', 'copy.signature'],
		async run(context) {
			const {examineHeader} = await import('./records/header.ts');
			return examineHeader(context);
		},
	},
];
