import {compare} from '../core/compare.ts';
import {schemaVersion, type EventOf, type ResultFacts} from '../core/event.ts';
import type {Facts} from '../core/observation.ts';
import type {Options, Target} from '../core/options.ts';
import {createRedactor, type Secret} from '../core/redact.ts';
import type {Answer, Prompter, Question, Session} from '../core/session.ts';
import {domainOf} from '../core/subject.ts';
import type {Service} from '../core/vocabulary.ts';
import {createEventLog} from './event-log.ts';
import type {Closable, Machinery} from './machinery.ts';
import {createInspector} from './inspect.ts';
import type {Shared} from './shared.ts';
import {walkPlan, type WalkEnd} from './walk.ts';

/** The target as the user would type it. */
export function targetText(target: Target): string {
	switch (target.kind) {
		case 'host': {
			return target.host;
		}

		case 'mailbox': {
			return target.address;
		}

		case 'domain': {
			return target.domain;
		}
	}
}

function portsByService(
	services: NonNullable<Options['services']>,
): Partial<Record<Service, number>> {
	return Object.fromEntries(
		Object.entries(services).map(([port, service]) => [service, Number(port)]),
	);
}

function askedOf(options: Options, run: number): Facts['session.asked'] {
	const {aim, target, port, tls, user, from, to, send, dns, helo, lab, services = {}} = options;
	const {records, headers, fromHost} = options;
	return {
		aim,
		target: targetText(target),
		port: port ?? null,
		tls,
		signIn: user !== undefined,
		sender: from ?? (user?.includes('@') ? user : ''),
		recipient: to ?? '',
		recipientDomain: domainOf(to ?? ''),
		send,
		run,
		...(helo === undefined ? {} : {helo}),
		...(user === undefined ? {} : {user}),
		...(dns ? {resolver: dns} : {}),
		...(records ? {records} : {}),
		...(headers === undefined ? {} : {headers: true}),
		...(fromHost ? {fromHost} : {}),
		...(lab === undefined ? {} : {practicePorts: portsByService(services)}),
	};
}

/**
 * What of the options may be written down: everything but the CA's text and the header of a message; there
 * is no secret in them.
 */
function writtenOptions({target, ca, headers, ...rest}: Options): Record<string, unknown> {
	return {
		...rest,
		target: targetText(target),
		...(ca ? {ca: '(given)'} : {}),
		...(headers === undefined ? {} : {headers: '(given)'}),
	};
}

/**
 * Starts a session: walks the plan, and again for as long as the prompter chooses to go on.
 * `interactive` sessions ask what to do next and put questions and answers into the log; while
 * `guided` says so, they ask before each step, too.
 */
