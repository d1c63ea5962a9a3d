import type {Check, CheckContext, StepEnd, Walk} from '../core/check.ts';
import {holds} from '../core/condition.ts';
import {derive} from '../core/derive.ts';
import {diagnose, type Failure} from '../core/diagnose.ts';
import {clip, visible, visibleLines} from '../core/escape.ts';
import type {DiagnosisFacts, ResultFacts} from '../core/event.ts';
import {observation, type Facts, type Observation, type Tag} from '../core/observation.ts';
import type {Options} from '../core/options.ts';
import {fill} from '../core/phrase.ts';
import type {PlanNode} from '../core/plan.ts';
import type {Ports} from '../core/ports.ts';
import {shownCommand} from '../core/shown-command.ts';
import {subjectOf} from '../core/subject.ts';
import {warningsOf} from '../core/warnings.ts';
import type {EventLog} from './event-log.ts';
import type {Closable, Machinery} from './machinery.ts';

/** A transcript line is cut after so many characters; the parser bounds it before that, in bytes. */
const longestLine = 2000;
const longestText = 8000;

/** What the walks of one session share. */
export type Shared = {
	log: EventLog;
	ports: Ports;
	signal: AbortSignal;
	/** Stops whatever runs, because the session cannot go on. */
	stop(reason: unknown): void;
	redact(text: string): string;
	password(): Promise<string | undefined>;
	/** Lets the user see what comes before it happens, in guided mode. */
	beforeStep(step: string, title: string, command: string): Promise<void>;
	nextConnection(): number;
	nextLine(): number;
	/** Connections that were made, and replies of 4xx and 5xx that were provoked. */
	footprint: {connections: number; rejections: number};
	/** Endpoints that were open earlier in this session: `address port`, and how often. */
	worked: Map<string, number>;
};

export type WalkEnd = {result: ResultFacts; diagnosis: DiagnosisFacts | undefined};

/**
 * Facts in which every text is safe to print, wherever it came from: names in DNS and in certificates
 * are hostile as replies are.
 */
function printable<T>(value: T): T {
	if (typeof value === 'string') {
		return visibleLines(value) as T;
	}

	if (Array.isArray(value)) {
		return value.map(printable) as T;
	}

	return typeof value === 'object' && value !== null
		? (Object.fromEntries(Object.entries(value).map(([key, v]) => [key, printable(v)])) as T)
		: value;
}

const seemsText = (o: Observation): Record<string, unknown> => {
	const {data} = o;
	return 'reply' in data ? {...data, ...data.reply} : {...data};
};

