import {exits, type Plan, type PlanNode} from '../core/plan.ts';

function label(id: string, node: PlanNode): string {
	switch (node.kind) {
		case 'run': {
			return `check ${node.check}`;
		}

		case 'branch': {
			return 'what was seen?';
		}

		case 'conclude': {
			switch (node.class) {
				case 'as-replied': {
					return 'the class that the reply names';
				}

				case 'as-observed': {
					return 'the class of what was seen';
				}

				default: {
					return node.class;
				}
			}
		}

		case 'healthy':
		case 'inconclusive': {
			return `${node.kind}${id === node.kind ? '' : ` (${id})`}`;
		}
	}
}

/** The decision graph as text: each node, and where it leads for which reason. */
export function flowText(plan: Plan): string {
	return Object.entries(plan.nodes)
		.map(([id, node]) =>
			[
				`${id}: ${label(id, node)}`,
				...exits(node).map(({goto: to, because}) => `  -> ${to}: ${because}`),
			].join('\n'),
		)
		.join('\n\n');
}

const quoted = (text: string) => `"${text.replaceAll('"', '#quot;')}"`;

/** The decision graph as a Mermaid flowchart. */
export function flowMermaid(plan: Plan): string {
	const name = (id: string) => id.replaceAll('-', '_');
	const nodes = Object.entries(plan.nodes).map(([id, node]) => {
		const text = quoted(label(id, node));
		const shape =
			node.kind === 'run' ? `[${text}]` : node.kind === 'branch' ? `{${text}}` : `([${text}])`;
		return `\t${name(id)}${shape}`;
	});
	const edges = Object.entries(plan.nodes).flatMap(([id, node]) =>
		exits(node).map(({goto: to, because}) => `\t${name(id)} -->|${quoted(because)}| ${name(to)}`),
	);
	return ['flowchart TD', ...nodes, ...edges].join('\n');
}
