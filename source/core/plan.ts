import type {Condition} from './condition.ts';
import type {Phrase} from './knowledge.ts';
import type {Certainty, ErrorClass, Stage} from './vocabulary.ts';

export type Edge<Id extends string> = {when: Condition; goto: Id; because: Phrase};

/**
 * A node of the decision graph. `run` does a check and leaves by the first edge whose condition
 * holds; `branch` decides on what is known already; the others end the walk.
 */
export type PlanNode<Id extends string = string> =
	| {
			kind: 'run';
			check: string;
			on: ReadonlyArray<Edge<Id>>;
			otherwise: {goto: Id; because: Phrase};
	  }
	| {kind: 'branch'; on: ReadonlyArray<Edge<Id>>; otherwise: {goto: Id; because: Phrase}}
	| {
			kind: 'conclude';
			/** `as-replied`: what the reply rules made of the last refusal; `as-observed`: of the deciding observation. */
			class: ErrorClass | 'as-replied' | 'as-observed';
			/** `as-observed`: where the deciding observation was made. */
			stage: Stage | 'as-observed';
			summary: Phrase;
			/** The observations that decide it, the deciding one first. */
			shownBy: readonly Condition[];
			certainty?: Certainty;
	  }
	| {kind: 'healthy'; summary: Phrase}
	| {kind: 'inconclusive'; summary: Phrase};

export type Plan<Id extends string = string> = {
	start: Id;
	nodes: Readonly<Record<Id, PlanNode<Id>>>;
};

/** Declares a plan; a `goto` to a node that is not there does not compile. */
export function definePlan<Id extends string>(
	start: NoInfer<Id>,
	nodes: Readonly<Record<Id, PlanNode<NoInfer<Id>>>>,
): Plan<Id> {
	return {start, nodes};
}

/** All nodes that a node can lead to, with the reason. */
export function exits(node: PlanNode): ReadonlyArray<{goto: string; because: Phrase}> {
	return node.kind === 'run' || node.kind === 'branch' ? [...node.on, node.otherwise] : [];
}
