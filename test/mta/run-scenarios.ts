/** Runs scenarios: breaks, diagnoses, and where there is a fix, repairs and looks again. */
import {expect, test} from 'vitest';
import type {FixStep} from '../../source/core/event.ts';
import {foreignRecipient, password, sender} from './commands.ts';
import {startBed, type Bed, type Run} from './harness/bed.ts';
import type {Output} from './harness/machine.ts';
import {
	causeOf,
	causesOf,
	diagnosisOf,
	resultOf,
	serverLines,
	summaryOf,
} from './harness/verdict.ts';
import type {Expectation, Fix, Scenario} from './scenario.ts';

/** One test for each scenario; its name tells what is broken, what that is called, and whether it is repaired. */
export function testScenarios(scenarios: readonly Scenario[]): void {
	for (const scenario of scenarios) {
		test.concurrent(titleOf(scenario), async ({onTestFinished}) => {
			const bed = await startBed(scenario);
			onTestFinished(() => bed.stop());
			await diagnose(bed, scenario);
		});
	}
}

function titleOf({id, broken, expect: wanted, fix}: Scenario): string {
	const causes = [wanted.cause, ...(wanted.among ?? [])].filter(cause => cause !== undefined);
	const named = [wanted.class ?? 'healthy', ...causes, ...(wanted.warnings ?? [])].join(', ');
	return `${id}: ${broken} → ${named}${fix ? ', repaired' : ''}`;
}

async function diagnose(bed: Bed, scenario: Scenario): Promise<void> {
	const {check, server, fix} = scenario;
	const environment = {SMTP_PASSWORD: scenario.password ?? password};
	const run = await bed.exec(check, environment);
	judge(run, scenario.expect);
	if (fix) {
		await repair(bed, run, server, fix);
		const again = await bed.exec(fix.again ?? check, environment);
		expect(resultOf(again), summaryOf(again)).toMatchObject({class: fix.leaves ?? null});
		await nobodyElseMayRelay(bed);
	}
}

function judge(run: Run, wanted: Expectation): void {
	const result = resultOf(run);
	const seen = summaryOf(run);
	expect(serverLines(run).join('\n'), seen).toContain(wanted.says ?? '');
	expect(result.class, seen).toBe(wanted.class);
	expect(
		result.warnings.map(w => w.class),
		seen,
	).toEqual(expect.arrayContaining([...(wanted.warnings ?? [])]));
	if (wanted.class === null) {
		expect(result, seen).toMatchObject({outcome: 'healthy', cause: null});
		expect(run.code, seen).toBe(0);
		return;
	}

	const diagnosis = diagnosisOf(run);
	expect(result.outcome, seen).toBe('problem');
	expect(run.code, seen).toBe(1);
	expect(result.stage, seen).toBe(wanted.stage ?? result.stage);
	expect(result.cause, seen).toBe(wanted.cause ?? result.cause);
	expect(causesOf(run), seen).toEqual(expect.arrayContaining([...(wanted.among ?? [])]));
	for (const id of wanted.ruledOut ?? []) {
		expect(causeOf(run, id).standing, seen).toBe('ruled-out');
	}

	expect([diagnosis.class, ...diagnosis.alternatives], seen).toEqual(
		expect.arrayContaining([...(wanted.alternatives ?? [])]),
	);
}

/** Runs what the program shows for a cause, in its order and as it stands. */
async function repair(bed: Bed, run: Run, server: Scenario['server'], fix: Fix): Promise<void> {
	const machine = bed[fix.on];
	const steps = stepsOf(run, server, fix);
	expect(steps.filter(s => s.effect === 'changes').length, summaryOf(run)).toBeGreaterThan(0);
	for (const step of steps) {
		const output = await machine.shell(step.command);
		const seen = `${step.command}\nexit ${output.code}\n${output.stdout}${output.stderr}`;
		expect(step.command).not.toMatch(/(?<!\$)\{[a-z]+\}/i); // A blank that was not filled in
		expect(isWrong(step, output), seen).toBe(false);
	}
}

function stepsOf(run: Run, server: Scenario['server'], {cause, only}: Fix): FixStep[] {
	const fits = (step: FixStep) => step.mta === server || step.mta === 'any';
	const steps = causeOf(run, cause).fix.filter(step => step.command !== '' && fits(step));
	return only ? steps.filter(step => only.test(step.command)) : steps;
}

/**
 * A change must succeed. What only looks may find nothing, yet must be a command of this server’s; what
 * is for any server asks for programs that not all have.
 */
function isWrong({effect, mta}: FixStep, {code, stderr}: Output): boolean {
	const mistakes = /syntax error|(invalid|unknown|unrecognized) option|usage:/i;
	const isMissing = mta !== 'any' && stderr.includes('not found');
	return effect === 'changes' ? code !== 0 : isMissing || mistakes.test(stderr);
}

async function nobodyElseMayRelay(bed: Bed): Promise<void> {
	const said = await bed.talkAsStranger(25, [
		'EHLO stranger.test',
		`MAIL FROM:<${sender}>`,
		`RCPT TO:<${foreignRecipient}>`,
	]);
	const replies = said.split('\r\n').filter(line => /^\d{3} /.test(line));
	// The last reply but that to QUIT is the one to RCPT, or to what failed before it
	expect(replies.at(-2) ?? '5', said).toMatch(/^[45]/);
}
