import {Box, Text} from 'ink';
import SelectInput from 'ink-select-input';
import type {Look} from '../look.ts';
import {cut} from '../text/columns.ts';

type Item = {value: string; label: string};

/**
 * The one list to choose from. ink-select-input draws it and does not listen to keys itself: it keeps
 * its selection in React state, so of two keys in one chunk ("down, enter") the second would not know
 * of the first. The reducer of the screen holds the cursor, and a new key mounts the list at it.
 */
export function SelectList({
	items,
	cursor,
	look,
	width,
}: {
	readonly items: readonly Item[];
	readonly cursor: number;
	readonly look: Look;
	readonly width: number;
}) {
	return (
		<SelectInput
			key={cursor}
			items={[...items]}
			initialIndex={cursor}
			isFocused={false}
			indicatorComponent={({isSelected = false}) => (
				<Box marginRight={1}>
					<Text bold {...(look.colour ? {color: 'cyan'} : {})}>
						{isSelected ? look.pointer : ' '}
					</Text>
				</Box>
			)}
			itemComponent={({isSelected = false, label}) => (
				<Text bold={isSelected} inverse={isSelected} wrap="truncate-end">
					{cut(look.text(label), width - 2, look.more)}
				</Text>
			)}
		/>
	);
}
