import {Box} from 'ink';
import type {Look} from '../look.ts';
import {cutRow, type Row} from '../text/row.ts';
import {hintRow, type Hint} from './hint-row.ts';
import {Line} from './rows.tsx';

/** The last line: what was just done, else the keys. */
export function Footer({
	hints,
	toast,
	help,
	look,
	width,
}: {
	readonly hints: readonly Hint[];
	readonly toast: string;
	/** `?` shows the keys here; where text is typed it is a character. */
	readonly help: boolean;
	readonly look: Look;
	readonly width: number;
}) {
	const content: Row = toast
		? cutRow([{text: look.text(toast), strong: true}], width, look.more)
		: hintRow(hints, help, look, width);
	return (
		<Box height={1} flexShrink={0}>
			<Line row={content} look={look} />
		</Box>
	);
}
