import {clip, visible} from '../core/escape.ts';
import {heading, paragraph, plain, type Block} from './report-document.ts';
import {longestDialogue, type ReportLine, type SessionReport} from './report-object.ts';

/** In characters. */
const longestLine = 1000;

const letters: Readonly<Record<ReportLine['from'], string>> = {client: 'C', server: 'S', note: '*'};

function lineText({at, connection, from, text, secure}: ReportLine): string {
	const seconds = (at / 1000).toFixed(3).padStart(7);
	const shown = clip(visible(text), longestLine);
	return `${seconds} ${connection}${secure ? 'T' : ' '} ${letters[from]} ${shown}`.trimEnd();
}

/** The dialogue, line by line; of a very long one its beginning and its end. */
export function dialogueBlocks({dialogue: {lines, leftOut}}: SessionReport): readonly Block[] {
	if (lines.length === 0) {
		return [];
	}

	const texts = lines.map(line => lineText(line));
	const gap = leftOut > 0 ? [`        … ${leftOut} lines are left out here …`] : [];
	const half = longestDialogue / 2;
	const shown = leftOut > 0 ? [...texts.slice(0, half), ...gap, ...texts.slice(half)] : texts;
	return [
		heading(2, plain('The dialogue')),
		paragraph(
			plain(
				'Seconds since the start, the number of the connection (T: under TLS), C: said by this side, S: by the server, *: a remark.',
			),
		),
		{kind: 'code', text: shown.join('\n'), language: 'text'},
	];
}
