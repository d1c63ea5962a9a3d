import type {Attempt, LogBody} from './log-event.ts';
import type {LogLine} from './log-line.ts';

/** A queue id, short (hexadecimal) or long (`enable_long_queue_ids`). */
const id = String.raw`([\dA-F]{5,16}|(?=[A-Za-z]*\d)[\dA-Za-z]{10,20})`;
const client = String.raw`([^\s[\]]{1,255})\[([\da-fA-F.:]{2,45}|unknown)\](?::\d{1,5})?`;

const withId = new RegExp(`^${id}: (.*)$`, 's');
const connected = new RegExp(`^connect from ${client}`);
const accepted = new RegExp(`^client=${client}`);
const delivery =
	/^to=<([^>]*)>, (?:orig_to=<[^>]*>, )?relay=(\S+?),.*?\bdsn=([245]\.\d{1,3}\.\d{1,3}), status=([a-z-]+) \((.*)\)$/s;
const action = new RegExp(
	String.raw`^(discard|hold|milter-discard|milter-hold|reject|milter-reject): (.*?) from ${client}[:;] ?(.*)$`,
	's',
);
const queuedAs = /\bqueued as ([\dA-Za-z-]{5,40})/i;
/** What content filters say of a message that they took and keep back. */
const keptBack =
	/\b(?:discarded|quarantined|blocked|infected)\b|\bid=\S+ - (?:spam|infected|banned)/i;

const envelopeField = (text: string, name: string) =>
	new RegExp(`\\b${name}=<([^>]*)>`).exec(text)?.[1] ?? '';

function outcomeOf(status: string, daemon: string, reason: string): Attempt | undefined {
	switch (status) {
		case 'deferred': {
			return 'deferred';
		}

		case 'bounced':
		case 'expired': {
			return 'bounced';
		}

		case 'sent': {
			return daemon === 'discard'
				? 'discarded'
				: keptBack.test(reason)
					? 'filtered'
					: reason.startsWith('forwarded as ')
						? 'handed-on'
						: daemon === 'smtp' || daemon === 'lmtp'
							? 'passed-on'
							: 'delivered';
		}

		default: {
			return undefined;
		}
	}
}

function attempt(queueId: string, daemon: string, text: string): readonly LogBody[] {
	const [, recipient = '', relay = '', enhanced = '', status = '', reason = ''] =
		delivery.exec(text) ?? [];
	const outcome = outcomeOf(status, daemon, reason);
	if (!outcome) {
		return [];
	}

	const forwarded = /^forwarded as ([\dA-Za-z]{5,20})/.exec(reason)?.[1];
	return [
		{
			kind: 'attempt',
			queueId,
			recipient,
			outcome,
			relay: relay === 'none' ? '' : relay,
			enhanced,
			reason,
			next: forwarded ?? queuedAs.exec(reason)?.[1] ?? '',
		},
	];
}

/** `discard: header Subject: … from host[ip]; from=<> to=<> proto= helo=<>: text`, and those like it. */
function done(queueId: string, session: string, text: string): readonly LogBody[] {
	const [, what = '', where = '', , address = '', rest = ''] = action.exec(text) ?? [];
	const recipient = envelopeField(rest, 'to');
	const own = /helo=<[^>]*>: (.*)$/s.exec(rest)?.[1] ?? rest.split('; from=<', 1)[0] ?? '';
	const reason = `${what}: ${where}${own === '' ? '' : `: ${own}`}`;
	switch (what) {
		case 'discard': {
			return [{kind: 'action', queueId, recipient, action: 'discarded', reason}];
		}

		case 'hold': {
			return [{kind: 'action', queueId, recipient, action: 'held', reason}];
		}

		case 'milter-discard':
		case 'milter-hold': {
			return [{kind: 'action', queueId, recipient, action: 'filtered', reason}];
		}

		case 'reject':
		case 'milter-reject': {
			return [
				{
					kind: 'refused',
					session,
					client: address,
					helo: envelopeField(rest, 'helo'),
					sender: envelopeField(rest, 'from'),
					recipient,
					reason: (rest.split('; from=<', 1)[0] ?? '').trim(),
				},
			];
		}

		default: {
			return [];
		}
	}
}

