import {Box} from 'ink';
import {Rows} from '../components/rows.tsx';
import {SelectList} from '../components/select-list.tsx';
import type {Look} from '../look.ts';
import {ScreenView} from '../screen-view.tsx';
import type {AppState, MenuScreen, Services} from '../state.ts';
import {paragraph} from '../text/laid.ts';
import {row, strong} from '../text/row.ts';
import {entries} from './entries.ts';
import {menuColumns, menuHints, menuRoom, whereOf} from './menu-frame.ts';

/** Screen 1: what is going wrong? `menuFrame` draws the same before this is loaded. */
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
	const {margin, width} = menuColumns(size);
	const room = menuRoom(size);
	const about = entries[screen.cursor]?.about ?? '';
	return (
		<ScreenView
			left={row(strong('smtp-medic'))}
			right={whereOf(services.known)}
			hints={menuHints}
			toast={toast}
			look={look}
			size={size}
		>
			<Box
				flexDirection="column"
				flexShrink={0}
				paddingX={margin}
				paddingTop={margin === 0 ? 0 : 1}
			>
				<Rows
					rows={[
						...(room.question ? [[strong('What is going wrong?')]] : []),
						...(room.blank ? [[]] : []),
					]}
					look={look}
				/>
				<SelectList
					items={entries.map(({value, label}) => ({value, label}))}
					cursor={screen.cursor}
					look={look}
					width={width}
				/>
				{room.about && (
					<Box marginTop={1} marginLeft={margin}>
						<Rows rows={paragraph(look, about, width - 2, {style: {tone: 'faint'}})} look={look} />
					</Box>
				)}
			</Box>
		</ScreenView>
	);
}
