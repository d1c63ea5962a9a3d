import type {Check, CheckContext, StepEnd, Walk} from '../core/check.ts';
import {clip, visible} from '../core/escape.ts';
import type {Options} from '../core/options.ts';
import {shownCommand} from '../core/shown-command.ts';
import {subjectOf} from '../core/subject.ts';
import type {Closable, Machinery} from './machinery.ts';
import type {Recorder} from './recorder.ts';
import type {Shared} from './shared.ts';

/** A transcript line is cut after so many characters; the parser bounds it before that, in bytes. */
const longestLine = 2000;
const longestText = 8000;

/** What of a check makes a step. */
export type Runnable<Dialogue> = Pick<Check<Dialogue>, 'id' | 'title' | 'question' | 'run'>;

/** Runs the checks of one walk, each as a step of the event log. */
export type CheckRunner<Dialogue> = {
	/**
	 * Resolves once the plan may go on, which may be before the check has finished. `command` shows the
	 * same by hand, where the table does not know it.
	 */
	run(check: Runnable<Dialogue>, command?: string): Promise<void>;
	/** Hurries what still runs, and waits for it. Rejects with the fault of a check that broke. */
	settle(): Promise<void>;
	/** Waits for what still runs, after the session was stopped. */
	stopped(): Promise<void>;
};

/** Makes the runner of one walk; `walk` is what its checks hand on to each other, `ports` their network. */
export function createCheckRunner<Dialogue extends Closable>(
	options: Options,
	walk: Walk<Dialogue>,
	recorder: Recorder,
	machinery: Machinery<Dialogue>,
	shared: Shared,
	ports = shared.ports,
): CheckRunner<Dialogue> {
	const {log, signal} = shared;
	const {observations} = recorder;
	const hurry = new AbortController();
	const running = new Set<Promise<void>>();
	const safeLine = (text: string) => clip(visible(shared.redact(text)), longestLine);
	const safe = (text: string) =>
		clip(shared.redact(text), longestText).split('\n').map(safeLine).join('\n');
	let broken: unknown;

	const contextFor = (id: string, ready: () => void): CheckContext<Dialogue> => ({
		options,
		ports,
		here: shared.ports,
		signal,
		hurry: hurry.signal,
		observations,
		walk,
		say(line) {
			const lineId = shared.nextLine();
			log.append({type: 'line', id: lineId, ...line, text: safeLine(line.text)});
			return lineId;
		},
		observe: (tag, data, lines) => recorder.observe(id, tag, data, lines),
		ready,
		nextConnection() {
			shared.footprint.connections++;
			return shared.nextConnection();
		},
		classify: machinery.classify,
		recognise: machinery.recognise,
		recogniseProvider: machinery.recogniseProvider,
		recordKnowledge: machinery.recordKnowledge,
		viewMeanings: async () => (await machinery.inside()).viewMeanings,
		provoked() {
			shared.footprint.rejections++;
		},
		password: shared.password,
		safe,
	});

	const throwIfBroken = () => {
		if (broken !== undefined) {
			throw broken;
		}
	};

	return {
		async run(check, given) {
			const {id, title, question} = check;
			const template = machinery.knowledge.byHand[id]?.command ?? '';
			const command = given ?? shownCommand(template, subjectOf(observations));
			await shared.beforeStep(id, title, command);
			log.append({type: 'step-started', step: id, title, command, question});
			const started = ports.now();
			const {promise: decided, resolve: ready} = Promise.withResolvers<void>();
			const finish = (end: StepEnd) => {
				log.append({
					type: 'step-finished',
					step: id,
					...end,
					summary: safeLine(end.summary),
					elapsed: Math.round((ports.now() - started) * 10) / 10,
				});
			};

			const whole = (async () => {
				try {
					finish(await check.run(contextFor(id, ready)));
				} catch (error) {
					broken ??= error;
					finish({
						status: 'failed',
						summary: signal.aborted ? 'Interrupted.' : `Fault of smtp-medic: ${String(error)}`,
					});
				} finally {
					ready();
				}
			})();
			running.add(whole);
			void whole.finally(() => running.delete(whole));
			await decided;
			throwIfBroken();
		},
		async settle() {
			hurry.abort();
			await Promise.all(running);
			throwIfBroken();
		},
		async stopped() {
			await Promise.all(running);
		},
	};
}
