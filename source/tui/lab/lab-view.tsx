import {Box} from 'ink';
import {Rows} from '../components/rows.tsx';
import {modeOf, scrolledTo} from '../layout.ts';
import type {Look} from '../look.ts';
import {ScreenView} from '../screen-view.tsx';
import type {AppState, LabScreen, Solved} from '../state.ts';
import {pad} from '../text/columns.ts';
import {onOneLine, paragraph} from '../text/laid.ts';
import {faint, row, strong, toned, type Row} from '../text/row.ts';

const levels: Readonly<Record<number, string>> = {
	1: 'First steps',
	2: 'Everyday trouble',
	3: 'Harder',
};

function outcome({hints, tries, givenUp}: Solved): string {
	const how = givenUp
		? 'cause shown'
		: tries === 1
			? '1 try'
			: tries > 1
				? `${tries} tries`
				: 'put right';
	return `${how}, ${hints === 0 ? 'no hint' : hints === 1 ? '1 hint' : `${hints} hints`}`;
}

/** The list as rows, a heading for each level; and the row of the incident at the cursor. */
function listRows(
	{scenarios = [], cursor, starting}: LabScreen,
	solved: AppState['solved'],
	look: Look,
	width: number,
): {rows: readonly Row[]; at: number} {
	const rows: Row[] = [];
	let at = 0;
	for (const [index, {id, level, title}] of scenarios.entries()) {
		if (scenarios[index - 1]?.level !== level) {
			rows.push(...(rows.length > 0 ? [[]] : []), [faint(levels[level] ?? `Level ${level}`)]);
		}

		const isHere = index === cursor;
		if (isHere) {
			at = rows.length;
		}

		const done = solved[id];
		const mark = done
			? toned('good', pad(look.status.passed, look.markWidth))
			: {text: pad('', look.markWidth)};
		rows.push(
			onOneLine(
				look,
				row(
					isHere ? {text: `${look.pointer} `, tone: 'accent', strong: true} : '  ',
					mark,
					' ',
					{text: title, strong: isHere, inverse: isHere},
					faint(starting === id ? '  starting …' : done ? `  ${outcome(done)}` : ''),
				),
				width,
			),
		);
	}

	return {rows, at};
}

/** The lab: incidents by how hard they are, each told as a ticket. */
export function LabView({
	screen,
	state,
	look,
}: {
	readonly screen: LabScreen;
	readonly state: AppState;
	readonly look: Look;
}) {
	const {size, toast, solved} = state;
	const margin = modeOf(size) === 'lines' ? 0 : 2;
	const width = Math.max(1, Math.min(110, size.columns - 2 * margin));
	const {scenarios, cursor} = screen;
	const {rows, at} = listRows(screen, solved, look, width);
	const ticket = scenarios?.[cursor]?.ticket ?? '';
	const below: Row[] = [[], [strong('Ticket')], ...paragraph(look, ticket, width)];
	const room = size.rows - 2 - (margin > 0 ? 1 : 0);
	const shownBelow = room - below.length < 5 ? below.slice(0, Math.max(0, room - 5)) : below;
	const height = Math.max(1, room - shownBelow.length);
	const top = scrolledTo(0, at === 1 ? 0 : at, height, rows.length);
	const count = Object.keys(solved).length;
	return (
		<ScreenView
			left={row(strong('smtp-medic'), faint(` ${look.dot} `), 'Practice lab')}
			right={scenarios ? [faint(`${count} of ${scenarios.length} solved`)] : []}
			hints={[
				['↑↓', 'move'],
				['enter', 'take the ticket'],
				['esc', 'back'],
				['q', 'quit'],
			]}
			toast={toast}
			look={look}
			size={size}
		>
			<Box flexDirection="column" paddingX={margin} paddingTop={margin > 0 ? 1 : 0}>
				<Rows
					rows={scenarios ? rows.slice(top, top + height) : [[faint('Opening the lab …')]]}
					look={look}
				/>
				<Rows rows={shownBelow} look={look} />
			</Box>
		</ScreenView>
	);
}
