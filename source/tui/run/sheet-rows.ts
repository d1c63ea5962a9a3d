import type {Look} from '../look.ts';
import type {Services} from '../state.ts';
import type {Row} from '../text/row.ts';
import {createWriter} from '../text/writer.ts';
import type {RunScreen} from './run-state.ts';
import type {SheetOf} from './sheet.ts';
import {writeAcceptance} from './texts/acceptance-text.ts';
import {writeCause} from './texts/cause-text.ts';
import {writeDebrief, writeTicket} from './texts/incident-text.ts';
import {writeLine} from './texts/line-text.ts';
import {writeStep} from './texts/step-text.ts';

/** What a sheet shows; `commands` can be copied by their number. */
export type SheetText = {title: string; rows: readonly Row[]; commands: readonly string[]};

/** The text of a sheet that is there to be read. */
export function sheetText(
	screen: RunScreen,
	sheet: SheetOf<'read'>,
	look: Look,
	width: number,
	services: Services,
): SheetText {
	const {about, id} = sheet;
	const writer = createWriter(look, width);
	const title = {
		step: () => writeStep(writer, screen, id, look),
		cause: () => writeCause(writer, screen, sheet, look),
		line: () => writeLine(writer, screen, id),
		ticket: () => writeTicket(writer, screen),
		debrief: () => writeDebrief(writer, screen, look),
		acceptance: () => writeAcceptance(writer, services.afterAcceptance(screen.view.observations)),
	}[about]();
	return {title, rows: writer.rows, commands: writer.commands};
}
