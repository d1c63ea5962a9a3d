import type {CauseReport, DiagnosisFacts, FixStep} from '../core/event.ts';
import type {ClassInfo} from '../core/knowledge.ts';
import type {ErrorClass, Standing} from '../core/vocabulary.ts';
import {stageNames, standingNames} from './names.ts';
import type {Paint} from './paint.ts';

/** What the plain form says of each class. */
export type Classes = Readonly<Record<ErrorClass, Pick<ClassInfo, 'title' | 'meaning' | 'next'>>>;

function fixLines(fix: readonly FixStep[], paint: Paint): string[] {
	const lines: string[] = [];
	let mta = '';
	for (const step of fix) {
		if (step.mta !== mta) {
			mta = step.mta;
			lines.push(`     fix${mta === 'any' ? '' : ` on ${mta}`}:`);
		}

		lines.push(`       ${step.effect === 'changes' ? '*' : '-'} ${step.text}`);
		if (step.command) {
			lines.push(`           ${paint.strong(step.command)}`);
		}

		if (step.undo) {
			lines.push(paint.faint(`           undo: ${step.undo}`));
		}
	}

	return lines;
}

/** The fixes for the software that was recognised come first; other software is left to the wizard. */
export function fixToShow(fix: readonly FixStep[]): readonly FixStep[] {
	const first = fix[0]?.mta;
	return fix.filter(({mta}) => mta === first || mta === 'any');
}

function causeLines(cause: CauseReport, inFull: boolean, paint: Paint): string[] {
	const standing = standingNames[cause.standing];
	const colour = cause.standing === 'possible' ? (text: string) => text : paint.strong;
	const head = `  ${colour(`${standing.padEnd(9)} ${cause.title}`)} ${paint.faint(`(${cause.id})`)}`;
	const evidence = cause.evidence.map(sentence => `     ${sentence}`);
	if (!inFull) {
		return [head, ...evidence];
	}

	const confirm = cause.confirm.flatMap(({text, command}) => [
		`     to confirm: ${text}`,
		...(command ? [`           ${paint.strong(command)}`] : []),
	]);
	return [
		head,
		...(cause.because ? [`     ${cause.because}`] : []),
		...evidence,
		...confirm,
		...fixLines(fixToShow(cause.fix), paint),
	];
}

/** Titles alone, on one line, as there may be many. Why stands in the events. */
function titleLine(causes: readonly CauseReport[], standing: Standing, paint: Paint): string[] {
	const titles = causes.filter(cause => cause.standing === standing).map(({title}) => title);
	return titles.length > 0
		? [paint.faint(`  ${standingNames[standing].padEnd(9)} ${titles.join('; ')}`)]
		: [];
}

/** There is nothing more to find out: the cause is confirmed, and how to put it right is known. */
function isKnown([first]: readonly CauseReport[]): boolean {
	return first?.standing === 'confirmed' && first.fix.length > 0;
}

/** The causes that stand; of those that are merely possible beside a confirmed one, the titles. */
function openLines(causes: readonly CauseReport[], paint: Paint): string[] {
	const isConfirmed = causes[0]?.standing === 'confirmed';
	const inBrief: readonly Standing[] = isConfirmed ? ['possible', 'ruled-out'] : ['ruled-out'];
	return [
		...causes
			.filter(({standing}) => !inBrief.includes(standing))
			.flatMap((cause, index) => causeLines(cause, index === 0, paint)),
		...inBrief.flatMap(standing => titleLine(causes, standing, paint)),
	];
}

/** What would stop the mail next, each with its likeliest cause in full. */
function aheadLines({ahead = []}: DiagnosisFacts, paint: Paint): string[] {
	return ahead.length === 0
		? []
		: [
				'',
				paint.strong('Behind that, the mail would be stopped by'),
				...ahead.flatMap(({cause}) => causeLines(cause, true, paint)),
			];
}

/** The verdict with its causes: the likeliest in full, the others in brief. */
export function diagnosisLines(facts: DiagnosisFacts, classes: Classes, paint: Paint): string[] {
	const info = classes[facts.class];
	const others = facts.alternatives.map(name => classes[name].title).join(', ');
	return [
		'',
		`${paint.bad(paint.strong(info.title))} ${paint.faint(`(${facts.class}, ${facts.certainty}, at ${stageNames[facts.stage]})`)}`,
		`  ${info.meaning}`,
		...(others ? [`  It could also be: ${others}.`] : []),
		'',
		paint.strong('Evidence'),
		...facts.evidence.flatMap(sentence => sentence.split('\n').map(part => `  ${part}`)),
		'',
		paint.strong('Causes, most likely first'),
		...openLines(facts.causes, paint),
		...aheadLines(facts, paint),
		'',
		`${paint.strong('Next')} ${isKnown(facts.causes) ? 'Put it right as shown, and run it again.' : info.next}`,
	];
}
