import {holds} from '../condition.ts';
import {observation, type Facts, type Observation} from '../observation.ts';
import {fill} from '../phrase.ts';
import {viewOf} from './view-of.ts';
import {viewRows, type ViewKind, type ViewMeaning, type ViewRow} from './view-row.ts';

/** More rows than a dialogue and the ports of eight addresses have. */
const mostRows = 64;

/** The two views, and the words for their places. */
export type TwoViews = {
	kind: ViewKind;
	first: {place: string; observations: readonly Observation[]};
	second: {place: string; observations: readonly Observation[]};
};

/**
 * Lays two views of one server side by side. What only one of them saw does not differ: the other did not
 * come so far, for a reason that is a row above. Nor do the addresses of the two clients.
 */
export function compareViews({kind, first, second}: TwoViews): readonly ViewRow[] {
	const one = viewOf(first.observations, kind);
	const other = viewOf(second.observations, kind);
	const keys = [...new Set([...one.keys(), ...other.keys()])];
	return (
		keys
			.flatMap((key): ViewRow[] => {
				const [a, b] = [one.get(key), other.get(key)];
				const found = a ?? b;
				// Names that one of them asked for later, about another matter
				const isAside = (!a || !b) && (found?.row === 'addresses' || found?.row === 'mx');
				return found && !isAside
					? [
							{
								kind,
								row: found.row,
								about: found.about,
								asked: found.asked,
								first: first.place,
								second: second.place,
								seenFirst: a?.text ?? '',
								seenSecond: b?.text ?? '',
								differs:
									a !== undefined && b !== undefined && a.key !== b.key && found.row !== 'client',
							},
						]
					: [];
			})
			// Other ports that are looked at only count where they differ
			.filter(({row, asked, differs}) => row !== 'tcp' || asked || differs)
			.toSorted((a, b) => viewRows.indexOf(a.row) - viewRows.indexOf(b.row))
			.slice(0, mostRows)
	);
}

/** What the rows come to, by what is known of such differences; each meaning once. */
export function meaningsOf(
	rows: readonly ViewRow[],
	meanings: readonly ViewMeaning[],
): ReadonlyArray<Facts['views.means']> {
	const observations = rows.map(row => observation('views.row', row));
	const [{kind} = {kind: 'here' as const}] = rows;
	return meanings.flatMap(({id, when, says}) => {
		const because = holds(when, observations)?.[0];
		return because ? [{kind, meaning: id, says: fill(says, because.data)}] : [];
	});
}
