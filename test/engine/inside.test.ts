// Looking into the server itself: only with consent, only what was announced, and beside the verdict.
import {expect, test} from 'vitest';
import type {Inspection} from '../../source/core/inspection.ts';
import type {Answer, Question} from '../../source/core/session.ts';
import {startSession} from '../../source/engine/start-session.ts';
import {createMachinery} from '../../source/wiring.ts';
import {freePort} from '../helpers/free-port.ts';
import {optionsFor, runSession} from '../helpers/run-session.ts';
import {startScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';

const here = {kind: 'local', sudo: false} as const;

test('without consent nothing is looked at', async () => {
	const {observed, result} = await runSession(optionsFor(await freePort()));
	expect(result.class).toBe('refused');
	expect(observed('server.looked')).toEqual([]);
});

test('with consent the server is looked at after the verdict, and what is seen there counts', async () => {
	const port = await freePort();
	const {events, observed, result, diagnosis} = await runSession(optionsFor(port, {inside: here}));
	expect(result).toMatchObject({outcome: 'problem', class: 'refused'});
	expect(observed('server.identity')).toMatchObject([{owns: true, dialled: '127.0.0.1'}]);
	expect(observed('server.port')).toContainEqual(
		expect.objectContaining({port, asked: true, reach: 'nobody'}),
	);
	const taken = diagnosis?.causes.find(({id}) => id === 'port-taken');
	expect(taken).toMatchObject({standing: 'ruled-out'});
	const seen = observed('server.looked').filter(({status}) => status === 'seen');
	expect(seen.map(({command}) => command)).toContain('ip -o address show');
	const end = events.findIndex(({type}) => type === 'diagnosis');
	expect(events.slice(end).some(event => event.type === 'observation')).toBe(false);
});

test('a server that works is looked at, too, and a listener on loopback is seen as one', async () => {
	const server = await startScriptServer(smtp());
	const {observed, result} = await runSession(optionsFor(server.port, {inside: here}));
	expect(result.outcome).toBe('healthy');
	expect(observed('server.port')).toContainEqual(
		expect.objectContaining({asked: true, reach: 'loopback', addresses: ['127.0.0.1']}),
	);
});

test('a server that ssh does not reach is said to be closed to us, and the verdict stands', async () => {
	const inside = {kind: 'ssh', host: 'nobody@127.0.0.1:1', sudo: false} as const;
	const {observed, result} = await runSession(optionsFor(await freePort(), {inside}));
	expect(result.class).toBe('refused');
	expect(observed('server.closed-to-us')).toMatchObject([{where: inside.host}]);
	expect(observed('server.looked')).toEqual([]);
});

/** A guided session in which these answers are given in turn; then the user leaves. */
async function guided(port: number, answers: readonly Answer[]) {
	const asked: Question[] = [];
	const session = startSession(
		optionsFor(port),
		async question => {
			asked.push(question);
			return answers[asked.length - 1] ?? {value: 'leave'};
		},
		createMachinery('0.0.0'),
		true,
	);
	await session.done;
	return {asked, events: session.events};
}

test('who is asked afterwards can let the server be looked at, without all being done again', async () => {
	const {asked, events} = await guided(await freePort(), [
		{value: 'look-inside', changes: {inside: here}},
	]);
	const offered = asked.map(({choices}) => choices.map(({value}) => value));
	expect(offered).toEqual([
		['again', 'look-inside', 'leave'],
		['again', 'leave'],
	]);
	const steps = events.flatMap(event => (event.type === 'step-started' ? [event.step] : []));
	expect(steps.filter(step => step === 'scan')).toHaveLength(1);
	expect(steps).toContain('listeners');
	const verdicts = events.flatMap(event => (event.type === 'run-finished' ? [event.run] : []));
	expect(verdicts).toEqual([1, 1]);
	expect(events.filter(({type}) => type === 'diagnosis')).toHaveLength(2);
});

test('whoever was shut out may say another way, and is not asked about what was seen', async () => {
	const shut = {kind: 'ssh', host: 'nobody@127.0.0.1:1', sudo: false} as const;
	const {asked, events} = await guided(await freePort(), [
		{value: 'look-inside', changes: {inside: shut}},
		{value: 'look-inside', changes: {inside: here}},
	]);
	const offered = asked.map(({choices}) => choices.some(({value}) => value === 'look-inside'));
	expect(offered).toEqual([true, true, false]);
	expect(events.filter(({type}) => type === 'run-finished')).toHaveLength(3);
	const seen = events.some(e => e.type === 'observation' && e.kind === 'server.looked');
	expect(seen).toBe(true);
});

test('a further run looks again, since it was allowed', async () => {
	const {events} = await guided(await freePort(), [
		{value: 'look-inside', changes: {inside: here}},
		{value: 'again'},
	]);
	const looked = events.filter(event => event.type === 'step-started' && event.step === 'service');
	expect(looked).toHaveLength(2);
	expect(events.findLast(event => event.type === 'run-finished')).toMatchObject({
		run: 2,
		compared: 'same',
	});
});

test('what is about one mail server is left out where another one alone is installed', async () => {
	const part = (id: string, run: Inspection['run']): Inspection => ({
		id,
		title: id,
		question: 'reach',
		stage: 'connect',
		emits: ['server.service'],
		looks: [],
		run,
	});
	const found: Inspection['run'] = async ({observe}) => {
		const more = {unit: 'exim4.service', state: 'active', running: true, mainPid: 1, type: ''};
		observe('server.service', {mta: 'exim', ...more, atBoot: '', since: '', lastExit: null});
		return {status: 'passed', summary: 'Found.'};
	};
	const none: Inspection['run'] = async () => ({status: 'passed', summary: 'Looked.'});
	const call = {when: ['refused'], does: '', why: ''} as const;
	const machinery = createMachinery('0.0.0');
	const stepsWith = async (first: Inspection['run']) => {
		const session = startSession(
			optionsFor(await freePort(), {inside: here}),
			async () => undefined,
			{
				...machinery,
				inside: async () => ({
					...(await machinery.inside()),
					inspections: [part('service', first), part('of-exim', none), part('of-postfix', none)],
					calls: [
						{inspection: 'service', ...call},
						{inspection: 'of-exim', onlyFor: 'exim', ...call},
						{inspection: 'of-postfix', onlyFor: 'postfix', ...call},
					],
				}),
			},
			false,
		);
		await session.done;
		return session.events.flatMap(e => (e.type === 'step-started' ? [e.step] : [])).slice(-3);
	};

	expect(await stepsWith(none)).toEqual(['service', 'of-exim', 'of-postfix']);
	expect((await stepsWith(found)).slice(-2)).toEqual(['service', 'of-exim']);
});

test('a look that was not announced is never taken', async () => {
	const sly: Inspection = {
		id: 'service',
		title: 'Sly',
		question: 'reach',
		stage: 'connect',
		emits: [],
		looks: [{run: ['id'], needs: 'anybody', why: 'who it is'}],
		async run({server}) {
			await server.look({run: ['touch', '/tmp/sly'], needs: 'anybody', why: 'nothing'});
			return {status: 'passed', summary: 'Done.'};
		},
	};
	const machinery = createMachinery('0.0.0');
	const session = startSession(
		optionsFor(await freePort(), {inside: here}),
		async () => undefined,
		{
			...machinery,
			inside: async () => ({
				...(await machinery.inside()),
				inspections: [sly],
				calls: [{inspection: 'service', when: ['refused'], does: '', why: ''}],
			}),
		},
		false,
	);
	expect(await session.done).toMatchObject({
		outcome: 'inconclusive',
		summary: expect.stringContaining('does not declare: touch /tmp/sly'),
	});
});
