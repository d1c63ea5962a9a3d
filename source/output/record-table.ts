import type {Warning} from '../core/event.ts';
import {all, type Observation} from '../core/observation.ts';
import {severities, topics, type Finding, type Severity} from '../core/records/finding.ts';

const marks: Readonly<Record<Severity, string>> = {
	problem: 'problem',
	warning: 'warning',
	note: 'note',
	fine: 'ok',
};

export const recordHeading = 'The sender’s records and reputation';

export type RecordRow = Pick<Finding, 'severity' | 'topic' | 'says' | 'publish'> & {
	/** The severity as a word. */
	mark: string;
	/** More sentences: for what else it holds, and what to do. */
	further: readonly string[];
};

type Row = Finding & {alike: readonly string[]};

/** Lists that do not answer are many, and all the same: the first speaks for them. */
function together(findings: readonly Finding[]): readonly Row[] {
	const rows: Array<Row & {alike: string[]}> = [];
	for (const finding of findings) {
		const {topic, severity, advice, subject} = finding;
		const first = rows.find(
			row => row.topic === topic && row.severity === severity && row.advice === advice,
		);
		if (first && topic === 'blocklist' && severity === 'note') {
			first.alike.push(subject);
		} else {
			rows.push({...finding, alike: []});
		}
	}

	return rows;
}

/**
 * What was found in the sender's records and in blocklists, by topic, and of each the worst first. Empty
 * where nothing was looked at.
 */
export function recordRows(observations: readonly Observation[]): readonly RecordRow[] {
	const sorted = all(observations, 'records.finding').toSorted(
		(a, b) =>
			topics.indexOf(a.topic) - topics.indexOf(b.topic) ||
			severities.indexOf(a.severity) - severities.indexOf(b.severity),
	);
	return together(sorted).map(({severity, topic, says, alike, advice, publish}) => ({
		severity,
		mark: marks[severity],
		topic,
		says,
		further: [
			...(alike.length > 0 ? [`The same holds for ${alike.join(', ')}.`] : []),
			...(advice ? [advice] : []),
		],
		publish,
	}));
}

/**
 * The same as the lines of a table: how much it matters, what it is about, what it says; then what to do,
 * and the record to publish.
 */
export function recordTable(observations: readonly Observation[]): readonly string[] {
	const rows = recordRows(observations);
	if (rows.length === 0) {
		return [];
	}

	const widths = {
		mark: Math.max(...rows.map(({mark}) => mark.length)),
		topic: Math.max(...rows.map(({topic}) => topic.length)),
	};
	const indent = ' '.repeat(widths.mark + widths.topic + 4);
	return [
		'',
		recordHeading,
		...rows.flatMap(({mark, topic, says, further, publish}) => [
			[mark.padEnd(widths.mark), topic.padEnd(widths.topic), says].join('  '),
			...further.map(line => `${indent}${line}`),
			...(publish ? [`${indent}    ${publish}`] : []),
		]),
	];
}

/** The warnings that the table does not say already. */
export function beyondRecords(
	warnings: readonly Warning[],
	observations: readonly Observation[],
): readonly Warning[] {
	const said = new Set(all(observations, 'records.finding').map(({says}) => says));
	return warnings.filter(({summary}) => !said.has(summary));
}
