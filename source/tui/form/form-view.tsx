import {Box} from 'ink';
import {Rows} from '../components/rows.tsx';
import {valuesOf} from '../fields/fields.ts';
import {formRows, reasonsShown} from '../fields/field-rows.ts';
import {modeOf, scrolledTo} from '../layout.ts';
import type {Look} from '../look.ts';
import {ScreenView} from '../screen-view.tsx';
import type {AppState, FormScreen, Services} from '../state.ts';
import {laid, paragraph} from '../text/laid.ts';
import {faint, row, strong, type Row} from '../text/row.ts';
import {formInfo, formValues} from './form.ts';

/** Screen 2: the few facts that are needed, and the command line that says the same. */
export function FormView({
	screen,
	state,
	look,
	services,
}: {
	readonly screen: FormScreen;
	readonly state: AppState;
	readonly look: Look;
	readonly services: Services;
}) {
	const {size, toast} = state;
	const {columns, rows} = size;
	const margin = modeOf(size) === 'lines' ? 0 : 2;
	const width = Math.max(1, Math.min(100, columns - 2 * margin));
	const {title} = formInfo[screen.concern];
	const built = valuesOf(screen.fields)['server'] ? services.build(formValues(screen)) : undefined;
	const command =
		built && 'options' in built ? services.command(built.options) : 'smtp-medic TARGET';
	const note = paragraph(look, formInfo[screen.concern].note, width, {style: {tone: 'faint'}});
	const hasNote = rows >= 20;
	const below: Row[] = [
		[],
		...laid(look, row(faint('same as:  '), {text: command, tone: 'accent'}), width, 10),
		...(hasNote ? [[], ...note] : []),
	];
	const height = Math.max(1, rows - 2 - (margin > 0 ? 1 : 0) - below.length);
	const forms = reasonsShown.map(reasons =>
		formRows(screen.fields, {submit: 'Run the checks', reasons}, look, width),
	);
	const form = forms.find(f => f.rows.length <= height) ?? forms.at(-1) ?? {rows: [], active: 0};
	const top = scrolledTo(0, form.active + 2, height, form.rows.length);
	return (
		<ScreenView
			left={row(strong('smtp-medic'), faint(` ${look.dot} `), title)}
			right={[]}
			hints={[
				['enter', 'next'],
				['ctrl-r', 'run the checks'],
				['esc', 'back'],
				['ctrl-c', 'quit'],
			]}
			toast={toast}
			look={look}
			size={size}
			help={false}
		>
			<Box flexDirection="column" paddingX={margin} paddingTop={margin > 0 ? 1 : 0}>
				<Rows rows={form.rows.slice(top, top + height)} look={look} />
				<Rows rows={below} look={look} />
			</Box>
		</ScreenView>
	);
}
