import {all, type Facts, type Observation} from '../core/observation.ts';
import {fill} from '../core/phrase.ts';
import type {ViewRowId} from '../core/views/view-row.ts';
import {viewRowNames} from '../knowledge/views.ts';

export type ViewTableRow = {
	name: string;
	first: string;
	/** Empty where that view did not come so far, as in `first`. */
	second: string;
	differs: boolean;
};

/** Two views of one server, side by side. */
export type ViewTable = {
	heading: string;
	first: string;
	second: string;
	rows: readonly ViewTableRow[];
	/** What they come to. */
	means: readonly string[];
};

const same = 'the same';
const unseen = '-';

function rowOf({row, about, seenFirst, seenSecond, differs}: Facts['views.row']): ViewTableRow {
	const isSame = !differs && seenFirst === seenSecond && seenFirst !== '';
	return {
		name: fill(viewRowNames[row], {about}),
		first: seenFirst || unseen,
		second: isSame ? same : seenSecond || unseen,
		differs,
	};
}

const beforeDialogue: ReadonlySet<ViewRowId> = new Set(['mx', 'addresses', 'tcp', 'client']);

/** Where one of the views came to no dialogue, one row says how far the other came. */
function shortened(rows: ReadonlyArray<Facts['views.row']>): readonly ViewTableRow[] {
	const dialogue = rows.filter(({row}) => !beforeDialogue.has(row));
	const [sawFirst, sawSecond] = [
		dialogue.findLast(({seenFirst}) => seenFirst !== ''),
		dialogue.findLast(({seenSecond}) => seenSecond !== ''),
	];
	const farthest = sawFirst ?? sawSecond;
	if (!farthest || (sawFirst && sawSecond)) {
		return rows.map(rowOf);
	}

	const asFar = `as far as ${viewRowNames[farthest.row]}`;
	return [
		...rows.filter(({row}) => beforeDialogue.has(row)).map(rowOf),
		{
			name: 'dialogue',
			first: sawFirst ? asFar : 'none',
			second: sawSecond ? asFar : 'none',
			differs: true,
		},
	];
}

/**
 * The tables that say something: a view from within that nobody asked for does so only where it differs, as
 * its step tells that it is the same.
 */
export function tellingViews(observations: readonly Observation[]): readonly ViewTable[] {
	return viewTables(
		observations.filter(
			o =>
				o.tag !== 'views.row' ||
				o.data.kind !== 'localhost' ||
				all(observations, 'views.row').some(row => row.kind === 'localhost' && row.differs),
		),
	);
}

/** The views that were laid side by side; none where there was only one. Of two runs, the last counts. */
export function viewTables(observations: readonly Observation[]): readonly ViewTable[] {
	const rows = all(observations, 'views.row');
	const pairs = new Map(rows.map(row => [`${row.kind} ${row.first} ${row.second}`, row]));
	return [...pairs.values()].map(({kind, first, second}) => {
		const ours = rows.filter(r => r.kind === kind && r.first === first && r.second === second);
		const latest = new Map(ours.map(row => [`${row.row} ${row.about}`, row]));
		const means = all(observations, 'views.means').filter(found => found.kind === kind);
		return {
			heading: `Two views: ${first}, and ${second}`,
			first,
			second,
			rows: shortened([...latest.values()]),
			means: [...new Set(means.map(({says}) => says))],
		};
	});
}

/** A text in lines of at most so many characters, broken at spaces where it has some. */
export function linesOf(text: string, width: number): string[] {
	const lines: string[] = [];
	let rest = text.trim();
	while (rest.length > width) {
		const space = rest.lastIndexOf(' ', width);
		const at = space > 0 ? space : width;
		lines.push(rest.slice(0, at).trimEnd());
		rest = rest.slice(at).trimStart();
	}

	return [...lines, rest];
}

/** How wide the columns of such a table are in so many columns of a terminal. */
export function viewColumns(width: number): {name: number; seen: number} {
	const name = width < 70 ? 14 : 22;
	return {name, seen: Math.max(10, Math.floor((width - name - 6) / 2))};
}

/** One row of a table as lines of three cells each, of which the later ones may be empty. */
export function cellLines(
	{name, first, second}: Omit<ViewTableRow, 'differs'>,
	columns: {name: number; seen: number},
): ReadonlyArray<readonly [name: string, first: string, second: string]> {
	const cells = [
		linesOf(name, columns.name),
		linesOf(first, columns.seen),
		linesOf(second, columns.seen),
	] as const;
	const height = Math.max(...cells.map(({length}) => length));
	return Array.from({length: height}, (_, index) => [
		cells[0][index] ?? '',
		cells[1][index] ?? '',
		cells[2][index] ?? '',
	]);
}

const plainWidth = 80;

/** The tables as lines of the plain form; `!` stands before what differs. */
export function viewLines(observations: readonly Observation[]): readonly string[] {
	const columns = viewColumns(plainWidth);
	const written = (row: Omit<ViewTableRow, 'differs'>, sign: string) =>
		cellLines(row, columns).map(([name, first, second], index) =>
			`  ${index === 0 ? sign : ' '} ${name.padEnd(columns.name)} ${first.padEnd(columns.seen)} ${second}`.trimEnd(),
		);
	const unseenViews = all(observations, 'views.unseen').map(
		({second, why}) => `  The view from ${second} was not seen: ${why}.`,
	);
	return [
		...tellingViews(observations).flatMap(({heading, first, second, rows, means}) => [
			'',
			heading,
			...written({name: '', first, second}, ' '),
			...rows.flatMap(row => written(row, row.differs ? '!' : ' ')),
			...means.map(says => `  ${says}`),
		]),
		...(unseenViews.length > 0 ? ['', ...unseenViews] : []),
	];
}

/** What was run and read on the machine from which the session looked; nothing where it looked from here. */
export function lookedThere(observations: readonly Observation[]): {
	place: string;
	looked: readonly string[];
} {
	const looks = all(observations, 'views.looked');
	return {
		place: looks[0]?.where ?? '',
		looked: [...new Set(looks.map(({command}) => command))],
	};
}
