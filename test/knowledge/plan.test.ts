import {expect, test} from 'vitest';
import {checks} from '../../source/checks/checks.ts';
import {exits} from '../../source/core/plan.ts';
import {plan} from '../../source/knowledge/plan.ts';
import {flowMermaid, flowText} from '../../source/output/flow.ts';

const nodes = Object.entries(plan.nodes);

test('every node can be reached from the start', () => {
	const seen = new Set<string>([plan.start]);
	for (const id of seen) {
		const node = plan.nodes[id as keyof typeof plan.nodes];
		for (const {goto: to} of exits(node)) {
			seen.add(to);
		}
	}

	expect(nodes.map(([id]) => id).filter(id => !seen.has(id))).toEqual([]);
});

test('a walk always ends: no path comes back to where it was, but for the take-over', () => {
	// `others` may hand the dialogue on to `auth`, once: after MAIL it never does again.
	const allowed = 'others>auth';
	const visit = (id: string, path: readonly string[]): void => {
		expect(path, `cycle through ${id}`).not.toContain(id);
		const node = plan.nodes[id as keyof typeof plan.nodes];
		for (const {goto: to} of exits(node)) {
			if (`${id}>${to}` !== allowed) {
				visit(to, [...path, id]);
			}
		}
	};

	visit(plan.start, []);
});

test('every check of the plan exists, and every check has its place', () => {
	const known = checks.map(({id}) => id).toSorted();
	const used = nodes.flatMap(([, node]) => (node.kind === 'run' ? [node.check] : [])).toSorted();
	expect(used).toEqual(known);
});

test('every edge says why', () => {
	for (const [id, node] of nodes) {
		for (const {because} of exits(node)) {
			expect(because, id).toMatch(/^\p{Lu}.*[.?]$/u);
		}
	}
});

test('the drawn graph shows every node', () => {
	for (const [id] of nodes) {
		expect(flowText(plan)).toContain(`${id}: `);
		expect(flowMermaid(plan)).toContain(id.replaceAll('-', '_'));
	}
});
