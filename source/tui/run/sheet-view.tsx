import {Rows} from '../components/rows.tsx';
import {Frame} from '../components/frame.tsx';
import {fieldRow, formRows} from '../fields/field-rows.ts';
import {scrolledTo, type Inside} from '../layout.ts';
import type {Look} from '../look.ts';
import type {Services} from '../state.ts';
import {pad} from '../text/columns.ts';
import {laid, onOneLine, paragraph} from '../text/laid.ts';
import {faint, prose, row, strong, toned, type Row} from '../text/row.ts';
import {forms} from './forms.ts';
import {guessesOf} from './guess.ts';
import {lookRows} from './look-inside.ts';
import type {RunScreen} from './run-state.ts';
import {sheetText} from './sheet-rows.ts';
import type {Sheet} from './sheet.ts';

type Content = {title: string; rows: readonly Row[]; top: number};

const pointerOf = (isHere: boolean, look: Look) =>
	isHere ? {text: `${look.pointer} `, tone: 'accent' as const, strong: true} : {text: '  '};

function guessContent(
	screen: RunScreen,
	{cursor, wrong}: Extract<Sheet, {kind: 'guess'}>,
	look: Look,
	{width, height}: Inside,
): Content {
	const rows: Row[] = [
		...paragraph(
			look,
			'Which of these explains everything that the steps and the dialogue show?',
			width,
		),
		[],
	];
	let at = 0;
	for (const [index, {id, title}] of guessesOf(screen).entries()) {
		const isHere = index === cursor;
		at = isHere ? rows.length : at;
		const isWrong = wrong.includes(id);
		rows.push(
			...laid(
				look,
				row(
					pointerOf(isHere, look),
					{
						text: title,
						inverse: isHere,
						strong: isHere,
						...(isWrong ? {tone: 'faint' as const} : {}),
					},
					isWrong ? toned('bad', `  ${look.bad} no: it does not fit what was measured`) : '',
				),
				width,
				4,
			),
		);
	}

	const isLast = cursor >= guessesOf(screen).length;
	at = isLast ? rows.length + 1 : at;
	rows.push(
		[],
		row(pointerOf(isLast, look), {
			text: 'Give up: show the causes and the evidence',
			inverse: isLast,
			strong: isLast,
		}),
	);
	return {title: 'What is the root cause?', rows, top: scrolledTo(0, at, height, rows.length)};
}

function settingsContent(
	{incident}: RunScreen,
	{cursor, editing, error, done}: Extract<Sheet, {kind: 'settings'}>,
	look: Look,
	{width, height}: Inside,
): Content {
	const {settings = []} = incident ?? {};
	const nameWidth = Math.min(28, Math.max(12, Math.floor(width / 3)));
	const rows: Row[] = [];
	let at = 0;
	for (const [index, {name, value, help, command}] of settings.entries()) {
		const isHere = index === cursor;
		const pointer = pointerOf(isHere, look);
		const label = {text: pad(name, nameWidth, look.more), strong: isHere};
		if (!isHere) {
			rows.push(onOneLine(look, row(pointer, label, faint(' = '), value), width));
			continue;
		}

		at = rows.length;
		const valueWidth = Math.max(10, width - nameWidth - 5);
		rows.push(
			editing
				? row(
						pointer,
						label,
						faint(' = '),
						...fieldRow(editing, look, valueWidth, {isActive: true}),
					)
				: onOneLine(look, row(pointer, label, faint(' = '), {text: value, inverse: true}), width),
		);
		rows.push(...laid(look, row('     ', ...prose(help, {tone: 'faint'})), width, 5));
		if (error) {
			rows.push(...laid(look, row('     ', toned('bad', `${look.bad} ${error}`)), width, 7));
		} else if (done) {
			rows.push(
				...laid(
					look,
					row('     ', toned('good', `${look.good} done. `), 'On a real server: ', {
						text: done,
						tone: 'accent',
					}),
					width,
					7,
				),
			);
		} else {
			const filled = command.replaceAll('{value}', editing?.value ?? value);
			rows.push(
				...laid(
					look,
					row('     ', faint('on a real server: '), {text: filled, tone: 'accent'}),
					width,
					7,
				),
			);
		}
	}

	return {
		title: 'Settings of the practice server',
		rows,
		top: scrolledTo(0, at + 3, height, rows.length),
	};
}

function contentOf(
	screen: RunScreen,
	sheet: Sheet,
	look: Look,
	inside: Inside,
	services: Services,
): Content {
	switch (sheet.kind) {
		case 'read': {
			const {title, rows} = sheetText(screen, sheet, look, inside.width, services);
			return {title, rows, top: Math.min(sheet.top, Math.max(0, rows.length - inside.height))};
		}

		case 'form': {
			const {title, submit} = forms[sheet.purpose];
			const {question} = screen.view;
			const heading = sheet.purpose === 'password' ? (question?.text ?? title) : title;
			const {rows, active} = formRows(sheet.fields, {submit, reasons: 'all'}, look, inside.width);
			const below =
				sheet.purpose === 'look-inside' ? lookRows(screen.view, look, inside.width) : [];
			const all = [...rows, ...below];
			const least = scrolledTo(0, active + 2, inside.height, all.length);
			const most = Math.max(least, all.length - inside.height);
			return {title: heading, rows: all, top: Math.min(most, least + (sheet.top ?? 0))};
		}

		case 'guess': {
			return guessContent(screen, sheet, look, inside);
		}

		case 'settings': {
			return settingsContent(screen, sheet, look, inside);
		}
	}
}

/** What covers the run until it is closed. */
export function SheetView({
	screen,
	sheet,
	look,
	inside,
	frame,
	services,
}: {
	readonly screen: RunScreen;
	readonly sheet: Sheet;
	readonly look: Look;
	readonly inside: Inside;
	readonly services: Services;
	/** The outer size of its frame; `undefined` where there is no room for one. */
	readonly frame: {width: number; height: number} | undefined;
}) {
	const {title, rows, top} = contentOf(screen, sheet, look, inside, services);
	const below = rows.length - top - inside.height;
	const scrolled =
		below > 0 || top > 0
			? faint(
					` ${look.dot} ${top + 1}–${Math.min(rows.length, top + inside.height)} of ${rows.length}`,
				)
			: '';
	const heading: Row = row(strong(title), scrolled);
	const visible = rows.slice(top, top + inside.height);
	return frame ? (
		<Frame title={heading} look={look} width={frame.width} height={frame.height} hasFocus>
			<Rows rows={visible} look={look} height={inside.height} />
		</Frame>
	) : (
		<Rows
			rows={[onOneLine(look, heading, inside.width), ...visible.slice(0, inside.height - 1)]}
			look={look}
		/>
	);
}
