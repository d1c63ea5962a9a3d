import {dovecotEvents} from './dovecot-events.ts';
import {eximEvents} from './exim-events.ts';
import type {LogBody, LogEvent} from './log-event.ts';
import type {LogLine} from './log-line.ts';
import {opensmtpdEvents} from './opensmtpd-events.ts';
import {postfixEvents} from './postfix-events.ts';
import {sendmailEvents} from './sendmail-events.ts';

/** Whether a program of a mail server wrote the line. */
export function isOfMail({program}: LogLine): boolean {
	return readerOf(program) !== undefined;
}

function readerOf(program: string): ((line: LogLine) => readonly LogBody[]) | undefined {
	if (program.includes('/') && !program.startsWith('/')) {
		return postfixEvents; // `syslog_name` may be anything, the daemon’s name stands behind it
	}

	return program.startsWith('exim')
		? eximEvents
		: /^(?:sm-mta|sm-msp-queue|sm-que|sendmail)/.test(program)
			? sendmailEvents
			: program === 'smtpd' || program === 'opensmtpd'
				? opensmtpdEvents
				: program === 'dovecot'
					? dovecotEvents
					: program === 'postfix'
						? postfixEvents
						: undefined;
}

/** What the lines of a log say, in their order. */
export function logEvents(lines: readonly LogLine[]): readonly LogEvent[] {
	return lines.flatMap(line =>
		(readerOf(line.program)?.(line) ?? []).map((body): LogEvent => ({...body, line})),
	);
}