/** Walks the plan once, from its start to a conclusion. Rejects only with the signal's reason. */
export async function walkPlan<Dialogue extends Closable>(
	options: Options,
	asked: Facts['session.asked'],
	machinery: Machinery<Dialogue>,
	shared: Shared,
): Promise<WalkEnd> {
	const {log, ports, signal} = shared;
	const {knowledge} = machinery;
	const began = ports.now();
	const observations: Observation[] = [];
	const hurry = new AbortController();
	const running = new Set<Promise<void>>();
	const walk: Walk<Dialogue> = {hosts: [], candidates: [], dialogue: undefined};
	const safeLine = (text: string) => clip(visible(shared.redact(text)), longestLine);
	const safe = (text: string) =>
		clip(shared.redact(text), longestText).split('\n').map(safeLine).join('\n');
	let broken: unknown;

	const record = (step: string, {tag, data: raw, lines}: Observation) => {
		const data = printable(raw);
		observations.push({tag, data, lines} as Observation);
		log.append({type: 'observation', step, kind: tag, facts: data, lines} as Parameters<
			EventLog['append']
		>[0]);
	};

	const observeFor =
		(step: string) =>
		<T extends Tag>(tag: T, data: Facts[T], lines: readonly number[] = []) => {
			record(step, observation(tag, data, lines));
			if (tag === 'smtp.refusal') {
				shared.footprint.rejections++;
			}

			if (tag === 'tcp.open' || tag === 'tcp.refused') {
				const {host, address, port} = data as Facts['tcp.open'];
				const key = `${address} ${port}`;
				const connections = shared.worked.get(key) ?? 0;
				if (tag === 'tcp.open') {
					shared.worked.set(key, connections + 1);
				} else if (connections > 0) {
					record(step, observation('derived.worked-before', {host, port, connections}));
				}
			}
		};

	const deriveAll = (step: string) => {
		const known = new Set(
			observations
				.filter(o => o.tag.startsWith('derived.'))
				.map(o => `${o.tag} ${JSON.stringify(o.data)}`),
		);
		for (const found of derive(observations)) {
			if (!known.has(`${found.tag} ${JSON.stringify(found.data)}`)) {
				record(step, found);
			}
		}
	};

	const begin = async (check: Check<Dialogue>): Promise<void> => {
		const {id} = check;
		const byHand = knowledge.byHand[id];
		const command = byHand ? shownCommand(byHand.command, subjectOf(observations)) : '';
		await shared.beforeStep(id, check.title, command);
		log.append({
			type: 'step-started',
			step: id,
			title: check.title,
			command,
			question: check.question,
		});
		const started = ports.now();
		let ready: () => void = () => undefined;
		const decided = new Promise<void>(resolve => {
			ready = resolve;
		});
		const context: CheckContext<Dialogue> = {
			options,
			ports,
			signal,
			hurry: hurry.signal,
			observations,
			walk,
			say(line) {
				const lineId = shared.nextLine();
				log.append({type: 'line', id: lineId, ...line, text: safeLine(line.text)});
				return lineId;
			},
			observe: observeFor(id),
			ready,
			nextConnection() {
				shared.footprint.connections++;
				return shared.nextConnection();
			},
			classify: machinery.classify,
			recognise: machinery.recognise,
			recogniseProvider: machinery.recogniseProvider,
			password: shared.password,
			safe,
		};
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
				finish(await check.run(context));
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
		if (broken !== undefined) {
			throw broken;
		}
	};

	const settle = async () => {
		hurry.abort();
		await Promise.all(running);
		if (broken !== undefined) {
			throw broken;
		}
	};

	const checksById = new Map(machinery.checks.map(check => [check.id, check]));

	const route = (id: string, node: Extract<PlanNode, {kind: 'run' | 'branch'}>): string => {
		const step = node.kind === 'run' ? node.check : id;
		deriveAll(step);
		const edge = node.on.find(({when}) => holds(when, observations));
		const {goto: to, because} = edge ?? node.otherwise;
		const facts = edge ? (holds(edge.when, observations)?.at(-1)?.data ?? {}) : {};
		log.append({
			type: 'branch',
			from: id,
			to,
			because: fill(because, facts, subjectOf(observations)),
		});
		return to;
	};

	const account = () => {
		record('session', observation('session.footprint', {...shared.footprint}));
	};

	const elapsed = () => Math.round((ports.now() - began) * 10) / 10;

	const conclude = async (node: Extract<PlanNode, {kind: 'conclude'}>): Promise<WalkEnd> => {
		const subject = subjectOf(observations);
		const because = node.shownBy.flatMap(when => holds(when, observations) ?? []);
		const refusal = observations.findLast(o => o.tag === 'smtp.refusal');
		const decisive = node.class === 'as-replied' ? refusal : because[0];
		const facts = decisive ? seemsText(decisive) : {};
		const replied =
			node.class === 'as-replied' && refusal?.tag === 'smtp.refusal' ? refusal.data : undefined;
		const observedClass = 'class' in facts ? (facts['class'] as Failure['class']) : 'other';
		const named =
			node.class === 'as-replied' || node.class === 'as-observed' ? observedClass : node.class;
		const observedStage = 'stage' in facts ? (facts['stage'] as Failure['stage']) : 'command';
		const summary = fill(node.summary, facts, subject).replaceAll('\n', ' ');
		const failure: Failure = {
			class: named,
			stage: node.stage === 'as-observed' ? observedStage : node.stage,
			summary: replied?.temporary
				? `${summary} — a temporary refusal: the sender will try again.`
				: summary,
			certainty: replied?.certainty ?? node.certainty ?? 'certain',
			alternatives: replied?.alternatives ?? [],
			because,
		};
		const known = {...knowledge, ...(await machinery.failures())};
		const diagnosis = diagnose(failure, observations, known);
		const cause = diagnosis.causes.find(({standing}) => standing !== 'ruled-out');
		return {
			diagnosis,
			result: {
				outcome: 'problem',
				class: failure.class,
				stage: failure.stage,
				cause: cause?.id ?? null,
				summary: failure.summary,
				warnings: warningsOf(observations, knowledge, failure.class),
				elapsed: elapsed(),
			},
		};
	};

	const finishWith = (outcome: 'healthy' | 'inconclusive', summary: string): WalkEnd => ({
		diagnosis: undefined,
		result: {
			outcome,
			class: null,
			stage: null,
			cause: null,
			summary: fill(summary, subjectOf(observations)),
			warnings: warningsOf(observations, knowledge, null),
			elapsed: elapsed(),
		},
	});

	try {
		record('session', observation('session.asked', asked));
		for (let id: string = machinery.plan.start; ;) {
			signal.throwIfAborted();
			const node = machinery.plan.nodes[id];
			if (!node) {
				throw new TypeError(`the plan has no node ${id}`);
			}

			switch (node.kind) {
				case 'run': {
					const check = checksById.get(node.check);
					if (!check) {
						throw new TypeError(`there is no check ${node.check}`);
					}

					await begin(check);
					id = route(id, node);
					continue;
				}

				case 'branch': {
					id = route(id, node);
					continue;
				}

				case 'conclude': {
					await settle();
					account();
					deriveAll(id);
					return await conclude(node);
				}

				case 'healthy':
				case 'inconclusive': {
					await settle();
					account();
					deriveAll(id);
					return finishWith(node.kind, node.summary);
				}
			}
		}
	} catch (error) {
		// Nothing may come after the result: what still runs is stopped and waited for.
		shared.stop(error);
		await Promise.all(running);
		throw error;
	} finally {
		walk.dialogue?.close();
		for (const {wire} of walk.candidates) {
			wire?.destroy();
		}
	}
}
