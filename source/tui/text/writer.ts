import type {Look} from '../look.ts';
import {laid, paragraph} from './laid.ts';
import {faint, row, strong, type Row} from './row.ts';

/**
 * Collects rows of text to read. Where commands are `numbered`, the first nine have the digit that
 * copies them.
 */
export function createWriter(look: Look, width: number, numbered = true) {
	const rows: Row[] = [];
	const commands: string[] = [];
	return {
		rows,
		commands,
		heading(text: string) {
			rows.push(...(rows.length > 0 ? [[]] : []), ...laid(look, [strong(text)], width));
		},
		text(text: string, indent = 0) {
			rows.push(...text.split('\n').flatMap(part => paragraph(look, part, width, {indent})));
		},
		row(spans: Row, indent = 0) {
			rows.push(...laid(look, spans, width, indent));
		},
		command(text: string) {
			for (const command of text.split('\n').filter(line => line.trim() !== '')) {
				commands.push(command);
				const isNumbered = numbered && commands.length <= 9;
				const number = isNumbered ? `[${commands.length}] ` : '    ';
				const spans = row('  ', faint(number), {text: command, tone: 'accent', strong: true});
				rows.push(...laid(look, spans, width, 6));
			}
		},
	};
}

export type Writer = ReturnType<typeof createWriter>;
