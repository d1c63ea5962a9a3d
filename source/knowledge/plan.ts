import {definePlan} from '../core/plan.ts';
import {authorisedNodes} from './plan/authorised-nodes.ts';
import {conclusions} from './plan/conclusions.ts';
import {deliveredNodes} from './plan/delivered-nodes.ts';
import {handshakeNodes} from './plan/handshake-nodes.ts';
import {judgementNodes} from './plan/judgement-nodes.ts';
import {reachNodes} from './plan/reach-nodes.ts';

/**
 * The decision graph: the four questions of the systematic flow, and for each failure where it
 * leads. A walk leaves a node by the first edge whose condition holds.
 */
export const plan = definePlan('start', {
	...reachNodes,
	...handshakeNodes,
	...authorisedNodes,
	...deliveredNodes,
	...judgementNodes,
	...conclusions,
});
