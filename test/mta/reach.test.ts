// The first question of the flow: can you reach the port?
import {expect, onTestFinished, test} from 'vitest';
import {deliver} from './commands.ts';
import {startBed} from './harness/bed.ts';
import {clientLines, resultOf} from './harness/verdict.ts';
import {testScenarios} from './run-scenarios.ts';
import {healthy} from './scenarios/healthy.ts';
import {names} from './scenarios/names.ts';
import {refused} from './scenarios/refused.ts';
import {silent} from './scenarios/silent.ts';
import {unreachable} from './scenarios/unreachable.ts';

testScenarios(healthy);
testScenarios(names);
testScenarios(refused);
testScenarios(silent);
testScenarios(unreachable);

test('no message is sent unless it is asked for', async () => {
	const bed = await startBed({server: 'postfix'});
	onTestFinished(() => bed.stop());
	const run = await bed.exec(deliver());
	expect(resultOf(run).outcome).toBe('healthy');
	expect(clientLines(run).filter(line => /^(?:DATA|BDAT)/.test(line))).toEqual([]);
	expect(await bed.log()).not.toContain('message-id=');
});

test('a machine without a network says so, whatever it is asked about', async () => {
	const bed = await startBed({
		server: 'none',
		client:
			'for i in /sys/class/net/*; do [ "${i##*/}" = lo ] || ip link set "${i##*/}" down; done',
	});
	onTestFinished(() => bed.stop());
	for (const target of ['mail.example.test', '192.0.2.7', 'ada@example.test']) {
		const run = await bed.exec(['check', target, '--json']);
		expect(run.code).toBe(3);
		expect(resultOf(run)).toMatchObject({
			outcome: 'inconclusive',
			summary: expect.stringContaining('no network but loopback'),
		});
	}
});
