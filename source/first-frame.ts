import {knownNames} from './known-names.ts';
import {createLook} from './tui/look.ts';
import {menuFrame} from './tui/menu/menu-frame.ts';
import {ansiOf} from './tui/text/ansi.ts';

const csi = '\u001B[';

/**
 * Shows the first question on the alternate screen, before the libraries that draw screens are loaded,
 * which takes longer than all that comes before. They draw the same over it. Keys that are typed
 * meanwhile wait for them. Returns what gives the terminal back; undefined where nothing was shown.
 */
export function showFirstFrame(
	{ascii, colour}: {ascii: boolean; colour: boolean},
	stdin: NodeJS.ReadStream,
	stdout: NodeJS.WriteStream,
): (() => void) | undefined {
	const look = createLook(ascii, colour);
	const {columns, rows} = stdout;
	const frame =
		columns > 0 && rows > 0 ? menuFrame({columns, rows}, look, knownNames()) : undefined;
	if (!frame) {
		return undefined;
	}

	const lines = frame.map(row => ansiOf(row, look)).join('\r\n');
	stdin.setRawMode(true); // Else a key would be echoed onto it
	// Home at its end: who draws next begins where the cursor is
	stdout.write(`${csi}?1049h${csi}?25l${csi}H${lines}${csi}H`);
	return () => {
		stdin.setRawMode(false);
		stdout.write(`${csi}?25h${csi}?1049l`);
	};
}
