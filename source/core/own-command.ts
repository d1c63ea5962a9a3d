import {everyLog, everyQueue, mailPrograms} from './mail-programs.ts';
import type {Fillings} from './phrase.ts';

/** The journal of a mail server, as commands for one software ask for it. */
const journal =
	/journalctl (?:-[ut] (?:'postfix\*'|postfix|sendmail|sm-mta|opensmtpd|dovecot) )+-n \d+ --no-pager/g;

/**
 * A command that reads the log or the queue of whatever mail server it is, for the one that was
 * recognised. Where a log was read on the server, it is that file.
 */
export function ownCommand(template: string, {mta, mailLog}: Fillings): string {
	const program = mailPrograms.find(one => one.mta === mta);
	if (!program) {
		return template;
	}

	const own = template.replaceAll(everyLog, program.log).replaceAll(everyQueue, program.queue);
	return mailLog === undefined ? own : own.replaceAll(journal, 'tail -n 500 {mailLog}');
}