export function startSession<Dialogue extends Closable>(
	first: Options,
	prompter: Prompter,
	machinery: Machinery<Dialogue>,
	interactive: boolean,
	guided: () => boolean = () => false,
): Session {
	const ports = machinery.ports(first);
	const log = createEventLog(ports.now);
	const controller = new AbortController();
	const {signal} = controller;
	let connections = 0;
	let lines = 0;
	let redact = (text: string) => text;
	let interrupted = false;
	/** By user, those that have not been refused; what is hidden are all that were ever given. */
	const passwords = new Map<string, string>();
	const secrets: Secret[] = [];

	const ask = async (question: Question): Promise<Answer | undefined> => {
		if (interactive) {
			log.append({type: 'question', ...question});
		}

		const answer = await prompter(question, signal);
		if (interactive && answer) {
			const value = question.secret ? '[hidden]' : answer.value;
			log.append({type: 'answer', node: question.node, value});
		}

		return answer;
	};

	let options = first;
	const shared: Shared = {
		log,
		ports,
		signal,
		inspector: createInspector(machinery.inside),
		stop: reason => controller.abort(reason),
		redact: text => redact(text),
		nextConnection: () => ++connections,
		nextLine: () => ++lines,
		footprint: {connections: 0, rejections: 0},
		worked: new Map(),
		async beforeStep(step, title, command) {
			if (guided()) {
				const choices = [{value: 'run', label: `Run ${title}`}];
				await ask({node: 'step', text: title, choices, secret: false, step, command});
			}
		},
		async password() {
			const user = options.user ?? '';
			const known = passwords.get(user);
			if (known !== undefined) {
				return known;
			}

			const answer = await ask({
				node: 'password',
				text: `Password of ${user}`,
				choices: [],
				secret: true,
			});
			if (answer === undefined || answer.value === '') {
				return undefined;
			}

			passwords.set(user, answer.value);
			secrets.push({user, password: answer.value});
			redact = createRedactor(secrets);
			return answer.value;
		},
	};

	const inconclusive = (summary: string): ResultFacts => ({
		outcome: 'inconclusive',
		class: null,
		stage: null,
		cause: null,
		summary,
		warnings: [],
		elapsed: log.elapsed(),
	});

	const finish = ({result, diagnosis}: WalkEnd, run: number, before?: ResultFacts) => {
		if (diagnosis) {
			log.append({type: 'diagnosis', ...diagnosis});
		}

		if (result.class === 'auth-failed') {
			passwords.clear();
		}

		const compared = before ? {compared: compare(before, result)} : {};
		log.append({type: 'run-finished', run, ...result, ...compared});
	};

	/** What may be done after a verdict. */
	const next = async ({result, isShutOut, calls}: WalkEnd): Promise<Answer | undefined> => {
		const hasView = (options.inside && !isShutOut) || options.lab !== undefined;
		const looks = hasView ? [] : await shared.inspector.announce(calls);
		const canLook = looks.length > 0;
		return ask({
			node: 'next',
			text: result.summary,
			choices: [
				{value: 'again', label: 'Run again'},
				...(canLook ? [{value: 'look-inside', label: 'Look at the mail server itself'}] : []),
				{value: 'leave', label: 'Leave'},
			],
			secret: false,
			...(canLook ? {looks} : {}),
		});
	};

	const play = async (): Promise<ResultFacts> => {
		let run = 1;
		let end = await walkPlan(options, askedOf(options, run), machinery, shared);
		finish(end, run);
		for (;;) {
			const answer = interactive ? await next(end) : undefined;
			if (answer === undefined || answer.value === 'leave') {
				return end.result;
			}

			const {changes = {}} = answer;
			options = {...options, ...changes};
			if (answer.value === 'look-inside' && changes.inside) {
				end = await end.lookInside(changes.inside);
				finish(end, run);
				continue;
			}

			if (changes.user !== undefined) {
				passwords.delete(changes.user); // Who signs in anew may have another password in mind
			}

			run++;
			log.append({type: 'run-started', run, changes: Object.keys(changes)});
			const before = end.result;
			end = await walkPlan(options, askedOf(options, run), machinery, shared);
			finish(end, run, before);
		}
	};

	const run = async (): Promise<EventOf<'result'>> => {
		log.append({
			type: 'session',
			schema: schemaVersion,
			version: machinery.version,
			target: targetText(first.target),
			options: writtenOptions(first),
			startedAt: machinery.date(),
		});
		let result: ResultFacts;
		try {
			result = await play();
		} catch (error) {
			result = inconclusive(
				interrupted
					? 'Interrupted before the checks were finished.'
					: `smtp-medic met a fault of its own: ${String(error)}`,
			);
		} finally {
			await shared.inspector.close();
		}

		log.append({type: 'result', ...result});
		const end = log.events.at(-1);
		if (end?.type !== 'result') {
			throw new TypeError('the last event is the result');
		}

		return end;
	};

	return {
		events: log.events,
		subscribe: log.subscribe,
		abort() {
			interrupted = true;
			controller.abort(new Error('interrupted'));
		},
		// The first event must not come before the caller has had the chance to listen.
		done: Promise.resolve().then(run),
	};
}
