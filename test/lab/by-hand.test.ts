// The commands that are shown within an incident: they lead to the practice server, and show what the
// program saw. They are read here as the tools read them, so that no tool has to be there.
import {isDeepStrictEqual} from 'node:util';
import {expect, onTestFinished, test} from 'vitest';
import type {SessionEvent} from '../../source/core/event.ts';
import type {Facts, Tag} from '../../source/core/observation.ts';
import {resolve} from '../../source/net/dns/resolve.ts';
import {createLab, scenarios} from '../../source/practice-wiring.ts';
import {examine} from './examine.ts';
import {tryToConnect} from './raw-client.ts';

const lab = createLab(scenarios);

function observed<T extends Tag>(events: readonly SessionEvent[], tag: T): ReadonlyArray<Facts[T]> {
	return events.flatMap(event =>
		event.type === 'observation' && event.kind === tag ? [event.facts as Facts[T]] : [],
	);
}

/** The simple commands of a line of shell; a loop over ports as one command for each. */
function callsOf(command: string): readonly string[] {
	const loop = /^for p in ([\d ]+); do (.*); done$/.exec(command);
	return loop
		? (loop[1] ?? '').split(' ').map(port => (loop[2] ?? '').replaceAll('$p', port))
		: command.split(/[;|]/).map(call => call.trim());
}

/** What nc, swaks and openssl would connect to. */
function dialledBy(call: string): {address: string; port: number} | undefined {
	const found =
		/^nc .*?(\d+(?:\.\d+){3}|\S+\.example) (\d+)$/.exec(call) ??
		/^swaks --server (\S+) --port (\d+)/.exec(call) ??
		/^openssl s_client .*-connect (\S+):(\d+)/.exec(call);
	return found ? {address: found[1] ?? '', port: Number(found[2])} : undefined;
}

/** What dig would ask, and whom. */
function askedBy(call: string) {
	const found = /^dig @(\S+) -p (\d+) (?:\+short )?(A|AAAA|MX|TXT) (\S+)$/.exec(call);
	return found
		? {
				resolver: {address: found[1] ?? '', port: Number(found[2])},
				question: {type: found[3] as 'A', name: found[4] ?? '', timeout: 2000},
			}
		: undefined;
}

test.each(scenarios)('$id: what is shown by hand shows the same', async scenario => {
	const practice = await lab.start(scenario);
	onTestFinished(async () => practice.close());
	const {account} = scenario;
	const {events} = await examine(practice, {
		timeout: 1000,
		...(account ? {user: account.user} : {}),
	});
	const commands = events.flatMap(event =>
		event.type === 'step-started' && !['provider', 'path'].includes(event.step)
			? callsOf(event.command)
			: [],
	);
	const states = new Map([
		...observed(events, 'tcp.open').map(({port}) => [port, 'open'] as const),
		...observed(events, 'tcp.refused').map(({port}) => [port, 'ECONNREFUSED'] as const),
		...observed(events, 'tcp.silent').map(({port}) => [port, 'silent'] as const),
	]);
	const answers = observed(events, 'dns.answer');
	let followed = 0;
	for (const call of new Set(commands)) {
		const asked = askedBy(call);
		const dialled = dialledBy(call);
		expect(asked ?? dialled, call).toBeDefined();
		if (asked) {
			const {signal} = new AbortController();
			const {records, status} = await resolve(asked.question, [asked.resolver], signal);
			const own = answers.filter(({name, type}) =>
				isDeepStrictEqual({name, type}, {name: asked.question.name, type: asked.question.type}),
			);
			expect(['ok', 'nodata'], call).toContain(status);
			for (const answer of own) {
				expect(records, call).toEqual(answer.records);
			}
		}

		if (dialled) {
			expect(await tryToConnect(dialled.address, dialled.port, 500), call).toBe(
				states.get(dialled.port),
			);
		}

		followed++;
	}

	expect(followed).toBeGreaterThan(2);
});
