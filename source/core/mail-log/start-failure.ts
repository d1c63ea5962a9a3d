import type {LogEvent} from './log-event.ts';
import type {LogLine} from './log-line.ts';

/** Said by whoever started what failed: the reason stands in a line before it. */
const consequence = /mail system startup failed|see logs? for details|cannot execute \S*postconf/;

/** The line with which the last start failed; undefined where the server has started since. */
export function startFailure(events: readonly LogEvent[]): LogLine | undefined {
	const daemonStarted = events.findLastIndex(
		event => event.kind === 'started' && /daemon|OpenSMTPD|Exim|exim/.test(event.line.text),
	);
	const fatal = events.filter((event, index) => event.kind === 'fatal' && index > daemonStarted);
	const reason = fatal.findLast(({line}) => !consequence.test(line.text));
	return (reason ?? fatal.at(-1))?.line;
}
