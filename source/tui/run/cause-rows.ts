import type {CauseReport} from '../../core/event.ts';
import type {Standing} from '../../core/vocabulary.ts';
import type {Look} from '../look.ts';
import {pad} from '../text/columns.ts';
import {laid, onOneLine} from '../text/laid.ts';
import {faint, prose, row, type Row, type Span, type Tone} from '../text/row.ts';
import {evidenceOf} from './evidence.ts';

const standings: Readonly<Record<Standing, {word: string; tone?: Tone}>> = {
	confirmed: {word: 'Confirmed', tone: 'bad'},
	likely: {word: 'Likely', tone: 'caution'},
	possible: {word: 'Possible'},
	'ruled-out': {word: 'Ruled out', tone: 'faint'},
};

/** Columns before the title of a cause: pointer and standing. */
const causeColumn = 12;

/** So much of the evidence of a cause that is not looked at is told. */
const evidenceShown = 3;

/**
 * The evidence of a cause is told where it is more than possible: what proves it in full, as file and line
 * stand at its end, the rest on a line each; all of it where somebody looks at it.
 */
export function causeRows(cause: CauseReport, isHere: boolean, look: Look, width: number): Row[] {
	const {word, tone} = standings[cause.standing];
	const pointer: Span = isHere
		? {text: `${look.pointer} `, tone: 'accent', strong: true}
		: {text: '  '};
	const label: Span = {text: pad(word, 10), strong: true, ...(tone ? {tone} : {})};
	const isTold = isHere || cause.standing !== 'possible';
	const evidence = isTold ? cause.evidence.map(evidenceOf) : [];
	return [
		...laid(
			look,
			[pointer, label, {text: cause.title, strong: isHere, inverse: isHere}],
			width,
			causeColumn,
		),
		...evidence.slice(0, isHere ? undefined : evidenceShown).flatMap(({text, speaksFor}, index) => {
			const sign: Span = speaksFor
				? {text: `${look.good} `, tone: 'good'}
				: {text: `${look.bad} `, tone: 'bad'};
			const indent = {text: ' '.repeat(causeColumn)};
			const whole = [indent, sign, ...prose(text, {tone: 'faint'})];
			const inFull = isHere || (index === 0 && cause.standing === 'confirmed');
			return inFull ? laid(look, whole, width, causeColumn + 2) : [onOneLine(look, whole, width)];
		}),
	];
}

/** The causes that were ruled out, in one paragraph. */
export function ruledOutRows(causes: readonly CauseReport[], look: Look, width: number): Row[] {
	const out = causes.filter(({standing}) => standing === 'ruled-out');
	if (out.length === 0) {
		return [];
	}

	const titles = out.map(({title}) => title).join('; ');
	const label = faint(pad(standings['ruled-out'].word, causeColumn - 2));
	return laid(look, row('  ', label, faint(titles)), width, causeColumn);
}
