import type {LogEvent} from './log-event.ts';
import type {LogLine} from './log-line.ts';

/** The line with which the last start failed; undefined where the server has started since. */
export function startFailure(events: readonly LogEvent[]): LogLine | undefined {
	const last = events.findLastIndex(({kind}) => kind === 'fatal');
	const daemonStarted = events.findLastIndex(
		event => event.kind === 'started' && /daemon|OpenSMTPD|Exim|exim/.test(event.line.text),
	);
	return last > daemonStarted ? events[last]?.line : undefined;
}
