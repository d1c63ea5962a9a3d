import {Box} from 'ink';
import type {ReactNode} from 'react';
import {Footer} from './components/footer.tsx';
import type {Hint} from './components/hint-row.ts';
import {Line} from './components/rows.tsx';
import type {Size} from './layout.ts';
import type {Look} from './look.ts';
import {shown} from './text/laid.ts';
import {ends, type Row} from './text/row.ts';

/**
 * What every screen has: a line above, a line of keys below, and in between whatever it shows. The
 * root is exactly as large as the terminal; anything taller would be cleared and drawn anew each time.
 */
export function ScreenView({
	left,
	right,
	hints,
	toast,
	look,
	size,
	footer,
	help = true,
	children,
}: {
	readonly left: Row;
	readonly right: Row;
	readonly hints: readonly Hint[];
	readonly toast: string;
	readonly look: Look;
	readonly size: Size;
	/** Takes the place of the keys. */
	readonly footer?: Row;
	readonly help?: boolean;
	readonly children: ReactNode;
}) {
	const {columns, rows} = size;
	const header = ends(shown(look, left), shown(look, right), columns, look.more);
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Box height={1} flexShrink={0}>
				<Line row={header} look={look} />
			</Box>
			<Box flexDirection="column" flexGrow={1} flexShrink={1} overflow="hidden">
				{children}
			</Box>
			{footer ? (
				<Line row={footer} look={look} />
			) : (
				<Footer hints={hints} toast={toast} help={help} look={look} width={columns} />
			)}
		</Box>
	);
}
