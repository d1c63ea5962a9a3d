import type {Look} from './look.ts';
import type {Effect} from './messages.ts';
import type {AppState, Screen, Services} from './state.ts';

/** What a screen makes of a key. Everything is optional: nothing at all means that nothing changed. */
export type Change = {
	/** Takes the place of the screen. */
	screen?: Screen;
	/** Goes on top of it. */
	push?: Screen;
	/** Leaves it for the one below. */
	back?: boolean;
	effects?: readonly Effect[];
	/** A word about what was done, until the next key. */
	toast?: string;
};

/** What screens need to know beside themselves. */
export type Context = {state: AppState; look: Look; services: Services};
