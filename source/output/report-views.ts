import {heading, list, paragraph, plain, table, type Block} from './report-document.ts';
import type {SessionReport} from './report-object.ts';
import {lookBlocks} from './report-server.ts';

/** What is seen from two places, side by side; and what was run on the machine from which it was looked. */
export function viewBlocks({views, viewsNotSeen, from}: SessionReport): readonly Block[] {
	return [
		...views.flatMap(({heading: title, first, second, rows, means}) => [
			heading(2, plain(title)),
			...table(
				['What', first, second, 'Differs'],
				rows.map(row => [
					plain(row.name),
					plain(row.first),
					plain(row.second),
					plain(row.differs ? 'yes' : ''),
				]),
			),
			...list(means.map(plain)),
		]),
		...viewsNotSeen.map(({second, why}) =>
			paragraph(plain(`The view from ${second} was not seen: ${why}.`)),
		),
		...lookBlocks(from.place, from.looked),
	];
}

/** What the header of the message that arrived tells. */
export function copyBlocks({copy}: SessionReport): readonly Block[] {
	return copy.length === 0
		? []
		: [heading(2, plain('What the message that arrived tells')), ...list(copy.map(plain))];
}
