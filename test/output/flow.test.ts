import {expect, test} from 'vitest';
import {exits} from '../../source/core/plan.ts';
import {plan} from '../../source/knowledge/plan.ts';
import {flowMermaid, flowText} from '../../source/output/flow.ts';

const nodes = Object.entries(plan.nodes);

test('the decision graph as text has every node, and every way out of it with its reason', () => {
	const blocks = new Map(
		flowText(plan)
			.split('\n\n')
			.map(block => [block.slice(0, block.indexOf(':')), block] as const),
	);
	expect([...blocks.keys()]).toEqual(nodes.map(([id]) => id));
	for (const [id, node] of nodes) {
		for (const {goto: to, because} of exits(node)) {
			expect(blocks.get(id)).toContain(`  -> ${to}: ${because}`);
		}
	}
});

test('the Mermaid diagram draws each node once and each edge between nodes that are there', () => {
	const [head, ...lines] = flowMermaid(plan).split('\n');
	expect(head).toBe('flowchart TD');
	const drawn = lines.flatMap(line => /^\t(\w+)[[{(]/.exec(line)?.[1] ?? []);
	expect(drawn).toHaveLength(nodes.length);
	expect(new Set(drawn).size).toBe(nodes.length);
	const edges = lines.flatMap(line => {
		const match = /^\t(\w+) -->\|"[^"]*"\| (\w+)$/.exec(line);
		return match ? [[match[1], match[2]] as const] : [];
	});
	expect(edges).toHaveLength(nodes.flatMap(([, node]) => exits(node)).length);
	expect(drawn.length + edges.length).toBe(lines.length);
	for (const [from, to] of edges) {
		expect(drawn).toContain(from);
		expect(drawn).toContain(to);
	}
});
