import type {Observation} from '../../core/observation.ts';
import {
	cellLines,
	tellingViews,
	viewColumns,
	viewTables,
	type ViewTableRow,
} from '../../output/two-views.ts';
import type {Look} from '../look.ts';
import {pad} from '../text/columns.ts';
import {laid} from '../text/laid.ts';
import {faint, prose, row, strong, type Row} from '../text/row.ts';

/** What the views that were laid side by side come to. */
export function viewMeaningRows(
	observations: readonly Observation[],
	look: Look,
	width: number,
): Row[] {
	return viewTables(observations).flatMap(({means}) =>
		means.flatMap(says =>
			laid(look, row({text: `${look.bullet} `, tone: 'accent'}, ...prose(says)), width, 2),
		),
	);
}

/** Views that were laid side by side, with a mark at each row that differs; nothing where there was one. */
export function viewTableRows(
	observations: readonly Observation[],
	look: Look,
	width: number,
): Row[] {
	const columns = viewColumns(width);
	const written = ({differs, name: called, first: one, second: other}: ViewTableRow): Row[] => {
		const cells = {name: look.text(called), first: look.text(one), second: look.text(other)};
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

	return tellingViews(observations).flatMap(({heading, first, second, rows}) => [
		[],
		[strong(look.text(heading))],
		...written({name: '', first, second, differs: false}),
		...rows.flatMap(written),
	]);
}
