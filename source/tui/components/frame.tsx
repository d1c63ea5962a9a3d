import {Box, Text} from 'ink';
import type {ReactNode} from 'react';
import type {Look} from '../look.ts';
import {onOneLine} from '../text/laid.ts';
import {widthOf, type Row} from '../text/row.ts';
import {Line} from './rows.tsx';

/** A frame with a title in its upper edge; the one that has the keys is drawn brighter. */
export function Frame({
	title,
	look,
	width,
	height,
	hasFocus = false,
	children,
}: {
	readonly title: Row;
	readonly look: Look;
	readonly width: number;
	readonly height: number;
	readonly hasFocus?: boolean;
	readonly children: ReactNode;
}) {
	const {border, colour} = look;
	const fitting = onOneLine(look, title, width - 6);
	const rest = Math.max(0, width - widthOf(fitting) - 5);
	const edge = {
		...(hasFocus && colour ? {color: 'cyan'} : {}),
		dimColor: !hasFocus,
	};
	return (
		<Box flexDirection="column" width={width} height={height} flexShrink={0}>
			<Box height={1}>
				<Text {...edge}>{`${border.topLeft}${border.top} `}</Text>
				<Line row={fitting} look={look} />
				<Text {...edge}>{` ${border.top.repeat(rest)}${border.topRight}`}</Text>
			</Box>
			<Box
				borderStyle={border}
				borderTop={false}
				{...(hasFocus && colour ? {borderColor: 'cyan'} : {})}
				borderDimColor={!hasFocus}
				flexDirection="column"
				paddingX={1}
				width={width}
				height={height - 1}
				overflow="hidden"
			>
				{children}
			</Box>
		</Box>
	);
}
