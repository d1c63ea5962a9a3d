import type {CheckContext} from '../../core/check.ts';
import type {DnsAnswer} from '../../core/ports.ts';
import type {Asking, RecordAnswer} from '../../core/records/asking.ts';
import type {DnsQuestion} from '../../core/ports.ts';

/** The longest wait for one of many answers, and how many are waited for at once, and asked at all. */
const limits = {wait: 5000, atOnce: 16, questions: 200} as const;

export type AskRecords = {
	/** Asks one question; the same one only once. */
	ask(name: string, type: DnsQuestion['type']): Promise<DnsAnswer>;
	/** Asks what a decision wants to know, until it is made. */
	decide<Result>(asking: Asking<Result>): Promise<Result>;
};

const unasked: DnsAnswer = {
	status: 'silent',
	records: [],
	via: [],
	ttl: null,
	authenticated: false,
	resolver: '',
	after: 0,
};

/** Asks DNS for one step: side by side, each thing once, and not without end. */
export function createAskRecords({ports, options, signal}: CheckContext): AskRecords {
	const timeout = Math.min(options.timeout, limits.wait);
	const answers = new Map<string, Promise<DnsAnswer>>();
	const waiting: Array<() => void> = [];
	let free: number = limits.atOnce;

	const inTurn = async (name: string, type: DnsQuestion['type']): Promise<DnsAnswer> => {
		if (free === 0) {
			await new Promise<void>(resolve => {
				waiting.push(resolve);
			});
		} else {
			free -= 1;
		}

		try {
			return await ports.resolve({name, type, timeout}, signal);
		} finally {
			const next = waiting.shift();
			if (next) {
				next();
			} else {
				free += 1;
			}
		}
	};

	const ask = async (name: string, type: DnsQuestion['type']): Promise<DnsAnswer> => {
		const key = `${type} ${name.toLowerCase()}`;
		const known = answers.get(key);
		if (known) {
			return known;
		}

		const answer = answers.size < limits.questions ? inTurn(name, type) : Promise.resolve(unasked);
		answers.set(key, answer);
		return answer;
	};

	return {
		ask,
		async decide(asking) {
			let step = asking.next({status: 'ok', records: []} satisfies RecordAnswer);
			while (!step.done) {
				const {name, type} = step.value;
				step = asking.next(await ask(name, type));
			}

			return step.value;
		},
	};
}
