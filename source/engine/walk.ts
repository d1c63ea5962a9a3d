import type {Walk} from '../core/check.ts';
import {holds} from '../core/condition.ts';
import type {DiagnosisFacts, ResultFacts} from '../core/event.ts';
import type {InspectionCause} from '../core/knowledge.ts';
import {observation, type Facts, type Observation} from '../core/observation.ts';
import type {Options} from '../core/options.ts';
import {fill} from '../core/phrase.ts';
import type {Edge, PlanNode} from '../core/plan.ts';
import type {Ports} from '../core/ports.ts';
import type {Inside} from '../core/server-access.ts';
import {subjectOf} from '../core/subject.ts';
import {warningsOf} from '../core/warnings.ts';
import {conclude, failureOf} from './conclude.ts';
import type {Closable, Machinery} from './machinery.ts';
import {createRecorder, type Recorder} from './recorder.ts';
import {createCheckRunner} from './run-checks.ts';
import type {Shared} from './shared.ts';

export type WalkEnd = {
	result: ResultFacts;
	diagnosis: DiagnosisFacts | undefined;
	/** The server was to be looked at, and there was no way in. */
	isShutOut: boolean;
	/** What calls for a look into the server. */
	calls: readonly InspectionCause[];
	/** Looks into the server as well, and judges anew. */
	lookInside(inside: Inside): Promise<WalkEnd>;
};

/** Whether there was a way into the server, the last time. */
const isWayIn = ({tag}: Observation) => tag === 'server.closed-to-us' || tag === 'server.looked';

/** TLS failed in a way that an opportunistic sender passes over: its reason is on the server all the same. */
function isTlsPutUpWith({tag, data}: Observation): boolean {
	return (
		tag === 'tls.given-up' ||
		((tag === 'tls.failed' || tag === 'tls.established') && 'tolerated' in data && data.tolerated)
	);
}

/**
 * What is looked at inside: what the verdict calls for, TLS that was put up with, and the message that the user
 * wants followed.
 */
export function callsFor(
	about: InspectionCause,
	{follow}: Pick<Options, 'follow'>,
	observations: readonly Observation[],
): readonly InspectionCause[] {
	return [
		about,
		...(observations.some(isTlsPutUpWith) ? (['tls-put-up-with'] as const) : []),
		...(follow === undefined ? [] : (['follow'] as const)),
	];
}

type End = Exclude<PlanNode, {kind: 'run' | 'branch'}>;
type Exit = Pick<Edge<string>, 'goto' | 'because'>;

/** The network that the session sees: that of this machine, or of another whose use is noted. */
async function portsOf(
	options: Options,
	recorder: Recorder,
	{ports, inspector}: Shared,
): Promise<Ports> {
	const {fromHost} = options;
	if (!fromHost) {
		return ports;
	}

	return inspector.portsFrom(fromHost, options, {
		looked: look => recorder.observe('vantage', 'views.looked', {where: fromHost, ...look}),
		noWay: why => recorder.observe('vantage', 'views.no-way', {host: fromHost, why}),
	});
}

