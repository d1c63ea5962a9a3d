import type {
	DiagnosisFacts,
	EventOf,
	ResultFacts,
	SessionEvent,
	StepStatus,
} from '../core/event.ts';
import {observation, type Observation} from '../core/observation.ts';
import {duration} from '../core/phrase.ts';
import {questions} from '../core/vocabulary.ts';
import {isInside} from '../knowledge/about-step.ts';
import {toAscii} from './ascii.ts';
import {hostTable} from './host-table.ts';
import {beyondRecords, recordTable} from './record-table.ts';
import {insideLines} from './inside-lines.ts';
import {movedStory} from './moved-story.ts';
import type {Paint} from './paint.ts';
import {diagnosisLines, type Classes} from './plain-diagnosis.ts';
import {lookedThere, viewLines} from './two-views.ts';

export type PlainOptions = {
	paint: Paint;
	ascii: boolean;
	classes: Classes;
};

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3).padStart(7);

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
	/** The step that began last; inspections follow one another. */
	let present = '';
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
		present = step;
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
		if (present === 'localhost-view') {
			return []; // The same dialogue once more: what differs is told by the table
		}

		const letter = from === 'client' ? 'C' : from === 'server' ? 'S' : '*';
		const tls = secure ? 'T' : ' ';
		const whole = `${seconds(at)} ${String(connection)}${tls} ${letter} ${text}`;
		return [
			`      ${from === 'client' ? paint.client(whole) : from === 'note' ? paint.faint(whole) : whole}`,
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

	const there = (): string[] => {
		const {place, looked} = lookedThere(observations);
		return looked.length > 0
			? [
					'',
					paint.strong(`Run and read on ${place}, which changed nothing there`),
					...looked.map(look => paint.faint(`  ${look}`)),
				]
			: [];
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
			...viewLines(observations),
			...there(),
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
				return diagnosisLines(event, classes, paint);
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
