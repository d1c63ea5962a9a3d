import type {StepStatus} from '../core/event.ts';
import {toAscii} from '../output/ascii.ts';
import type {Tone} from './text/row.ts';

/** How things are drawn on this terminal. Nothing is told by colour alone. */
export type Look = {
	ascii: boolean;
	colour: boolean;
	status: Readonly<Record<StepStatus | 'running', string>>;
	/** Columns of the widest status mark. */
	markWidth: number;
	pointer: string;
	note: string;
	here: string;
	good: string;
	bad: string;
	/** What stands where something was cut off. */
	more: string;
	dot: string;
	bullet: string;
	hidden: string;
	/** A text as this terminal can show it. */
	text(text: string): string;
	border: {
		topLeft: string;
		top: string;
		topRight: string;
		left: string;
		right: string;
		bottomLeft: string;
		bottom: string;
		bottomRight: string;
	};
};

const marks = {
	status: {passed: '✔', failed: '✖', warned: '▲', skipped: '–', running: '…'},
	markWidth: 1,
	pointer: '❯',
	note: '●',
	here: '▸',
	good: '✔',
	bad: '✘',
	more: '…',
	dot: '·',
	bullet: '•',
	hidden: '•',
	border: {
		topLeft: '╭',
		top: '─',
		topRight: '╮',
		left: '│',
		right: '│',
		bottomLeft: '╰',
		bottom: '─',
		bottomRight: '╯',
	},
} as const;

const asciiMarks = {
	status: {passed: 'ok', failed: 'NO', warned: '! ', skipped: '- ', running: '..'},
	markWidth: 2,
	pointer: '>',
	note: '*',
	here: '>',
	good: '+',
	bad: 'x',
	more: '~',
	dot: '-',
	bullet: '*',
	hidden: '*',
	border: {
		topLeft: '+',
		top: '-',
		topRight: '+',
		left: '|',
		right: '|',
		bottomLeft: '+',
		bottom: '-',
		bottomRight: '+',
	},
} as const;

/** The look of a terminal with or without colours, and with or without characters beyond ASCII. */
export function createLook(ascii: boolean, colour: boolean): Look {
	return ascii
		? {...asciiMarks, ascii, colour, text: toAscii}
		: {...marks, ascii, colour, text: text => text};
}

/** The colour for a tone; none where the terminal is to have none. `faint` is drawn dim. */
export const toneColours: Readonly<Record<Exclude<Tone, 'faint'>, string>> = {
	good: 'green',
	bad: 'red',
	caution: 'yellow',
	client: 'cyan',
	accent: 'cyan',
};

/** The same as numbers of SGR (ECMA-48 8.3.117). */
export const toneCodes: Readonly<Record<Exclude<Tone, 'faint'>, number>> = {
	good: 32,
	bad: 31,
	caution: 33,
	client: 36,
	accent: 36,
};
