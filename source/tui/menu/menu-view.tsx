import {Box} from 'ink';
import {Rows} from '../components/rows.tsx';
import {SelectList} from '../components/select-list.tsx';
import {modeOf} from '../layout.ts';
import type {Look} from '../look.ts';
import {ScreenView} from '../screen-view.tsx';
import type {AppState, MenuScreen, Services} from '../state.ts';
import {paragraph} from '../text/laid.ts';
import {faint, row, strong, type Row} from '../text/row.ts';
import {entries} from './menu.ts';

/** Screen 1: what is going wrong? */
export function MenuView({
	screen,
	state,
	look,
	services,
}: {
	readonly screen: MenuScreen;
	readonly state: AppState;
	readonly look: Look;
	readonly services: Services;
}) {
	const {size, toast} = state;
	const isNarrow = modeOf(size) === 'lines';
	const margin = isNarrow ? 0 : 2;
	const width = Math.min(96, size.columns - 2 * margin);
	const {host, user} = services.known;
	const where: Row = host ? [faint(`on ${host}${user ? ` as ${user}` : ''}`)] : [];
	const about = entries[screen.cursor]?.about ?? '';
	return (
		<ScreenView
			left={row(strong('smtp-medic'))}
			right={where}
			hints={[
				['↑↓', 'move'],
				['enter', 'choose'],
				['q', 'quit'],
			]}
			toast={toast}
			look={look}
			size={size}
		>
			<Box flexDirection="column" paddingX={margin} paddingTop={isNarrow ? 0 : 1}>
				<Rows
					rows={[[strong('What is going wrong?')], ...(size.rows < 12 ? [] : [[]])]}
					look={look}
				/>
				<SelectList
					items={entries.map(({value, label}) => ({value, label}))}
					cursor={screen.cursor}
					look={look}
					width={width}
				/>
				{size.rows < 12 ? null : (
					<Box marginTop={1} marginLeft={isNarrow ? 0 : 2}>
						<Rows rows={paragraph(look, about, width - 2, {style: {tone: 'faint'}})} look={look} />
					</Box>
				)}
			</Box>
		</ScreenView>
	);
}
