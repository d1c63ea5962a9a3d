import {expect, onTestFinished, test} from 'vitest';
import type {Scenario} from '../../source/core/practice.ts';
import {createLab, scenarios} from '../../source/practice-wiring.ts';
import {examine} from './examine.ts';
import {solutions} from './solutions.ts';

const lab = createLab(scenarios);

/** Silence is what it is after a second, too. */
const timeout = 1000;

async function start(scenario: Scenario) {
	const practice = await lab.start(scenario);
	onTestFinished(async () => practice.close());
	return practice;
}

/** Nothing outside tells these from a stopped server; the ticket and the server itself do. */
const notFirst = new Set(['refused-loopback']);

test.each(scenarios)('$id: the checks name class and cause', async scenario => {
	const practice = await start(scenario);
	const {result, diagnosis} = await examine(practice, {timeout});
	expect(result).toMatchObject({outcome: 'problem', class: scenario.class});
	const standings = diagnosis?.causes.map(({id, standing}) => ({id, standing})) ?? [];
	const own = standings.find(({id}) => id === scenario.cause);
	expect(own?.standing, JSON.stringify(standings)).toMatch(/confirmed|likely/);
	if (!notFirst.has(scenario.id)) {
		expect(standings[0]?.id, JSON.stringify(standings)).toBe(scenario.cause);
	}
});

test.each(scenarios)('$id: healthy once it is put right, and not before', async scenario => {
	const practice = await start(scenario);
	const solution = solutions[scenario.id];
	expect(solution).toBeDefined();
	for (const [name, value] of solution?.wrong ?? []) {
		const before = practice.settings().find(setting => setting.name === name)?.value ?? '';
		expect(await practice.change(name, value)).toBeUndefined();
		const {result} = await examine(practice, {timeout});
		expect(result.outcome, `after ${name} = ${value}`).toBe('problem');
		expect(await practice.change(name, before)).toBeUndefined();
	}

	const right = solution?.right;
	if (right && 'sign' in right) {
		const user = scenario.account?.user ?? '';
		const {result} = await examine(practice, {timeout, user, ...right.on?.(practice)});
		expect(result).toMatchObject({outcome: 'healthy', warnings: []});
	} else if (right) {
		expect(await practice.change(...right)).toBeUndefined();
		const {result} = await examine(practice, {timeout});
		expect(result).toMatchObject({outcome: 'healthy', warnings: []});
	}
});

test('the address that the ticket tells leads the checks to a stale record', async () => {
	const scenario = scenarios.find(({id}) => id === 'refused-stale-dns');
	expect(scenario).toBeDefined();
	if (scenario) {
		const {diagnosis, events} = await examine(await start(scenario), {timeout});
		const dns = events.find(event => event.type === 'step-finished' && event.step === 'dns');
		expect(dns).toMatchObject({
			status: 'warned',
			summary: 'mail.shop.example is 127.0.7.1; 127.0.0.1 was expected',
		});
		expect(diagnosis?.causes[0]).toMatchObject({id: 'stale-dns', standing: 'confirmed'});
	}
});
