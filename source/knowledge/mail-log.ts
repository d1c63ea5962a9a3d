import type {CommandTemplate} from '../core/knowledge.ts';

/**
 * A command that searches a server’s mail log, whatever software it runs on Debian: Postfix,
 * OpenSMTPD and Sendmail log to the journal, Exim to a file of its own.
 */
export function searchMailLog(grep: string): CommandTemplate {
	return `{ journalctl -u 'postfix*' -u opensmtpd -u sendmail -u dovecot -n 500 --no-pager; tail -n 500 /var/log/exim4/mainlog /var/log/exim4/paniclog; } 2> /dev/null | ${grep} | tail -n 20`;
}
