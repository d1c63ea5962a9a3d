import type {CommandTemplate} from '../core/knowledge.ts';
import {everyLog} from '../core/mail-programs.ts';

/**
 * A command that searches a server’s mail log, whatever software it runs on Debian: Postfix,
 * OpenSMTPD and Sendmail log to the journal, Exim to a file of its own. Where the software is known it is
 * shown for that alone.
 */
export function searchMailLog(grep: string): CommandTemplate {
	return `${everyLog} | ${grep} | tail -n 20`;
}
