import type {Phrase} from '../core/knowledge.ts';
import {byHand} from './by-hand.ts';
import {inspectionCalls} from './inspections.ts';

const wayIn = {
	does: 'Connects to the server with `ssh`, as you would; what it asks, it asks you.',
	why: 'All looks then go through this one connection.',
};

/** Whether a step looks at the server itself. */
export function isInside(id: string): boolean {
	return id === 'way-in' || inspectionCalls.some(({inspection}) => inspection === id);
}

/** What a step does, and why it comes now. */
export function aboutStep(id: string): {does: Phrase; why: Phrase} | undefined {
	return (
		byHand[id] ??
		inspectionCalls.find(({inspection}) => inspection === id) ??
		(id === 'way-in' ? wayIn : undefined)
	);
}
