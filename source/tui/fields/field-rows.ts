import type {Look} from '../look.ts';
import {charactersOf, columnsOf, pad} from '../text/columns.ts';
import {laid, onOneLine} from '../text/laid.ts';
import {prose, row, strong, toned, type Row, type Span} from '../text/row.ts';
import type {Fields} from './fields.ts';
import type {TextField} from './text-field.ts';

/**
 * A text field in so many columns, scrolled so that its cursor is seen. A secret is shown as nothing
 * but the fact that something has been typed.
 */
export function fieldRow(
	field: TextField,
	look: Look,
	width: number,
	{isActive, secret = false}: {isActive: boolean; secret?: boolean},
): Row {
	const value = secret
		? look.hidden.repeat(charactersOf(field.value).length)
		: look.text(field.value.replaceAll('\n', look.ascii ? '|' : '⏎'));
	const characters = charactersOf(value);
	const cursor =
		look.ascii && !secret
			? charactersOf(look.text(charactersOf(field.value).slice(0, field.cursor).join(''))).length
			: field.cursor;
	if (!isActive) {
		return onOneLine(look, [{text: value}], width);
	}

	const at = characters[cursor] ?? ' ';
	let before = characters.slice(Math.max(0, cursor - width), cursor).join('');
	while (columnsOf(before) > Math.max(0, width - columnsOf(at) - 2)) {
		before = charactersOf(before).slice(1).join('');
	}

	const after = characters.slice(cursor + 1, cursor + 1 + width).join('');
	return onOneLine(look, [{text: before}, {text: at, inverse: true}, {text: after}], width);
}

/** How much of the reasons is shown beside the active field’s own: as much as there is room for. */
export const reasonsShown = ['all', 'short', 'none'] as const;
export type Reasons = (typeof reasonsShown)[number];

const labelWidth = 11;
const valueLeast = 24;

/** A form, a row for each field with its reason, and the button that sends it off. */
export function formRows(
	{specs, values, active, errors}: Fields,
	{submit, reasons}: {submit: string; reasons: Reasons},
	look: Look,
	width: number,
): {rows: readonly Row[]; active: number} {
	const rows: Row[] = [];
	let activeRow = 0;
	const valueWidth = Math.max(valueLeast, width - labelWidth - 2);
	for (const [index, {name, label, why, secret = false}] of specs.entries()) {
		const isActive = index === active;
		const field = values[name];
		if (!field) {
			continue;
		}

		if (isActive) {
			activeRow = rows.length;
		}

		const pointer: Span = isActive
			? {text: `${look.pointer} `, tone: 'accent', strong: true}
			: {text: '  '};
		const heading: Span = isActive
			? strong(pad(label, labelWidth))
			: {text: pad(label, labelWidth)};
		rows.push(row(pointer, heading, ...fieldRow(field, look, valueWidth, {isActive, secret})));
		const indent = ' '.repeat(labelWidth + 2);
		const error = errors[name];
		if (error) {
			rows.push(
				...laid(look, row(indent, toned('bad', `${look.bad} ${error}`)), width, labelWidth + 4),
			);
		} else if (!isActive && reasons === 'short') {
			rows.push(onOneLine(look, row(indent, ...prose(why, {tone: 'faint'})), width));
		} else if (isActive || reasons === 'all') {
			const reason = row(indent, ...prose(why, {tone: 'faint'}));
			rows.push(...laid(look, reason, width, labelWidth + 2));
		}
	}

	if (specs.length > 1) {
		const isActive = active >= specs.length;
		if (isActive) {
			activeRow = rows.length + 1;
		}

		rows.push(
			[],
			row(isActive ? {text: `${look.pointer} `, tone: 'accent', strong: true} : '  ', {
				text: `[ ${submit} ]`,
				strong: true,
				inverse: isActive,
			}),
		);
	}

	return {rows, active: activeRow};
}