/** Walks the plan once, from its start to a conclusion. Rejects only with the signal's reason. */
export async function walkPlan<Dialogue extends Closable>(
	options: Options,
	asked: Facts['session.asked'],
	machinery: Machinery<Dialogue>,
	shared: Shared,
): Promise<WalkEnd> {
	const {log, ports, signal} = shared;
	const {plan, knowledge} = machinery;
	const began = ports.now();
	const walk: Walk<Dialogue> = {
		began: ports.today(),
		hosts: [],
		candidates: [],
		dialogue: undefined,
	};
	const recorder = createRecorder(shared);
	const {observations} = recorder;
	const runner = createCheckRunner(
		options,
		walk,
		recorder,
		machinery,
		shared,
		await portsOf(options, recorder, shared),
	);
	const checksById = new Map(machinery.checks.map(check => [check.id, check]));

	const runCheck = async (id: string) => {
		const check = checksById.get(id);
		if (!check) {
			throw new TypeError(`there is no check ${id}`);
		}

		await runner.run(check);
	};

	/** Takes the first edge that holds, and says why. */
	const take = (from: string, edges: readonly Edge<string>[], otherwise: Exit): string => {
		const edge = edges.find(({when}) => holds(when, observations));
		const {goto: to, because} = edge ?? otherwise;
		const facts = edge ? (holds(edge.when, observations)?.at(-1)?.data ?? {}) : {};
		log.append({
			type: 'branch',
			from,
			to,
			because: fill(because, facts, subjectOf(observations)),
		});
		return to;
	};

	/** The node that follows on this one, by what is known now. */
	const route = (id: string, node: Exclude<PlanNode, End>): string => {
		recorder.deriveAll(node.kind === 'run' ? node.check : id);
		return take(id, node.on, node.otherwise);
	};

	/** Goes from node to node until one ends the walk. */
	const follow = async (start: string): Promise<{id: string; node: End}> => {
		for (let id = start; ;) {
			signal.throwIfAborted();
			const node = plan.nodes[id];
			if (!node) {
				throw new TypeError(`the plan has no node ${id}`);
			}

			if (node.kind === 'run') {
				await runCheck(node.check);
			} else if (node.kind !== 'branch') {
				return {id, node};
			}

			id = route(id, node);
		}
	};

	const judge = async (node: End): Promise<Pick<WalkEnd, 'result' | 'diagnosis'>> => {
		const elapsed = () => Math.round((ports.now() - began) * 10) / 10;
		if (node.kind !== 'conclude') {
			return {
				diagnosis: undefined,
				result: {
					outcome: node.kind,
					class: null,
					stage: null,
					cause: null,
					summary: fill(node.summary, subjectOf(observations)),
					warnings: warningsOf(observations, knowledge, null),
					elapsed: elapsed(),
				},
			};
		}

		const failure = failureOf(node, observations);
		const known = {...knowledge, ...(await machinery.failures())};
		const {diagnosis, cause} = conclude(failure, observations, known);
		return {
			diagnosis,
			result: {
				outcome: 'problem',
				class: failure.class,
				stage: failure.stage,
				cause,
				summary: failure.summary,
				warnings: warningsOf(observations, knowledge, failure.class),
				elapsed: elapsed(),
			},
		};
	};

	/** Nothing may come after the result: what still runs when something fails is stopped and waited for. */
	const orStop = async <T>(work: () => Promise<T>): Promise<T> => {
		try {
			return await work();
		} catch (error) {
			shared.stop(error);
			await runner.stopped();
			throw error;
		}
	};

	/** The end that what was seen on the server leads to, where it leads on. */
	const onceLooked = async (id: string, node: End): Promise<End> => {
		const open = (node.onceLooked ?? []).filter(({when}) => holds(when, observations));
		return open[0] ? (await follow(take(id, open, open[0]))).node : node;
	};

	const noteFootprint = () => {
		recorder.record('session', observation('session.footprint', {...shared.footprint}));
	};

	const endWith = async (id: string, node: End, inside: Inside | undefined): Promise<WalkEnd> => {
		let end = node;
		const about = node.kind === 'conclude' ? failureOf(node, observations).class : node.kind;
		const first = callsFor(about, options, observations);
		const {connections} = shared.footprint;
		if (inside) {
			await shared.inspector.inspect(first, [], inside, runner, recorder);
			end = await onceLooked(id, node);
			if (end !== node && end.kind === 'conclude') {
				const more = [failureOf(end, observations).class];
				await shared.inspector.inspect(more, first, inside, runner, recorder);
			}
		}

		if (shared.footprint.connections > connections) {
			noteFootprint();
		}

		return {
			...(await judge(end)),
			calls: first,
			isShutOut: observations.findLast(isWayIn)?.tag === 'server.closed-to-us',
			lookInside: async wanted => orStop(async () => endWith(id, node, wanted)),
		};
	};

	try {
		return await orStop(async () => {
			recorder.record('session', observation('session.asked', asked));
			const {id, node} = await follow(plan.start);
			await runner.settle();
			noteFootprint();
			recorder.deriveAll(id);
			return endWith(id, node, options.inside);
		});
	} finally {
		walk.dialogue?.close();
		for (const {wire} of walk.candidates) {
			wire?.destroy();
		}
	}
}
