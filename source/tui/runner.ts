import type {SessionEvent} from '../core/event.ts';
import type {Practice} from '../core/practice.ts';
import type {Answer, Prompter, Session} from '../core/session.ts';
import type {Effect, Message} from './messages.ts';
import type {ScreenPorts} from './ports.ts';

/** The screens hear of events at most so often, in milliseconds; what came is handed on at once. */
const pause = 33;
const second = 1000;

export type Runner = {
	perform(effect: Effect): void;
	/** Hands on the events that wait, so that a key meets the state that is really there. */
	flush(): void;
	/** Ends the session and the practice server. */
	close(): Promise<void>;
};

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Does what the screens ask for. `leave` ends the program with a code. */
export function createRunner(
	ports: ScreenPorts,
	send: (message: Message) => void,
	leave: (code: number | 'verdict') => void,
	running: {practice: Practice | undefined} = {practice: undefined},
): Runner {
	let session: Session | undefined;
	let number = 0;
	let waiting: SessionEvent[] = [];
	let timer: ReturnType<typeof setTimeout> | undefined;
	let handedOn = 0;
	let answer: ((answer: Answer) => void) | undefined;
	let password = '';
	let guided = false;
	let wait: ReturnType<typeof setTimeout> | undefined;

	const stopWaiting = () => {
		clearTimeout(wait);
		wait = undefined;
	};

	/** Tells how much is left each time that a second of it is over. */
	const waitFor = (of: number, milliseconds: number) => {
		stopWaiting();
		const over = performance.now() + milliseconds;
		const tell = () => {
			const left = Math.max(0, over - performance.now());
			if (left > 0) {
				wait = setTimeout(tell, left % second || second);
			} else {
				stopWaiting();
			}

			send({type: 'waited', session: of, left});
		};

		wait = setTimeout(tell, milliseconds % second || second);
	};

	const flush = () => {
		clearTimeout(timer);
		timer = undefined;
		handedOn = performance.now();
		if (waiting.length > 0) {
			const events = waiting;
			waiting = [];
			send({type: 'events', session: number, events});
		}
	};

	const prompter: Prompter = (question, signal) => {
		if (question.node === 'password' && password !== '') {
			const value = password;
			password = '';
			return Promise.resolve({value});
		}

		return new Promise((resolve, reject) => {
			answer = resolve;
			const stop = () => {
				reject(signal.reason instanceof Error ? signal.reason : new Error('interrupted'));
			};
			signal.addEventListener('abort', stop, {once: true});
		});
	};

	const start = async (effect: Extract<Effect, {type: 'start'}>) => {
		stopWaiting();
		session?.abort();
		flush();
		number = effect.session;
		password = effect.password ?? '';
		({guided} = effect);
		const began = await ports.startSession(effect.options, prompter, () => guided);
		if (number !== effect.session) {
			began.abort();
			return;
		}

		session = began;
		const hear = (...events: readonly SessionEvent[]) => {
			if (session === began) {
				waiting.push(...events);
				timer ??= setTimeout(flush, Math.max(0, pause - (performance.now() - handedOn)));
			}
		};

		hear(...began.events); // It may have begun to speak while it was handed over
		began.subscribe(event => {
			hear(event);
		});
	};

	const stopPractice = async () => {
		const {practice} = running;
		running.practice = undefined;
		await practice?.close();
	};

	const work = async (effect: Effect): Promise<void> => {
		switch (effect.type) {
			case 'start': {
				return start(effect);
			}

			case 'answer': {
				stopWaiting();
				password = effect.password ?? password;
				const {value, changes} = effect;
				answer?.({value, ...(changes ? {changes} : {})});
				answer = undefined;
				return;
			}

			case 'wait': {
				waitFor(effect.session, effect.milliseconds);
				return;
			}

			case 'stop-waiting': {
				stopWaiting();
				return;
			}

			case 'guide': {
				({guided} = effect);
				return;
			}

			case 'abort': {
				session?.abort();
				return;
			}

			case 'explain': {
				send({type: 'explained', explanation: await ports.explain(effect.text)});
				return;
			}

			case 'load-lab': {
				send({type: 'lab-loaded', scenarios: await ports.scenarios()});
				return;
			}

			case 'start-practice': {
				await stopPractice();
				const {practice, options} = await ports.practise(effect.scenario);
				running.practice = practice;
				send({
					type: 'practice-started',
					scenario: effect.scenario,
					settings: practice.settings(),
					options,
				});
				return;
			}

			case 'stop-practice': {
				return stopPractice();
			}

			case 'change-setting': {
				const {practice} = running;
				if (practice) {
					const error = await practice.change(effect.name, effect.value);
					send({
						type: 'setting-changed',
						name: effect.name,
						settings: practice.settings(),
						...(error === undefined ? {} : {error}),
					});
				}

				return;
			}

			case 'copy': {
				ports.copy(effect.text);
				return;
			}

			case 'save': {
				const {name, command} = effect;
				const error = await ports.saveReport(name, session?.events ?? [], command);
				send(error === undefined ? {type: 'saved', name} : {type: 'not-saved', error});
				return;
			}

			case 'suspend': {
				return ports.suspend();
			}

			case 'leave': {
				leave(effect.code);
			}
		}
	};

	return {
		perform(effect) {
			work(effect).catch((error: unknown) => {
				send({type: 'failed', what: sentence(error)});
			});
		},
		flush,
		async close() {
			stopWaiting();
			session?.abort();
			await Promise.all([session?.done, stopPractice()]);
			flush();
		},
	};
}
