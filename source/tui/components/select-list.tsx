import {Box, Text} from 'ink';
import SelectInput from 'ink-select-input';
import {createContext, use} from 'react';
import type {Look} from '../look.ts';
import {cut} from '../text/columns.ts';

/** ink-select-input draws rows by components that it gives no more than the label. */
const Pointer = createContext({sign: '❯', colour: false});

function Indicator({isSelected = false}: {readonly isSelected?: boolean}) {
	const {sign, colour} = use(Pointer);
	return (
		<Box marginRight={1}>
			<Text bold {...(colour ? {color: 'cyan'} : {})}>
				{isSelected ? sign : ' '}
			</Text>
		</Box>
	);
}

function Label({
	isSelected = false,
	label,
}: {
	readonly isSelected?: boolean;
	readonly label: string;
}) {
	return (
		<Text bold={isSelected} inverse={isSelected} wrap="truncate-end">
			{label}
		</Text>
	);
}

/**
 * The one list to choose from. ink-select-input draws it and does not listen to keys itself: it keeps
 * its selection in React state, so of two keys in one chunk ("down, enter") the second would not know
 * of the first. The reducer of the screen holds the cursor, and a new `key` mounts the list at it.
 */
export function SelectList({
	items,
	cursor,
	look,
	width,
}: {
	readonly items: ReadonlyArray<{value: string; label: string}>;
	readonly cursor: number;
	readonly look: Look;
	readonly width: number;
}) {
	return (
		<Pointer value={{sign: look.pointer, colour: look.colour}}>
			<SelectInput
				key={cursor}
				items={items.map(({value, label}) => ({
					value,
					label: cut(look.text(label), width - 2, look.more),
				}))}
				initialIndex={cursor}
				isFocused={false}
				indicatorComponent={Indicator}
				itemComponent={Label}
			/>
		</Pointer>
	);
}
