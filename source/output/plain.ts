import type {
	CauseReport,
	DiagnosisFacts,
	EventOf,
	FixStep,
	ResultFacts,
	SessionEvent,
	StepStatus,
} from '../core/event.ts';
import type {ClassInfo} from '../core/knowledge.ts';
import {observation, type Observation} from '../core/observation.ts';
import {duration} from '../core/phrase.ts';
import {questions, type ErrorClass, type Stage, type Standing} from '../core/vocabulary.ts';
import {isInside} from '../knowledge/about-step.ts';
import {toAscii} from './ascii.ts';
import {hostTable} from './host-table.ts';
import {beyondRecords, recordTable} from './record-table.ts';
import {insideLines} from './inside-lines.ts';
import {movedStory} from './moved-story.ts';
import type {Paint} from './paint.ts';

export type PlainOptions = {
	paint: Paint;
	ascii: boolean;
	classes: Readonly<Record<ErrorClass, Pick<ClassInfo, 'title' | 'meaning' | 'next'>>>;
};

export const stageNames: Readonly<Record<Stage, string>> = {
	dns: 'looking up the name',
	connect: 'connecting',
	banner: 'the greeting',
	ehlo: 'EHLO',
	starttls: 'STARTTLS',
	tls: 'the TLS handshake',
	auth: 'AUTH',
	mail: 'MAIL FROM',
	rcpt: 'RCPT TO',
	data: 'DATA',
	message: 'the end of the message',
	command: 'a command',
};

export const standingNames: Readonly<Record<Standing, string>> = {
	confirmed: 'confirmed',
	likely: 'likely',
	possible: 'possible',
	'ruled-out': 'ruled out',
};

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3).padStart(7);

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

/** What it is not: one line with the titles, as there may be many. Why stands in the events. */
function ruledOutLine(causes: readonly CauseReport[], paint: Paint): string[] {
	const titles = causes.filter(({standing}) => standing === 'ruled-out').map(({title}) => title);
	return titles.length > 0 ? [paint.faint(`  ruled out ${titles.join('; ')}`)] : [];
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

/**
 * Reads the events of a session and gives the lines of the plain form: the same content as the
 * wizard, in order, one sentence a line.
 */
export function createPlainReader({
	paint,
	ascii,
	classes,
}: PlainOptions): (event: SessionEvent) => readonly string[] {
	let question = '';
	let footprint = '';
	const observations: Observation[] = [];
	let diagnosed: DiagnosisFacts | undefined;
	const titles = new Map<string, string>();

	const marks: Readonly<Record<StepStatus, string>> = {
		passed: paint.good(ascii ? 'ok  ' : '✔'),
		failed: paint.bad(ascii ? 'FAIL' : '✖'),
		warned: paint.caution(ascii ? '!   ' : '!'),
		skipped: paint.faint(ascii ? '-   ' : '–'),
	};

	const started = ({step, title, question: id}: EventOf<'step-started'>): string[] => {
		titles.set(step, title);
		const index = questions.findIndex(q => q.id === id);
		const heading = isInside(step)
			? 'On the server itself'
			: `${index + 1} ${questions[index]?.title ?? ''}`;
		if (heading === question) {
			return [];
		}

		question = heading;
		return ['', paint.strong(heading)];
	};

	const finished = ({step, status, summary, elapsed}: EventOf<'step-finished'>): string[] => [
		`  ${marks[status]} ${(titles.get(step) ?? step).padEnd(16)} ${summary} ${paint.faint(`(${duration(elapsed)})`)}`,
	];

	const line = ({from, text, secure, at, connection}: EventOf<'line'>): string[] => {
		const letter = from === 'client' ? 'C' : from === 'server' ? 'S' : '*';
		const tls = secure ? 'T' : ' ';
		const whole = `${seconds(at)} ${String(connection)}${tls} ${letter} ${text}`;
		return [
			`      ${from === 'client' ? paint.client(whole) : from === 'note' ? paint.faint(whole) : whole}`,
		];
	};

	const diagnosis = (facts: DiagnosisFacts): string[] => {
		const info = classes[facts.class];
		const open = facts.causes.filter(({standing}) => standing !== 'ruled-out');
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
			...open.flatMap((cause, index) => causeLines(cause, index === 0, paint)),
			...ruledOutLine(facts.causes, paint),
			...aheadLines(facts, paint),
			'',
			`${paint.strong('Next')} ${info.next}`,
		];
	};

	const inside = (): string[] => {
		const {place, looked, notSeen} = insideLines(observations);
		return [
			...(looked.length > 0
				? ['', paint.strong(`Looked at on ${place}, and changed nothing`)]
				: []),
			...looked.map(look => paint.faint(`  ${look}`)),
			...(notSeen.length > 0 ? ['', paint.strong(`Not seen on ${place}`)] : []),
			...notSeen.map(what => `  ${what}`),
		];
	};

	const storyLines = (): string[] => {
		const story = movedStory(observations, diagnosed);
		if (!story) {
			return [];
		}

		const {heading, says, carryOver} = story;
		return [
			'',
			paint.bad(paint.strong(heading)),
			`  ${says}`,
			...(['on the server', 'in DNS'] as const).flatMap(place => {
				const changes = carryOver.filter(({where}) => where === place);
				return changes.length > 0
					? [
							`  To carry it over, ${place}:`,
							...changes.map(({command}) => `    ${paint.strong(command)}`),
						]
					: [];
			}),
		];
	};

	const verdict = (facts: ResultFacts): string[] => {
		const word =
			facts.outcome === 'healthy'
				? paint.good('HEALTHY')
				: facts.outcome === 'problem'
					? paint.bad('PROBLEM')
					: paint.caution('INCONCLUSIVE');
		const warnings = beyondRecords(facts.warnings, observations);
		return [
			...hostTable(observations).map(row => `  ${row}`),
			...recordTable(observations).map(row => `  ${row}`),
			...inside(),
			...(warnings.length > 0 ? ['', paint.strong('Warnings')] : []),
			...warnings.map(w => `  ${paint.caution('!')} ${w.summary} ${paint.faint(`(${w.class})`)}`),
			...storyLines(),
			'',
			`${paint.strong(word)} ${facts.summary} ${paint.faint(`(${duration(facts.elapsed)}${footprint && `; ${footprint}`})`)}`,
		];
	};

	const keep = (event: EventOf<'observation'>): void => {
		if (event.kind === 'session.footprint') {
			const {connections, rejections} = event.facts;
			footprint = `${connections} ${connections === 1 ? 'connection' : 'connections'}, ${rejections} provoked ${rejections === 1 ? 'rejection' : 'rejections'}`;
		}

		observations.push(observation(event.kind, event.facts));
	};

	const read = (event: SessionEvent): string[] => {
		switch (event.type) {
			case 'session': {
				return [paint.faint(`smtp-medic ${event.version}: ${event.target}`)];
			}

			case 'step-started': {
				return started(event);
			}

			case 'step-finished': {
				return finished(event);
			}

			case 'line': {
				return line(event);
			}

			case 'diagnosis': {
				diagnosed = event;
				return diagnosis(event);
			}

			case 'result': {
				return verdict(event);
			}

			case 'observation': {
				keep(event);
				return [];
			}

			case 'branch':
			case 'question':
			case 'answer':
			case 'run-started':
			case 'run-finished': {
				return [];
			}
		}
	};

	return event => (ascii ? read(event).map(toAscii) : read(event));
}
