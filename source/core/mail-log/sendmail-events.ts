import type {Attempt, LogBody} from './log-event.ts';
import type {LogLine} from './log-line.ts';

const withId = /^([\dA-Za-z]{12,20}): (.*)$/s;
const queuedAs = /\bqueued as ([\dA-Za-z-]{5,40})|^([\dA-Za-z]{12,20}) Message accepted/i;
const address = /\[((?:IPv6:)?[\da-fA-F.:]{2,45})\]/;

/** One `name=value` of a line; what follows on `stat` and `reply` may hold commas. */
function field(text: string, name: string): string | undefined {
	return new RegExp(`(?:^|, )${name}=(.*?)(?=, [a-z]+=|$)`, 's').exec(text)?.[1];
}

const addressesIn = (list: string): readonly string[] =>
	list.split(',').map(word => word.trim().replace(/^<(.*)>$/, '$1'));

function outcomeOf(status: string, enhanced: string, mailer: string): Attempt | undefined {
	return /^Sent\b/i.test(status)
		? /^(?:local|cyrus|lmtp|prog|\*file\*)/i.test(mailer)
			? 'delivered'
			: 'passed-on'
		: /^discarded/i.test(status)
			? 'discarded'
			: /^(?:queued|please retry|authentication|headers too)/i.test(status)
				? undefined
				: /^Deferred/i.test(status) || enhanced.startsWith('4')
					? 'deferred'
					: 'bounced';
}

function attempts(queueId: string, text: string): readonly LogBody[] {
	const status = /, stat=(.*)$/s.exec(text)?.[1] ?? '';
	const enhanced = field(text, 'dsn') ?? '';
	const outcome = outcomeOf(status, enhanced, field(text, 'mailer') ?? '');
	if (status === '' || !outcome) {
		return [];
	}

	const said = /, reply=(.*?), stat=/s.exec(text)?.[1];
	const words = status.replace(/^(?:Deferred|Sent)(?:: | )?/, '').replace(/^\((.*)\)$/s, '$1');
	const next = queuedAs.exec(words);
	return addressesIn(field(text, 'to') ?? '').map(recipient => ({
		kind: 'attempt',
		queueId,
		recipient,
		outcome,
		relay: (field(text, 'relay') ?? '').replace(/^(\S+?)\.? \[/, '$1['),
		enhanced,
		reason: said ?? words,
		next: next?.[1] ?? next?.[2] ?? '',
	}));
}

function arrived(queueId: string, text: string): readonly LogBody[] {
	const messageId = field(text, 'msgid');
	const client = address.exec(field(text, 'relay') ?? '')?.[1] ?? '';
	return [
		{kind: 'accepted', queueId, session: '', client: client.replace(/^IPv6:/, '')},
		{kind: 'sender', queueId, sender: addressesIn(field(text, 'from') ?? '')[0] ?? ''},
		...(messageId === undefined ? [] : [{kind: 'message-id' as const, queueId, messageId}]),
	];
}

function ofMessage(queueId: string, text: string): readonly LogBody[] {
	if (/^from=.*, size=\d+/s.test(text)) {
		// Without recipients no message came of it
		return /, nrcpts=0\b/.test(text) ? [] : arrived(queueId, text);
	}

	if (text.startsWith('to=')) {
		return attempts(queueId, text);
	}

	const bounceId =
		/^([\dA-Za-z]{12,20}): (?:DSN|return to sender|postmaster notify|sender notify): /.exec(
			text,
		)?.[1];
	if (bounceId !== undefined) {
		return [{kind: 'returned', queueId, bounceId}];
	}

	if (/^discarded\b/.test(text)) {
		return [{kind: 'action', queueId, recipient: '', action: 'discarded', reason: text}];
	}

	if (/^(?:Milter|milter).*\bdiscard/s.test(text)) {
		return [{kind: 'action', queueId, recipient: '', action: 'filtered', reason: text}];
	}

	if (/^(?:quarantine=|Milter.*\bquarantine)/s.test(text)) {
		return [{kind: 'action', queueId, recipient: '', action: 'held', reason: text}];
	}

	const [, recipient, reason] = /^<([^>]*)>\.\.\. (.*)$/s.exec(text) ?? [];
	if (recipient !== undefined && reason !== undefined) {
		return [{kind: 'refused', session: '', client: '', helo: '', sender: '', recipient, reason}];
	}

	return refusals(text);
}

/** `ruleset=check_rcpt, arg1=<…>, relay=name [ip], reject=550 …`. */
function refusals(text: string): readonly LogBody[] {
	const reason = /\breject=(.*)$/s.exec(text)?.[1];
	if (!text.startsWith('ruleset=') || reason === undefined) {
		return [];
	}

	const argument = addressesIn(field(text, 'arg1') ?? '')[0] ?? '';
	const recipient = text.startsWith('ruleset=check_rcpt') ? argument : '';
	const sender = text.startsWith('ruleset=check_mail') ? argument : '';
	const relay = field(text, 'relay') ?? '';
	const client = address.exec(relay)?.[1] ?? '';
	return [{kind: 'refused', session: '', client, helo: '', sender, recipient, reason}];
}

/** What a line of Sendmail says. Total; empty for what does not matter here. */
export function sendmailEvents({text}: LogLine): readonly LogBody[] {
	const ofQueue = withId.exec(text);
	const rest = ofQueue?.[2] ?? text;
	const client = address.exec(rest)?.[1] ?? '';
	if (/^(?:STARTTLS=server, error|STARTTLS: .*(?:error|fail))/.test(rest)) {
		return [{kind: 'trouble', about: 'tls', session: '', client}];
	}

	if (/AUTH failure|SASL .*(?:error|fail)/i.test(rest)) {
		return [{kind: 'trouble', about: 'login', session: '', client}];
	}

	if (
		/^(?:SYSERR.*(?:cannot bind|opendaemonsocket)|NOQUEUE: SYSERR.*(?:cannot bind|opendaemonsocket|\.cf: line))/s.test(
			text,
		)
	) {
		return [{kind: 'fatal', session: ''}];
	}

	if (text.startsWith('starting daemon (')) {
		return [{kind: 'started'}];
	}

	return ofQueue ? ofMessage(ofQueue[1] ?? '', rest) : refusals(text.replace(/^NOQUEUE: /, ''));
}
