import type {SessionEvent} from '../core/event.ts';
import {dialogueBlocks} from './report-dialogue.ts';
import type {Block} from './report-document.ts';
import {htmlOf} from './report-html.ts';
import type {ReportKind} from './report-kinds.ts';
import {markdownOf} from './report-markdown.ts';
import {
	headBlocks,
	hostBlocks,
	recordBlocks,
	serverBlocks,
	stepBlocks,
	verdictBlocks,
} from './report-sections.ts';
import {sessionReport, type SessionReport} from './session-report.ts';

const parts: ReadonlyArray<(report: SessionReport) => readonly Block[]> = [
	headBlocks,
	verdictBlocks,
	stepBlocks,
	hostBlocks,
	recordBlocks,
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
