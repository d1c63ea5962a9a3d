import type {SessionEvent} from '../core/event.ts';
import {aheadBlocks, causesBlocks, storyBlocks} from './report-causes.ts';
import {dialogueBlocks} from './report-dialogue.ts';
import type {Block} from './report-document.ts';
import {htmlOf} from './report-html.ts';
import type {ReportKind} from './report-kinds.ts';
import {markdownOf} from './report-markdown.ts';
import {
	hostBlocks,
	recordBlocks,
	stepBlocks,
	verdictBlocks,
	warningBlocks,
} from './report-sections.ts';
import {serverBlocks} from './report-server.ts';
import {copyBlocks, viewBlocks} from './report-views.ts';
import {sessionReport} from './session-report.ts';
import type {SessionReport} from './report-object.ts';
import {headBlocks} from './report-head.ts';

const parts: ReadonlyArray<(report: SessionReport) => readonly Block[]> = [
	headBlocks,
	verdictBlocks,
	storyBlocks,
	causesBlocks,
	aheadBlocks,
	warningBlocks,
	stepBlocks,
	hostBlocks,
	recordBlocks,
	viewBlocks,
	copyBlocks,
	serverBlocks,
	dialogueBlocks,
];

/** The report of a session as the text of a file; `command` runs the same again. */
export function reportText(
	kind: ReportKind,
	events: readonly SessionEvent[],
	command: string,
): string {
	const report = sessionReport(events, command);
	const blocks = () => parts.flatMap(part => part(report));
	switch (kind) {
		case 'json': {
			return `${JSON.stringify(report, null, '\t')}\n`;
		}

		case 'html': {
			return htmlOf(blocks(), `SMTP report: ${report.target}`);
		}

		case 'md': {
			return markdownOf(blocks());
		}
	}
}
