import {isLoopback} from '../core/address.ts';
import type {Inspection, InspectionContext} from '../core/inspection.ts';
import type {InspectionCall, InspectionCause} from '../core/knowledge.ts';
import {all, type Observation} from '../core/observation.ts';
import type {Options} from '../core/options.ts';
import type {Ports} from '../core/ports.ts';
import {shellWord} from '../core/shell-word.ts';
import {shownCommand} from '../core/shown-command.ts';
import {subjectOf} from '../core/subject.ts';
import type {Recorder} from './recorder.ts';
import type {CheckRunner, Runnable} from './run-checks.ts';
import {
	isDeclared,
	lookByHand,
	placeOf,
	type AnnouncedLook,
	type Inside,
	type ServerAccess,
} from '../core/server-access.ts';
import type {InsideMachinery, ToldThere} from './machinery.ts';

/** Looks into the servers of one session, each opened once. */
export type Inspector = {
	/**
	 * Runs the inspections that a verdict and the user's wishes call for, as steps of a walk. Where there is no way in, that
	 * is observed, and the walk goes on without.
	 */
	inspect<Dialogue>(
		about: readonly InspectionCause[],
		/** What of that was called for before, and is done. */
		before: readonly InspectionCause[],
		inside: Inside,
		runner: CheckRunner<Dialogue>,
		recorder: Recorder,
	): Promise<void>;
	/** Every look that a verdict and the user's wishes call for, each once; none where no inspection is. */
	announce(about: readonly InspectionCause[]): Promise<readonly AnnouncedLook[]>;
	/** The network as another machine has it that `ssh` reaches; what is done there is told. */
	portsFrom(host: string, options: Pick<Options, 'dns'>, told: ToldThere): Promise<Ports>;
	/** Ends all connections. */
	close(): Promise<void>;
};

/** The server as one inspection sees it: no look but those that it declares, and each is noted. */
function guarded(
	inspection: Inspection,
	access: ServerAccess,
	{observe, signal}: Pick<InspectionContext, 'observe' | 'signal'>,
): InspectionContext['server'] {
	const place = placeOf(access.where);
	const told = new Set<string>(); // A log that is waited for is read again and again
	return {
		where: access.where,
		place,
		async look(look) {
			if (!isDeclared(look, inspection.looks)) {
				throw new TypeError(`${inspection.id} does not declare: ${lookByHand(look)}`);
			}

			const seen = await access.look(look, signal);
			const {why} = look;
			const command = lookByHand(look);
			const {status} = seen;
			if (told.has(`${status} ${command}`)) {
				return seen;
			}

			told.add(`${status} ${command}`);
			observe('server.looked', {where: place, command, why, status});
			if (seen.status === 'forbidden' || seen.status === 'failed') {
				observe('server.not-seen', {where: place, what: why, command, why: seen.why});
			}

			return seen;
		},
		async connect(endpoint, until) {
			const {connects} = inspection;
			if (!connects) {
				throw new TypeError(`${inspection.id} does not declare that it connects`);
			}

			const local = isLoopback(endpoint.address) ? endpoint.address : undefined;
			const connected = await access.connect(endpoint, until, local);
			const command = `a connection to ${endpoint.address} port ${endpoint.port}`;
			const status = connected.ok ? 'seen' : 'failed';
			observe('server.looked', {where: place, command, why: connects.why, status});
			return connected;
		},
	};
}

function asStep(inspection: Inspection, access: ServerAccess): Runnable<unknown> {
	return {
		...inspection,
		run: async context =>
			inspection.run({...context, server: guarded(inspection, access, context)}),
	};
}

/** The step that makes the connection to another machine, and tells whether there is a way. */
function wayIn(access: ServerAccess, tell: (isOpen: boolean) => void): Runnable<unknown> {
	return {
		id: 'way-in',
		title: 'Way in',
		question: 'reach',
		async run({observe, signal, safe}) {
			const where = placeOf(access.where);
			const why = await access.prepare(signal);
			tell(why === undefined);
			if (why === undefined) {
				return {status: 'passed', summary: `${where} lets this user look.`};
			}

			observe('server.closed-to-us', {where, why: safe(why)});
			return {status: 'skipped', summary: `${where} could not be looked into: ${why}`};
		},
	};
}

type Called = Pick<InspectionCall, 'onlyFor'> & {inspection: Inspection};

/** The inspections that a verdict calls for, in the order of the table. */
function calledFor(
	about: readonly InspectionCause[],
	{calls, inspections}: InsideMachinery,
): readonly Called[] {
	return calls
		.filter(({when}) => about.some(cause => when.includes(cause)))
		.map(({inspection: id, onlyFor}) => {
			const inspection = inspections.find(known => known.id === id);
			if (!inspection) {
				throw new TypeError(`there is no inspection ${id}`);
			}

			return {inspection, ...(onlyFor ? {onlyFor} : {})};
		});
}

/** It is about a mail server that is not among those that were seen to be installed. */
function isForOthers({onlyFor}: Called, observations: readonly Observation[]): boolean {
	const installed = all(observations, 'server.service').map(({mta}) => mta);
	return onlyFor !== undefined && installed.length > 0 && !installed.includes(onlyFor);
}

/** Makes the inspector of a session; nothing is loaded before it is needed. */
export function createInspector(load: () => Promise<InsideMachinery>): Inspector {
	const open = new Map<string, ServerAccess>();

	const accessTo = (inside: Inside, {openServer}: InsideMachinery): ServerAccess => {
		const key = JSON.stringify(inside);
		const access = open.get(key) ?? openServer(inside);
		open.set(key, access);
		return access;
	};

	return {
		async inspect(about, before, inside, runner, recorder) {
			const machinery = await load();
			const done = calledFor(before, machinery).map(({inspection}) => inspection);
			const called = calledFor(about, machinery).filter(
				({inspection}) => !done.includes(inspection),
			);
			if (called.length === 0) {
				return;
			}

			const access = accessTo(inside, machinery);
			if (inside.kind === 'ssh' && before.length === 0) {
				let isOpen = false;
				const step = wayIn(access, told => {
					isOpen = told;
				});
				await runner.run(step, `ssh ${shellWord(inside.host)}`);
				if (!isOpen) {
					return;
				}
			}

			for (const call of called) {
				if (isForOthers(call, recorder.observations)) {
					continue;
				}

				const {inspection} = call;
				const {looks, connects} = inspection;
				const command = [
					...looks.map(lookByHand),
					...(connects ? [shownCommand(connects.byHand, subjectOf(recorder.observations))] : []),
				].join('; ');
				await runner.run(asStep(inspection, access), command);
				recorder.deriveAll(inspection.id);
			}
		},
		async announce(about) {
			const machinery = await load();
			const told = calledFor(about, machinery).flatMap(
				({inspection: {looks, connects}}): AnnouncedLook[] => [
					...looks.map(look => {
						const {why, needs} = look;
						return {command: lookByHand(look), why, needs};
					}),
					...(connects
						? ([{command: connects.to, why: connects.why, needs: 'anybody'}] as const)
						: []),
				],
			);
			return [...new Map(told.map(look => [look.command, look])).values()];
		},
		async portsFrom(host, options, told) {
			const machinery = await load();
			const access = accessTo({kind: 'ssh', host, sudo: false}, machinery);
			return machinery.portsThere(access, options, told);
		},
		async close() {
			await Promise.all([...open.values()].map(async access => access.close()));
			open.clear();
		},
	};
}
