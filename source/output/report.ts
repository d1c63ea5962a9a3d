import type {SessionEvent} from '../core/event.ts';
import {createPaint} from './paint.ts';
import {createPlainReader, type PlainOptions} from './plain.ts';

/** A session as a Markdown file: what the plain form says, in order, and the command to run it again. */
export function reportText(
	events: readonly SessionEvent[],
	command: string,
	classes: PlainOptions['classes'],
): string {
	const session = events.find(event => event.type === 'session');
	const read = createPlainReader({paint: createPaint(false), ascii: false, classes});
	const isEnded = events.some(({type}) => type === 'run-finished');
	const lines = events.flatMap(event => {
		if (event.type === 'run-finished') {
			return read({...event, type: 'result'}); // Each walk has its end; the session's only repeats it
		}

		return event.type === 'result' && isEnded ? [] : read(event);
	});
	const text = lines.join('\n').trim();
	const fence = '`'.repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map(run => run.length + 1)));
	return [
		`# SMTP session with ${session?.target ?? 'a server'}`,
		'',
		`Made ${session?.startedAt ?? ''} by smtp-medic ${session?.version ?? ''}. Secrets are replaced.`,
		'',
		'To run the same again:',
		'',
		'```sh',
		command,
		'```',
		'',
		`${fence}text`,
		text,
		fence,
		'',
	].join('\n');
}
