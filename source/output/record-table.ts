import {all, type Observation} from '../core/observation.ts';
import {severities, topics, type Finding, type Severity} from '../core/records/finding.ts';

const marks: Readonly<Record<Severity, string>> = {
	problem: 'problem',
	warning: 'warning',
	note: 'note',
	fine: 'ok',
};

type Row = Finding & {alike: readonly string[]};

/** Lists that do not answer are many, and all the same: the first speaks for them. */
function together(findings: readonly Finding[]): readonly Row[] {
	const rows: Array<Row & {alike: string[]}> = [];
	for (const finding of findings) {
		const {topic, severity, advice, subject} = finding;
		const first = rows.find(
			row => topic === 'blocklist' && row.severity === severity && row.advice === advice,
		);
		if (first && severity === 'note') {
			first.alike.push(subject);
		} else {
			rows.push({...finding, alike: []});
		}
	}

	return rows;
}

/**
 * What was found in the sender's records and in blocklists, as the lines of a table: how much it matters,
 * what it is about, what it says; then what to do, and the record to publish. The worst of each topic comes
 * first. Empty where nothing was looked at.
 */
export function recordTable(observations: readonly Observation[]): readonly string[] {
	const findings = all(observations, 'records.finding');
	if (findings.length === 0) {
		return [];
	}

	const sorted = findings.toSorted(
		(a, b) =>
			topics.indexOf(a.topic) - topics.indexOf(b.topic) ||
			severities.indexOf(a.severity) - severities.indexOf(b.severity),
	);
	const widths = {
		mark: Math.max(...findings.map(({severity}) => marks[severity].length)),
		topic: Math.max(...findings.map(({topic}) => topic.length)),
	};
	const indent = ' '.repeat(widths.mark + widths.topic + 4);
	return [
		'',
		'The sender’s records and reputation',
		...together(sorted).flatMap(({severity, topic, says, alike, advice, publish}) => [
			[marks[severity].padEnd(widths.mark), topic.padEnd(widths.topic), says].join('  '),
			...(alike.length > 0 ? [`${indent}The same holds for ${alike.join(', ')}.`] : []),
			...(advice ? [`${indent}${advice}`] : []),
			...(publish ? [`${indent}    ${publish}`] : []),
		]),
	];
}
