import {clockOf} from './dialogue-rows.ts';
import type {LineView} from './session-view.ts';

const letters: Readonly<Record<LineView['from'], string>> = {client: 'C', server: 'S', note: '*'};

/** A line of the dialogue as it is copied along with others. */
export function textOfLine({at, secure, from, text}: LineView): string {
	return `${clockOf(at).padStart(7)} ${secure ? 'TLS' : '   '} ${letters[from]} ${text}`;
}
