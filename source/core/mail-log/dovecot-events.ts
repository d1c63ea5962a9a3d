import type {LogBody} from './log-event.ts';
import type {LogLine} from './log-line.ts';

/**
 * What Dovecot’s delivery (LDA, LMTP) and its Sieve filter say of where a message came to lie:
 * `msgid=<…>: stored mail into mailbox 'Junk'`.
 */
export function dovecotEvents({text}: LogLine): readonly LogBody[] {
	const [, messageId, what = ''] = /\bmsgid=(<[^>]{1,998}>|[^\s:]{1,998}): (.*)$/s.exec(text) ?? [];
	if (messageId === undefined) {
		return [];
	}

	const mailbox =
		/^(?:saved mail to|(?:fileinto action: )?stored mail into mailbox) '?([^']{1,255}?)'?$/.exec(
			what,
		)?.[1];
	if (mailbox !== undefined) {
		return [{kind: 'stored', messageId, mailbox, discarded: false}];
	}

	return /^(?:discard action|marked message to be discarded|discarded)\b/.test(what)
		? [{kind: 'stored', messageId, mailbox: '', discarded: true}]
		: [];
}
