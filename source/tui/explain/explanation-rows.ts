import type {Explanation} from '../../core/explain.ts';
import {headerBlocks} from '../../core/headers/header-lines.ts';
import {liveCheckOf} from './live-check.ts';
import {modeOf, type Inside, type Size} from '../layout.ts';
import type {Look} from '../look.ts';
import {createWriter} from '../text/writer.ts';
import {nameOfMta} from '../run/name-of-mta.ts';
import {faint, prose, row, strong, toned, type Row} from '../text/row.ts';

/** Rows around the explanation: header, question, field, line, footer. */
const around = 6;

/** Where the explanation is shown. */
export function explainGeometry(size: Size): Inside {
	const margin = modeOf(size) === 'lines' ? 0 : 2;
	return {
		width: Math.max(1, Math.min(110, size.columns - margin)),
		height: Math.max(1, size.rows - around),
	};
}

/** How many causes are told. */
const causesShown = 6;

/** An explanation: what it means, what causes it, and what to do next. */
export function explanationRows(
	explanation: Explanation,
	look: Look,
	width: number,
): {rows: readonly Row[]; commands: readonly string[]} {
	const writer = createWriter(look, width, false); // Digits are typed into the field
	const {found, title, certainty, meaning, next, causes, alternatives, mta, reply} = explanation;
	if (!found) {
		writer.row([toned('caution', 'This text does not say enough to name what is wrong.')]);
		writer.text(`What was read: ${reply.split('\n')[0] ?? ''}`);
		writer.text(
			'Give the server’s reply with its code (`550 5.7.1 …`), a line of the mail log, a bounce, or an error code such as `ECONNREFUSED`.',
		);
		return writer;
	}

	writer.row(
		row(
			toned(explanation.class === 'success' ? 'good' : 'bad', title),
			faint(` ${look.dot} ${certainty}`),
		),
	);
	writer.text(meaning);
	if (alternatives.length > 0) {
		writer.text(`It could also be: ${alternatives.join(', ')}.`);
	}

	if (mta) {
		writer.row([faint(`The wording is that of ${nameOfMta(mta)}.`)]);
	}

	for (const {heading, lines} of explanation.headers ? headerBlocks(explanation.headers) : []) {
		writer.heading(heading);
		for (const line of lines) {
			writer.row([{text: line}], 2);
		}
	}

	writer.heading('What to do next');
	writer.text(next);
	const live = liveCheckOf(explanation.mentions);
	if (live) {
		writer.row(
			row(
				{text: ' ctrl-r ', inverse: true},
				` checks it live: ${Object.values(live.values).join(', ')}`,
			),
		);
	}

	if (causes.length > 0) {
		writer.heading('Causes to look at');
	}

	const open = causes.filter(({standing}) => standing !== 'ruled-out').slice(0, causesShown);
	for (const {title: cause, standing, evidence, because, confirm} of open) {
		const isSure = standing !== 'possible';
		writer.row(
			row(`${look.bullet} `, strong(cause), faint(isSure ? ` ${look.dot} ${standing}` : '')),
			2,
		);
		writer.row(row('  ', ...prose(because)), 2);
		for (const sentence of isSure ? evidence : []) {
			writer.row(row('  ', ...prose(sentence, {tone: 'faint'})), 2);
		}

		for (const {text, command} of confirm.slice(0, 2)) {
			writer.row(row('  ', ...prose(text, {tone: 'faint'})), 2);
			writer.command(command);
		}
	}

	return writer;
}
