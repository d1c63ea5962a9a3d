import type {Seen} from '../core/server-access.ts';
import {code, heading, list, paragraph, plain, table, type Block} from './report-document.ts';
import type {ReportLook, SessionReport} from './report-object.ts';

const lookWords: Readonly<Record<Seen['status'], string>> = {
	seen: 'seen',
	absent: 'not there',
	forbidden: 'not allowed',
	failed: 'failed',
};

/** Everything that was run and read, each with its outcome. */
export function lookBlocks(place: string, looked: readonly ReportLook[]): readonly Block[] {
	return looked.length === 0
		? []
		: [
				heading(2, plain(`What was run and read on ${place}`)),
				paragraph(plain('All of it only reads; nothing was changed there.')),
				...table(
					['Command or file', 'To see', 'Outcome'],
					looked.map(({command, why, status}) => [
						code(command),
						plain(why),
						plain(lookWords[status]),
					]),
				),
			];
}

/** What the server told of itself, and everything that was run and read there. */
export function serverBlocks({server}: SessionReport): readonly Block[] {
	const {place, said, looked, notSeen} = server;
	if (place === '' && said.length === 0) {
		return [];
	}

	return [
		...(said.length > 0 ? [heading(2, plain('What the server itself says'))] : []),
		...list(said.map(plain)),
		...lookBlocks(place, looked),
		...(notSeen.length > 0 ? [heading(2, plain(`What was not seen on ${place}`))] : []),
		...table(
			['What', 'Why', 'As root it is shown by'],
			notSeen.map(({what, why, command: byRoot}) => [plain(what), plain(why), code(byRoot)]),
		),
	];
}
