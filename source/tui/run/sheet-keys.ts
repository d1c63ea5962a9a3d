import type {Change, Context} from '../change.ts';
import type {Key} from '../keys.ts';
import {formSheetKey} from './form-keys.ts';
import type {RunGeometry} from './geometry.ts';
import {guessKey} from './guess-keys.ts';
import {readKey} from './read-keys.ts';
import type {RunScreen} from './run-state.ts';
import {settingsKey} from './settings-keys.ts';
import type {Sheet} from './sheet.ts';

/** A key while something covers the run. */
export function sheetKey(
	screen: RunScreen,
	sheet: Sheet,
	key: Key,
	context: Context,
	geometry: RunGeometry,
): Change {
	switch (sheet.kind) {
		case 'read': {
			return readKey(screen, sheet, key, context, geometry);
		}

		case 'form': {
			return formSheetKey(screen, sheet, key, context);
		}

		case 'guess': {
			return guessKey(screen, sheet, key);
		}

		case 'settings': {
			return settingsKey(screen, sheet, key, context);
		}
	}
}
