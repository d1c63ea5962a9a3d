import type {DiagnosisFacts, EventOf, SessionEvent, StepStatus} from '../../core/event.ts';
import {observation, type Observation} from '../../core/observation.ts';
import type {ErrorClass} from '../../core/vocabulary.ts';

/** A step of the present walk. Times are milliseconds; `startedAt` counts from the session's start. */
export type StepView = {
	readonly id: string;
	readonly title: string;
	readonly command: string;
	readonly question: string;
	readonly status: StepStatus | 'running';
	readonly class?: ErrorClass;
	readonly summary: string;
	readonly startedAt: number;
	readonly elapsed: number;
	readonly observations: readonly Observation[];
};

/** A line of the dialogue; `run` is the walk in which it was said. */
export type LineView = Omit<EventOf<'line'>, 'type'> & {readonly run: number};

export type RunEnd = EventOf<'run-finished'>;

/** Everything that the screens show of a session: made from its events and nothing else. */
export type SessionView = {
	readonly target: string;
	/** Milliseconds: the limits that waiting steps are counted down to. */
	readonly timeout: number;
	readonly patience: number;
	readonly run: number;
	readonly runStartedAt: number;
	/** What the present walk has other than the one before it. */
	readonly changes: readonly string[];
	readonly steps: readonly StepView[];
	/** All lines of all walks. */
	readonly lines: readonly LineView[];
	readonly observations: readonly Observation[];
	/** Why the walk went where it is. */
	readonly because: string;
	readonly diagnosis: DiagnosisFacts | undefined;
	readonly end: RunEnd | undefined;
	/** How the walk before this one ended, and what it named. */
	readonly before: RunEnd | undefined;
	readonly question: EventOf<'question'> | undefined;
	/** The session is over: nothing can be asked of it any more. */
	readonly over: boolean;
	readonly lastAt: number;
};

export const emptySession: SessionView = {
	target: '',
	timeout: 10_000,
	patience: 60_000,
	run: 1,
	runStartedAt: 0,
	changes: [],
	steps: [],
	lines: [],
	observations: [],
	because: '',
	diagnosis: undefined,
	end: undefined,
	before: undefined,
	question: undefined,
	over: false,
	lastAt: 0,
};

const numberOf = (value: unknown, usual: number) => (typeof value === 'number' ? value : usual);

type Draft = {-readonly [K in keyof SessionView]: SessionView[K]} & {
	steps: StepView[];
	lines: LineView[];
	observations: Observation[];
};

function applyTo(view: Draft, event: SessionEvent): void {
	view.lastAt = event.at;
	switch (event.type) {
		case 'session': {
			view.target = event.target;
			view.timeout = numberOf(event.options['timeout'], view.timeout);
			view.patience = numberOf(event.options['patience'], view.patience);
			return;
		}

		case 'run-started': {
			view.before = view.end;
			view.run++;
			view.runStartedAt = event.at;
			view.changes = event.changes;
			view.steps = [];
			view.observations = [];
			view.because = '';
			view.diagnosis = undefined;
			view.end = undefined;
			return;
		}

		case 'step-started': {
			const {step, title, command, question, at} = event;
			view.steps.push({
				id: step,
				title,
				command,
				question,
				status: 'running',
				summary: '',
				startedAt: at,
				elapsed: 0,
				observations: [],
			});
			return;
		}

		case 'line': {
			const {type: _, ...line} = event;
			view.lines.push({...line, run: view.run});
			return;
		}

		case 'observation': {
			const found = observation(event.kind, event.facts, event.lines);
			view.observations.push(found);
			const index = view.steps.findLastIndex(({id}) => id === event.step);
			const step = view.steps[index];
			if (step) {
				view.steps[index] = {...step, observations: [...step.observations, found]};
			}

			return;
		}

		case 'step-finished': {
			const index = view.steps.findLastIndex(({id}) => id === event.step);
			const step = view.steps[index];
			if (step) {
				const {status, summary, elapsed} = event;
				const failure = event.class === undefined ? {} : {class: event.class};
				view.steps[index] = {...step, status, summary, elapsed, ...failure};
			}

			return;
		}

		case 'question': {
			view.question = event;
			return;
		}

		case 'answer': {
			view.question = undefined;
			if (event.value === 'look-inside') {
				// The same walk goes on, and comes to another verdict
				view.diagnosis = undefined;
				view.end = undefined;
			}

			return;
		}

		case 'branch': {
			view.because = event.because;
			return;
		}

		case 'diagnosis': {
			const {type: _, at: __, ...facts} = event;
			view.diagnosis = facts;
			return;
		}

		case 'run-finished': {
			view.end = event;
			return;
		}

		case 'result': {
			view.over = true;
			view.question = undefined;
			view.end ??= {...event, type: 'run-finished', run: view.run};
			view.steps = view.steps.map(step =>
				step.status === 'running' ? {...step, status: 'skipped', summary: 'Interrupted.'} : step,
			);
		}
	}
}

/** The view after some more events; arrays are copied once a batch, not once an event. */
export function foldEvents(view: SessionView, events: readonly SessionEvent[]): SessionView {
	const draft: Draft = {
		...view,
		steps: [...view.steps],
		lines: [...view.lines],
		observations: [...view.observations],
	};
	for (const event of events) {
		applyTo(draft, event);
	}

	return draft;
}

/** Whether a check is going on, so that something on the screen moves. */
export function isRunning({end, question, over}: SessionView): boolean {
	return !over && end === undefined && question === undefined;
}

/** The step that is waited for; of several, the one that began last. */
export function currentStep({steps}: SessionView): StepView | undefined {
	return steps.findLast(({status}) => status === 'running');
}
