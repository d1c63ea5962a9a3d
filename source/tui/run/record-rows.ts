import type {Observation} from '../../core/observation.ts';
import type {Severity} from '../../core/records/finding.ts';
import {recordHeading, recordRows} from '../../output/record-table.ts';
import type {Look} from '../look.ts';
import {pad} from '../text/columns.ts';
import {laid, paragraph} from '../text/laid.ts';
import {faint, prose, strong, toned, type Row, type Span} from '../text/row.ts';

const columns = {mark: 9, topic: 11} as const;
/** What belongs to a result stands below its sentence where there is room, else below its topic. */
const roomy = 72;

const signs: Readonly<Record<Severity, (text: string) => Span>> = {
	problem: text => toned('bad', text),
	warning: text => toned('caution', text),
	note: faint,
	fine: text => ({text, tone: 'good'}),
};

/** What was found in the sender's records and in blocklists; nothing where they were not looked at. */
export function recordTableRows(
	observations: readonly Observation[],
	look: Look,
	width: number,
): Row[] {
	const found = recordRows(observations);
	const indent = width < roomy ? columns.mark : columns.mark + columns.topic;
	return found.length === 0
		? []
		: [
				[],
				[strong(look.text(recordHeading))],
				...found.flatMap(({severity, mark, topic, says, further, publish}) => [
					...laid(
						look,
						[
							signs[severity](pad(mark, columns.mark)),
							faint(pad(topic, columns.topic)),
							...prose(says),
						],
						width,
						indent,
					),
					...further.flatMap(line =>
						paragraph(look, line, width, {indent, style: {tone: 'faint'}}),
					),
					...(publish
						? laid(look, [{text: ' '.repeat(indent)}, strong(publish)], width, indent)
						: []),
				]),
			];
}
