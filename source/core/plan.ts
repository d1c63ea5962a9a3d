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
			onceLooked?: ReadonlyArray<Edge<Id>>;
	  }
	| {kind: 'healthy'; summary: Phrase; onceLooked?: ReadonlyArray<Edge<Id>>}
	/** `onceLooked`: what was seen on the server itself may lead on from the end of the dialogue. */
	| {kind: 'inconclusive'; summary: Phrase; onceLooked?: ReadonlyArray<Edge<Id>>};

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
	switch (node.kind) {
		case 'run':
		case 'branch': {
			return [...node.on, node.otherwise];
		}

		case 'healthy':
		case 'inconclusive':
		case 'conclude': {
			return node.onceLooked ?? [];
		}
	}
}
