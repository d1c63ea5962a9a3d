import {Box} from 'ink';
import {Rows} from '../components/rows.tsx';
import type {Look} from '../look.ts';
import {ScreenView} from '../screen-view.tsx';
import type {AppState, Screen} from '../state.ts';
import {faint, row, strong} from '../text/row.ts';
import {helpGeometry, helpRows} from './help-rows.ts';

/** The keys of the screen below; any key closes it. */
export function HelpView({
	screen,
	state,
	look,
}: {
	readonly screen: Screen;
	readonly state: AppState;
	readonly look: Look;
}) {
	const {size, help = 0} = state;
	const {margin, height} = helpGeometry(size);
	const rows = helpRows(screen, size, look);
	const most = Math.max(0, rows.length - height);
	const top = Math.min(help, most);
	return (
		<ScreenView
			left={row(strong('smtp-medic'), faint(` ${look.dot} `), 'Keys')}
			right={top < most ? [faint('more below')] : top > 0 ? [faint('more above')] : []}
			hints={[...(most > 0 ? [['↑↓', 'scroll'] as const] : []), ['any key', 'closes this']]}
			toast=""
			look={look}
			size={size}
			help={false}
		>
			<Box flexDirection="column" paddingX={margin}>
				<Rows rows={rows.slice(top, top + height)} look={look} height={height} />
			</Box>
		</ScreenView>
	);
}
