import type {Observation} from '../../core/observation.ts';
import {cellLines, viewColumns, viewTables, type ViewTableRow} from '../../output/two-views.ts';
import type {Look} from '../look.ts';
import {pad} from '../text/columns.ts';
import {paragraph} from '../text/laid.ts';
import {faint, strong, type Row} from '../text/row.ts';

/** Views that were laid side by side, with a mark at each row that differs; nothing where there was one. */
export function viewTableRows(
	observations: readonly Observation[],
	look: Look,
	width: number,
): Row[] {
	const columns = viewColumns(width);
	const written = ({differs, ...row}: ViewTableRow): Row[] => {
		const cells = {
			name: look.text(row.name),
			first: look.text(row.first),
			second: look.text(row.second),
		};
		return cellLines(cells, columns).map(([name, first, second], index) => {
			const sign = index === 0 && differs ? look.status.warned : ' ';
			const tone = differs ? ({tone: 'caution'} as const) : {};
			return [
				{text: pad(sign, 2), ...tone},
				faint(`${pad(name, columns.name)} `),
				{text: `${pad(first, columns.seen)} `, ...tone},
				{text: pad(second, columns.seen).trimEnd(), ...tone},
			];
		});
	};

	return viewTables(observations).flatMap(({heading, first, second, rows, means}) => [
		[],
		[strong(look.text(heading))],
		...means.flatMap(says => paragraph(look, says, width)),
		...written({name: '', first, second, differs: false}),
		...rows.flatMap(written),
	]);
}
