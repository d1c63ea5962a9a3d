import type {AppState, Screen} from './state.ts';

/** The screen that is shown. */
export function topOf({screens}: AppState): Screen {
	return screens.at(-1) ?? {kind: 'menu', cursor: 0};
}
