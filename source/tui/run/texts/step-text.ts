import {sentenceOf} from '../../../core/diagnose.ts';
import {subjectOf} from '../../../core/subject.ts';
import {aboutStep} from '../../../knowledge/about-step.ts';
import {classes} from '../../../knowledge/classes.ts';
import {sentences} from '../../../knowledge/sentences.ts';
import type {Look} from '../../look.ts';
import {faint, prose, row, toned} from '../../text/row.ts';
import type {Writer} from '../../text/writer.ts';
import type {RunScreen} from '../run-state.ts';
import {timeOf} from '../steps-rows.ts';

/** A step: how it ended, what that means, the same by hand, why it came, what was measured. */
export function writeStep(writer: Writer, screen: RunScreen, id: string, look: Look): string {
	const {view} = screen;
	const step = view.steps.findLast(s => s.id === id);
	if (!step) {
		return id;
	}

	const {title, status, summary, elapsed, command, observations} = step;
	const about = aboutStep(id);
	const mark = `${look.status[status]} `;
	const tone = status === 'failed' ? 'bad' : status === 'warned' ? 'caution' : 'good';
	writer.row(
		row(
			toned(tone, mark),
			...prose(summary || 'It is still going on.'),
			faint(`  ${timeOf(elapsed)}`),
		),
		2,
	);
	const known = step.class && classes[step.class];
	if (known) {
		writer.heading('What it means');
		writer.text(known.meaning);
		writer.row([faint(known.reference)]);
	}

	if (command) {
		writer.heading('The same by hand');
		writer.command(command);
	}

	if (about) {
		writer.heading('What it does, and why now');
		writer.text(`${about.does} ${about.why}`);
	}

	const subject = subjectOf(view.observations);
	const measured = observations.filter(({tag}) => !tag.startsWith('session.'));
	if (measured.length > 0) {
		writer.heading('What was measured');
		for (const o of measured) {
			writer.row(row(`${look.bullet} `, ...prose(sentenceOf(o, sentences, subject))), 2);
		}
	}

	return title;
}
