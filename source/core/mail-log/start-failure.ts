import type {LogEvent} from './log-event.ts';
import type {LogLine} from './log-line.ts';

/** Said by whoever started what failed: the reason stands in a line before it. */
const consequence = /mail system startup failed|see logs? for details|cannot execute \S*postconf/;

/** Commands of Postfix that anybody runs: what they give up is not the server. */
const isCommand = ({program}: LogLine) =>
	/^postfix(?:-\w+)?\/(?:postmap|postalias|postqueue|postdrop|postcat|postsuper|sendmail)$/.test(
		program,
	);

/** The line with which the last start failed; undefined where the server has started since. */
export function startFailure(events: readonly LogEvent[]): LogLine | undefined {
	const daemonStarted = events.findLastIndex(
		event => event.kind === 'started' && /daemon|OpenSMTPD|Exim|exim/.test(event.line.text),
	);
	const fatal = events.filter(
		(event, index) => event.kind === 'fatal' && index > daemonStarted && !isCommand(event.line),
	);
	const reason = fatal.findLast(({line}) => !consequence.test(line.text));
	return (reason ?? fatal.at(-1))?.line;
}

/** A process of Postfix that serves one connection after another; its last words are about itself. */
const isServing = ({program}: LogLine) => /^postfix\S*\/smtpd$/.test(program);

/**
 * The events without the last words of processes that were replaced since: the server was started or its
 * settings were read again, or another process served a client. What is `ofRun` stays in any case.
 */
export function withoutMended(
	events: readonly LogEvent[],
	ofRun: (event: LogEvent) => boolean,
): readonly LogEvent[] {
	const replaced = events.findLastIndex(
		({kind, line}) => kind === 'started' || (kind === 'connected' && isServing(line)),
	);
	return events.filter(
		(event, index) =>
			event.kind !== 'fatal' || !isServing(event.line) || index > replaced || ofRun(event),
	);
}
