import type {LogBody} from './log-event.ts';
import type {LogLine} from './log-line.ts';

/** `name=value` with or without quotes, or in angle brackets. */
function field(text: string, name: string): string | undefined {
	const found = new RegExp(`(?:^| )${name}=(?:"([^"]*)"|<([^>]*)>|(\\S*))`).exec(text);
	return found?.[1] ?? found?.[2] ?? found?.[3];
}

/** An envelope is the id of its message and eight digits more. */
const messageOf = (envelope: string) => envelope.slice(0, 8);

const queuedAs =
	/\bqueued as ([\dA-Za-z-]{5,40})|\bid=([\dA-Za-z-]{6,40})|^250 \S+ ([\da-f]{8}) Message accepted/i;

/** `203.0.113.26 (mx2.example.test)` as other servers write it. */
function relayOf(text: string): string {
	const relay = field(text, 'relay') ?? '';
	const [, ip, name] = /^(\S+) \((\S+)\)$/.exec(relay) ?? [];
	return name === undefined ? '' : `${name}[${ip ?? ''}]`;
}

function attempt(agent: string, text: string): readonly LogBody[] {
	const result = field(text, 'result');
	const reason = /\bstat="(.*)"$/s.exec(text)?.[1] ?? field(text, 'stat') ?? '';
	const outcome =
		result === 'Ok'
			? agent === 'mda'
				? ('delivered' as const)
				: ('passed-on' as const)
			: result === 'TempFail'
				? ('deferred' as const)
				: result === 'PermFail'
					? ('bounced' as const)
					: undefined;
	if (!outcome) {
		return [];
	}

	const next = queuedAs.exec(reason);
	return [
		{
			kind: 'attempt',
			queueId: messageOf(field(text, 'evpid') ?? ''),
			recipient: field(text, 'to') ?? '',
			outcome,
			relay: agent === 'mda' ? (field(text, 'user') ?? '') : relayOf(text),
			enhanced: /^[45]\d\d ([45]\.\d{1,3}\.\d{1,3})/.exec(reason)?.[1] ?? '',
			reason,
			next: next?.[1] ?? next?.[2] ?? next?.[3] ?? '',
		},
	];
}

function ofSession(session: string, text: string): readonly LogBody[] {
	const [, agent = '', what = ''] = /^(smtp|mta|mda) ([a-z-]+)/.exec(text) ?? [];
	switch (`${agent} ${what}`) {
		case 'smtp connected': {
			const client = (field(text, 'address') ?? '').replace(/^IPv6:/, '');
			return [{kind: 'connected', session, name: field(text, 'host') ?? '', client}];
		}

		case 'smtp disconnected': {
			return [{kind: 'disconnected', session, idle: false}];
		}

		case 'smtp message': {
			const queueId = field(text, 'msgid') ?? '';
			return [{kind: 'accepted', queueId, session, client: ''}];
		}

		case 'smtp envelope': {
			const queueId = messageOf(field(text, 'evpid') ?? '');
			return [
				{kind: 'sender', queueId, sender: field(text, 'from') ?? ''},
				{kind: 'recipient', queueId, recipient: field(text, 'to') ?? ''},
			];
		}

		case 'smtp failed-command': {
			const command = field(text, 'command') ?? '';
			return [
				{
					kind: 'refused',
					session,
					client: '',
					helo: '',
					sender: /^MAIL FROM:<([^>]*)>/i.exec(command)?.[1] ?? '',
					recipient: /^RCPT TO:<([^>]*)>/i.exec(command)?.[1] ?? '',
					reason: /\bresult="(.*)"$/s.exec(text)?.[1] ?? '',
				},
			];
		}

		case 'mta delivery':
		case 'mda delivery': {
			return attempt(agent, text);
		}

		case 'mta error': {
			const reason = /\breason=(.*)$/s.exec(text)?.[1] ?? '';
			return [{kind: 'hop-failed', queueId: '', relay: '', reason}];
		}

		default: {
			return /^smtp (?:.*tls.*(?:error|fail)|error reason=.*TLS)/is.test(text)
				? [{kind: 'trouble', about: 'tls', session, client: ''}]
				: [];
		}
	}
}

/** What a line of OpenSMTPD (6.0 and later) says. Total; empty for what does not matter here. */
export function opensmtpdEvents({text}: LogLine): readonly LogBody[] {
	const ofOne = /^([\da-f]{16}) (.*)$/s.exec(text);
	if (ofOne) {
		return ofSession(ofOne[1] ?? '', ofOne[2] ?? '');
	}

	const destination = /^smtp-out: No valid route for \[connector:.*?\[relay:([^,\]]{1,255})/.exec(
		text,
	)?.[1];
	if (destination !== undefined) {
		return [{kind: 'no-route', destination}];
	}

	if (/^info: OpenSMTPD \S+ starting/.test(text)) {
		return [{kind: 'started'}];
	}

	return /^fatal\b/.test(text) ? [{kind: 'fatal', session: ''}] : [];
}
