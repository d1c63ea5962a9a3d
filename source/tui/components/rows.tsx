import {Box, Text} from 'ink';
import {toneColours, type Look} from '../look.ts';
import type {Row, Span} from '../text/row.ts';
import {Busy} from './busy.tsx';

function styleOf({tone, strong = false, inverse = false}: Span, {colour}: Look) {
	const drawn = tone && tone !== 'faint' && colour ? {color: toneColours[tone]} : {};
	return {bold: strong, inverse, dimColor: tone === 'faint', ...drawn};
}

/** One row of spans, on exactly one line. */
export function Line({row, look}: {readonly row: Row; readonly look: Look}) {
	return (
		<Text wrap="truncate-end">
			{row.length === 0
				? ' '
				: row.map((span, index) => (
						<Text key={index} {...styleOf(span, look)}>
							{span.busy ? <Busy ascii={look.ascii} /> : look.text(span.text)}
							{span.busy ? span.text.slice(1) : ''}
						</Text>
					))}
		</Text>
	);
}

/** Rows that have been laid out already, one a line; the column is exactly as high as it is told. */
export function Rows({
	rows,
	look,
	height,
}: {
	readonly rows: readonly Row[];
	readonly look: Look;
	readonly height?: number;
}) {
	return (
		<Box
			flexDirection="column"
			flexShrink={0}
			overflow="hidden"
			{...(height === undefined ? {} : {height})}
		>
			{rows.slice(0, height).map((row, index) => (
				<Line key={index} row={row} look={look} />
			))}
		</Box>
	);
}
