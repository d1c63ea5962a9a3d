import type {Phrase} from '../core/knowledge.ts';
import {byHand} from './by-hand.ts';
import {inspectionCalls} from './inspections.ts';

const wayIn = {
	does: 'Connects to the server with `ssh`, as you would; what it asks, it asks you.',
	why: 'All looks then go through this one connection.',
};

/** What a step does, and why it comes now. */
export function aboutStep(id: string): {does: Phrase; why: Phrase} | undefined {
	return (
		byHand[id] ??
		inspectionCalls.find(({inspection}) => inspection === id) ??
		(id === 'way-in' ? wayIn : undefined)
	);
}
