import type {Look} from './look.ts';
import type {Effect, Message} from './messages.ts';
import type {AppState, Services} from './state.ts';
import {update} from './update.ts';

/** The state of the screens, and the one door through which it changes. */
export type Store = {
	state(): AppState;
	subscribe(listener: () => void): () => void;
	/** Takes effect at once; what it asks for is done after it. */
	send(message: Message): void;
};

/** Keeps the state; `perform` does what the screens ask for. */
export function createStore(
	initial: AppState,
	look: Look,
	services: Services,
	perform: (effect: Effect) => void,
): Store {
	let state = initial;
	const listeners = new Set<() => void>();
	return {
		state: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		send(message) {
			const {state: next, effects} = update(state, message, look, services);
			if (next !== state) {
				state = next;
				for (const listener of listeners) {
					listener();
				}
			}

			for (const effect of effects) {
				perform(effect);
			}
		},
	};
}
