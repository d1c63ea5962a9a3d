import {expect, test} from 'vitest';
import {causes} from '../../source/knowledge/causes.ts';
import {scenarios} from '../../source/knowledge/scenarios.ts';

test('there is an incident for each of the three errors, each cause of a denied relay, and a stale record', () => {
	const wanted = [
		'refused',
		'timed-out',
		'timed-out-stale-dns',
		'refused-stale-dns',
		'relay-login',
		'relay-mynetworks',
		'relay-mydestination',
		'relay-port-25',
		'relay-submission-override',
	];
	const ids = scenarios.map(({id}) => id);
	expect(ids).toEqual(expect.arrayContaining(wanted));
	expect(new Set(ids).size).toBe(ids.length);
});

test('easy incidents come first', () => {
	const levels = scenarios.map(({level}) => level);
	expect(levels).toEqual(levels.toSorted((a, b) => a - b));
});

test.each(scenarios)('$id names a cause of its class, and stays in the lab', scenario => {
	const cause = causes.find(({id}) => id === scenario.cause);
	expect(cause?.explains).toContain(scenario.class);
	for (const name of [scenario.target, scenario.from, scenario.to]) {
		expect(name).toMatch(/\.example$/);
	}

	const told = [scenario.expectAddress, scenario.otherMachine?.address];
	for (const address of told.filter(one => one !== undefined)) {
		expect(address).toMatch(/^127\./);
	}

	expect(scenario.ticket).toContain(scenario.expectAddress ?? '');
	expect(scenario.hints.length).toBeGreaterThanOrEqual(3);
	if (scenario.account) {
		expect(scenario.ticket).toContain(scenario.account.user);
		expect(scenario.ticket).toContain(scenario.account.password);
	}
});

test.each(scenarios)('$id puts Postfix and Exim right in its debrief', ({debrief}) => {
	expect(debrief).toContain('Postfix');
	expect(debrief).toContain('Exim');
});

test.each(scenarios)('$id does not give its answer away in the ticket', ({ticket, cause}) => {
	const title = causes.find(({id}) => id === cause)?.title ?? '';
	expect(ticket.toLowerCase()).not.toContain(title.toLowerCase());
	expect(ticket).not.toMatch(/inet_interfaces|relay_domains|wrappermode|master\.cf/);
});
