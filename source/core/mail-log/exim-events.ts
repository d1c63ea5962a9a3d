import type {LogBody} from './log-event.ts';
import type {LogLine} from './log-line.ts';

/** A message id: 6-6-2, since Exim 4.97 6-11-4. */
export const eximId = String.raw`[\dA-Za-z]{6}-(?:[\dA-Za-z]{6}-[\dA-Za-z]{2}|[\dA-Za-z]{11}-[\dA-Za-z]{4})`;

const withId = new RegExp(`^(${eximId}) (.*)$`, 's');
const clientOf = /\bH=(\S{1,255})(?: \([^)]{0,255}\))? \[([\da-fA-F.:]{2,45})\]/;
const host = / H=(\S{1,255})(?: \([^)]{0,255}\))? \[([\da-fA-F.:]{2,45})\](?::(\d{1,5}))?/;
const queuedAs = /\bqueued as ([\dA-Za-z-]{5,40})|\bid=([\dA-Za-z-]{6,40})/i;

/** `recipient <original> R=…`; a file or a pipe has the mailbox in angle brackets alone. */
function recipientOf(text: string): string {
	const head = text.split(/ R=| F=<| T=| H=|: /, 1)[0] ?? '';
	const original = /<([^<>\s]{1,320})>$/.exec(head)?.[1];
	const first = head.split(' ', 1)[0] ?? '';
	return original?.includes('@') ? original : first.replace(/^<(.*)>$/, '$1');
}

function relayOf(text: string): string {
	const [, name, address, port] = host.exec(text) ?? [];
	return name === undefined
		? (/ T=(\S{1,60})/.exec(text)?.[1] ?? '')
		: `${name}[${address ?? ''}]${port === undefined ? '' : `:${port}`}`;
}

/** The words behind the fields of a `**` or `==` line. */
function reasonOf(text: string): string {
	const deferred =
		/ defer \(-?\d{1,4}\)(?: H=\S{1,255}(?: \[[\da-fA-F.:]{2,45}\])?(?::\d{1,5})?)?:? (.*)$/s.exec(
			text,
		)?.[1];
	const at = text.search(/: (?=\S)/);
	return deferred ?? (at === -1 ? text : text.slice(at + 2));
}

function arrived(queueId: string, text: string): readonly LogBody[] {
	const sender = /^<= (\S{1,320})/.exec(text)?.[1] ?? '';
	const client = clientOf.exec(text)?.[2] ?? '';
	const messageId = / id=(\S{1,998})/.exec(text)?.[1];
	const returns = new RegExp(` R=(${eximId})(?: |$)`).exec(text)?.[1];
	return [
		{kind: 'accepted', queueId, session: '', client},
		{
			kind: 'sender',
			queueId,
			sender: sender === '<>' ? '' : sender,
			...(returns === undefined ? {} : {returns}),
		},
		...(messageId === undefined
			? []
			: [{kind: 'message-id' as const, queueId, messageId: `<${messageId}>`}]),
		...(returns === undefined
			? []
			: [{kind: 'returned' as const, queueId: returns, bounceId: queueId}]),
	];
}

function delivered(queueId: string, text: string): readonly LogBody[] {
	const recipient = recipientOf(text);
	const gone = /^(?::?blackhole:?|discarded|\/dev\/null)(?: |$)/.exec(text);
	if (gone) {
		const own = /<([^<>\s]{1,320}@[^<>\s]{1,255})>/.exec(text)?.[1] ?? '';
		return [{kind: 'action', queueId, recipient: own, action: 'discarded', reason: text}];
	}

	const reply = / C="((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? '';
	const next = queuedAs.exec(reply);
	return [
		{
			kind: 'attempt',
			queueId,
			recipient,
			outcome: host.test(text) ? 'passed-on' : 'delivered',
			relay: relayOf(text),
			enhanced: /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})/.exec(reply)?.[1] ?? '',
			reason: reply,
			next: next?.[1] ?? next?.[2] ?? '',
		},
	];
}