function ofMessage(
	queueId: string,
	daemon: string,
	session: string,
	text: string,
): readonly LogBody[] {
	const from = accepted.exec(text);
	if (from) {
		const before = /\borig_queue_id=([\dA-Za-z]{5,20})/.exec(text)?.[1];
		return [
			{kind: 'accepted', queueId, session, client: from[2] ?? ''},
			...(before === undefined ? [] : [handedOn(before, queueId)]),
		];
	}

	if (text.startsWith('uid=')) {
		return [{kind: 'accepted', queueId, session: '', client: ''}];
	}

	const messageId = /^(?:resent-)?message-id=(<[^>]{1,998}>|\S{1,998})/.exec(text)?.[1];
	if (messageId !== undefined) {
		return [{kind: 'message-id', queueId, messageId}];
	}

	if (text.startsWith('to=<')) {
		return attempt(queueId, daemon, text);
	}

	const sender = /^from=<([^>]*)>, (size=|status=(?:force-)?expired)/.exec(text);
	if (sender) {
		const known: LogBody = {kind: 'sender', queueId, sender: sender[1] ?? ''};
		return sender[2] === 'size=' ? [known] : [known, {kind: 'expired', queueId}];
	}

	const bounceId = /^sender non-delivery notification: ([\dA-Za-z]{5,20})$/.exec(text)?.[1];
	if (bounceId !== undefined) {
		return [{kind: 'returned', queueId, bounceId}];
	}

	if (text === 'removed') {
		return daemon === 'postsuper'
			? [{kind: 'action', queueId, recipient: '', action: 'deleted', reason: 'postsuper -d'}]
			: [{kind: 'ended', queueId}];
	}

	if (daemon === 'postsuper' && text.startsWith('placed on hold')) {
		return [{kind: 'action', queueId, recipient: '', action: 'held', reason: 'postsuper -h'}];
	}

	return done(queueId, session, text);
}

/** A filter gave a message back by XFORWARD, with the id that it had before. */
function handedOn(queueId: string, next: string): LogBody {
	return {
		kind: 'attempt',
		queueId,
		recipient: '',
		outcome: 'handed-on',
		relay: '',
		enhanced: '',
		reason: `it came back from a filter as ${next}`,
		next,
	};
}

const troubles = [
	[
		'login',
		/SASL .*authentication (?:failed|failure)|SASL: Connect to|SASL per-process|Client host rejected: SASL/i,
	],
	['tls', /SSL_accept error|TLS library problem|cannot get RSA|No server certs available|TLS SNI/i],
	[
		'filter',
		/^(?:warning: )?(?:connect to Milter|milter |lost connection with Milter)|milter service .*(?:unavail|time)|^warning: (?:problem talking to server|connect to (?!Milter)\S+:|proxy \S+ rejected|lost connection with proxy)/i,
	],
] as const;

function trouble(session: string, text: string): readonly LogBody[] {
	const about = troubles.find(([, words]) => words.test(text))?.[0];
	const from = new RegExp(client).exec(text);
	return about ? [{kind: 'trouble', about, session, client: from?.[2] ?? ''}] : [];
}

/** What a line of Postfix says. Total; empty for what does not matter here. */
export function postfixEvents({program, pid, text}: LogLine): readonly LogBody[] {
	const daemon = program.split('/').at(-1) ?? '';
	const session = `${program}[${pid ?? ''}]`;
	const ofQueue = withId.exec(text);
	if (ofQueue) {
		return ofMessage(ofQueue[1] ?? '', daemon, session, ofQueue[2] ?? '');
	}

	const from = connected.exec(text);
	if (from) {
		return [{kind: 'connected', session, name: from[1] ?? '', client: from[2] ?? ''}];
	}

	if (text.startsWith('disconnect from ')) {
		return [{kind: 'disconnected', session, idle: text.endsWith(' commands=0/0')}];
	}

	if (text.startsWith('NOQUEUE: ')) {
		return done('', session, text.slice(9));
	}

	if (/^(?:fatal|panic): /.test(text)) {
		// `postfix status` and the like say that, too
		const isAnswer = /the Postfix mail system is (?:not|already) running/.test(text);
		return isAnswer ? [] : [{kind: 'fatal', session}];
	}

	if (/^(?:starting the Postfix|daemon started|refreshing the Postfix)/.test(text)) {
		return [{kind: 'started'}];
	}

	return trouble(session, text);
}
