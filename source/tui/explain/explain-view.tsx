import {Box} from 'ink';
import {Rows} from '../components/rows.tsx';
import {fieldRow} from '../fields/field-rows.ts';
import {modeOf} from '../layout.ts';
import type {Look} from '../look.ts';
import {ScreenView} from '../screen-view.tsx';
import type {AppState, ExplainScreen} from '../state.ts';
import {faint, row, strong, type Row} from '../text/row.ts';
import {explainGeometry, explanationRows} from './explanation-rows.ts';

/** An error message, and what it means. */
export function ExplainView({
	screen,
	state,
	look,
}: {
	readonly screen: ExplainScreen;
	readonly state: AppState;
	readonly look: Look;
}) {
	const {size, toast} = state;
	const {field, explanation, waiting, top} = screen;
	const {width, height} = explainGeometry(size);
	const text: readonly Row[] = explanation
		? explanationRows(explanation, look, width).rows
		: [
				[
					faint(
						waiting
							? 'Reading …'
							: 'A reply such as “550 5.7.1 Relaying denied”, a line of the mail log, a bounce,',
					),
				],
				[faint(waiting ? '' : 'or an error code such as ECONNREFUSED.')],
			];
	const count = field.value.split('\n').length;
	const lines = count > 1 ? ` ${look.dot} ${count} lines` : '';
	const more = text.length > top + height ? ` ${look.dot} more below` : '';
	return (
		<ScreenView
			left={row(strong('smtp-medic'), faint(` ${look.dot} `), 'Explain a message')}
			right={more ? [faint(more)] : []}
			hints={[
				['enter', 'explain'],
				['↑↓', 'scroll'],
				['esc', 'back'],
				['ctrl-c', 'quit'],
			]}
			toast={toast}
			look={look}
			size={size}
			help={false}
		>
			<Box flexDirection="column" paddingLeft={modeOf(size) === 'lines' ? 0 : 2}>
				<Rows
					rows={[
						row(strong('Which message did you get?'), faint(lines)),
						row(
							{text: `${look.pointer} `, tone: 'accent', strong: true},
							...fieldRow(field, look, width - 2, {isActive: true}),
						),
						[faint(look.border.top.repeat(width))],
					]}
					look={look}
				/>
				<Rows rows={text.slice(top, top + height)} look={look} />
			</Box>
		</ScreenView>
	);
}