function failed(queueId: string, text: string, outcome: 'bounced' | 'deferred'): LogBody {
	const reason = reasonOf(text);
	return {
		kind: 'attempt',
		queueId,
		recipient: recipientOf(text),
		outcome,
		relay: host.test(text) ? relayOf(text) : '',
		enhanced: /\b[45]\d\d[ -]([45]\.\d{1,3}\.\d{1,3})/.exec(reason)?.[1] ?? '',
		reason,
		next: '',
	};
}

function ofMessage(queueId: string, text: string): readonly LogBody[] {
	const [, flag = '', rest = ''] = /^(<=|=>|->|>>|\*>|\*\*|==) (.*)$/s.exec(text) ?? [];
	switch (flag) {
		case '<=': {
			return arrived(queueId, text);
		}

		case '=>':
		case '->':
		case '>>': {
			return delivered(queueId, rest);
		}

		case '**': {
			return [failed(queueId, rest, 'bounced')];
		}

		case '==': {
			return [failed(queueId, rest, 'deferred')];
		}

		default: {
			return ofEnd(queueId, text);
		}
	}
}

function ofEnd(queueId: string, text: string): readonly LogBody[] {
	if (text === 'Completed' || text.startsWith('Completed ')) {
		return [{kind: 'ended', queueId}];
	}

	if (/^(?:Frozen|frozen)\b|\bfrozen by /.test(text)) {
		return [{kind: 'action', queueId, recipient: '', action: 'held', reason: text}];
	}

	if (/^(?:removed|cancelled) by /.test(text)) {
		return [{kind: 'action', queueId, recipient: '', action: 'deleted', reason: text}];
	}

	const failing = /^H=\S{1,255} \[[\da-fA-F.:]{2,45}\](?::\d{1,5})?:? (.*)$/s.exec(text)?.[1];
	return failing === undefined || failing.includes('rejected ')
		? refusals(text)
		: [{kind: 'hop-failed', queueId, relay: relayOf(` ${text}`), reason: failing}];
}

/** `H=(helo) [ip] F=<sender> rejected RCPT <recipient>: words`. */
function refusals(text: string): readonly LogBody[] {
	const [, where, address = ''] = /\bH=(.{1,520}?) ?\[([\da-fA-F.:]{2,45})\]/.exec(text) ?? [];
	const reason = / (?:temporarily )?rejected (.*)$/s.exec(text)?.[1];
	if (where === undefined || reason === undefined) {
		return [];
	}

	return [
		{
			kind: 'refused',
			session: '',
			client: address,
			helo: /\(([^)]{1,255})\)/.exec(where)?.[1] ?? where.split(' ', 1)[0] ?? '',
			sender: / F=<([^>]*)>/.exec(text)?.[1] ?? '',
			recipient: / rejected RCPT <([^>]*)>/.exec(text)?.[1] ?? '',
			reason,
		},
	];
}

/** What a line of Exim’s mainlog says. Total; empty for what does not matter here. */
export function eximEvents({text}: LogLine): readonly LogBody[] {
	const ofQueue = withId.exec(text);
	if (ofQueue) {
		return ofMessage(ofQueue[1] ?? '', ofQueue[2] ?? '');
	}

	if (/^exim \S+ daemon started/.test(text)) {
		return [{kind: 'started'}];
	}

	if (
		/^(?:Exim configuration error|unable to set up|socket bind\(\) .*failed|socket creation failed)/.test(
			text,
		)
	) {
		return [{kind: 'fatal', session: ''}];
	}

	const client = clientOf.exec(text)?.[2] ?? /\[([\da-fA-F.:]{2,45})\]/.exec(text)?.[1] ?? '';
	if (/^TLS error|TLS session/.test(text)) {
		return [{kind: 'trouble', about: 'tls', session: '', client}];
	}

	if (/authenticator failed for/.test(text)) {
		return [{kind: 'trouble', about: 'login', session: '', client}];
	}

	return refusals(text);
}
