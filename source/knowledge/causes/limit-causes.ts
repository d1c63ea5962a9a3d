import {both, either, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {replayed} from './replay-evidence.ts';

const limited = saw('smtp.refusal', {class: ['too-many-connections', 'rate-limited']});

/** Limits that a client can run into, and a server that turns clients away at the door. */
export const limitCauses: readonly Cause[] = [
	{
		id: 'connection-limit',
		explains: ['too-many-connections'],
		title: 'Too many connections at the same time',
		because:
			'The server lets one client have only so many connections at once, or has reached its limit for all.',
		frequency: 'common',
		evidence: [
			...replayed('connection-limit'),
			{
				when: saw('smtp.refusal', {
					class: 'too-many-connections',
					text: /concurrent|simultaneous|too many connections|too many .*connections/i,
				}),
				says: 'The reply speaks of connections at the same time: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {
					class: 'too-many-connections',
					text: /rate|per (minute|hour|second)/i,
				}),
				says: 'The reply speaks of a rate: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{text: 'How many does this machine hold open?', command: 'ss -tn dst {address}'},
			{text: 'Postfix:', command: 'postconf smtpd_client_connection_count_limit'},
			{text: 'Exim:', command: 'exim -bP smtp_accept_max smtp_accept_max_per_host'},
		],
	},
	{
		id: 'connection-rate',
		explains: ['too-many-connections', 'rate-limited'],
		title: 'Too many connections in a while',
		because: 'The server counts new connections, or new TLS sessions, by the minute.',
		frequency: 'usual',
		evidence: [
			...replayed('connection-rate'),
			{
				when: saw('smtp.refusal', {
					class: ['too-many-connections', 'rate-limited'],
					text: /connection rate|connections? .*(per|in) |new tls sessions|too frequent/i,
				}),
				says: 'The reply speaks of a rate: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {
					class: ['too-many-connections', 'rate-limited'],
					text: /too many connections from/i,
				}),
				says: 'Postfix says “{text}” for too many at a time and for too many in a while alike.',
				weight: 'for',
			},
		],
		confirm: [
			{
				text: 'Postfix; the limit is counted in anvil_rate_time_unit.',
				command:
					'postconf smtpd_client_connection_rate_limit smtpd_client_new_tls_session_rate_limit anvil_rate_time_unit',
			},
			{text: 'Exim: `ratelimit` in the access lists.', command: 'grep -rn ratelimit /etc/exim4'},
		],
	},
	{
		id: 'message-rate',
		explains: ['rate-limited'],
		title: 'Too many messages in a while',
		because:
			'The server counts messages or logins by client or by sender. With big providers the limit also follows the reputation of the sending address.',
		frequency: 'common',
		evidence: [
			{
				when: saw('smtp.refusal', {
					class: 'rate-limited',
					text: /too much mail|message rate|messages? .*(per|in) |unusual rate|volume|deferred|too many messages/i,
				}),
				says: 'The reply speaks of the amount of mail: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'rate-limited', text: /recipients?/i}),
				says: 'The reply speaks of recipients: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{text: 'Postfix:', command: 'postconf smtpd_client_message_rate_limit anvil_rate_time_unit'},
			{
				text: 'How much did this machine send in the last hour, and does all of it come from you? A sudden rise may be a stolen password.',
				command: '',
			},
		],
	},
	{
		id: 'recipient-limit',
		explains: ['rate-limited'],
		title: 'Too many recipients',
		because:
			'A message may have only so many recipients, or a sender only so many in a while. Clients must split longer lists; servers are expected to take at least 100 for one message.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('smtp.refusal', {class: 'rate-limited', text: /recipients?/i}),
				says: 'The reply speaks of recipients: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'rate-limited', enhanced: /^[45]\.5\.3$/}),
				says: 'The code {enhanced} stands for too many recipients.',
				weight: 'for',
			},
		],
		confirm: [
			{
				text: 'Postfix:',
				command: 'postconf smtpd_recipient_limit smtpd_client_recipient_rate_limit',
			},
			{text: 'Exim:', command: 'exim -bP recipients_max'},
		],
	},
	{
		id: 'sending-quota',
		explains: ['rate-limited'],
		title: 'The sending quota of the account is used up',
		because: 'Providers allow an account only so many mails or recipients a day.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('smtp.refusal', {
					class: 'rate-limited',
					text: /quota|daily|limit exceeded|sending limit/i,
				}),
				says: 'The reply speaks of a quota: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'rate-limited', authenticated: true}),
				says: 'It came to a signed-in user.',
				weight: 'for',
			},
			{
				when: both(limited, never('auth.accepted')),
				says: 'Nobody was signed in, and such quotas belong to accounts.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'The provider’s page shows the limit and how much is used. If you did not send that much, change the password.',
				command: '',
			},
		],
	},
	{
		id: 'provoked-by-us',
		explains: ['too-many-connections', 'rate-limited'],
		title: 'The tests themselves used up the limit',
		because:
			'Each run opens several connections. Repeated runs, or a monitor beside them, can be what the server counts.',
		frequency: 'rare',
		evidence: [
			{
				when: both(saw('session.footprint', {connections: {above: 3}}), limited),
				says: 'This session has made {connections} connections so far, which the server counts like any other.',
				weight: 'for',
			},
			{
				when: both(saw('session.asked', {run: {above: 2}}), limited),
				says: 'This is run {run} of this session.',
				weight: 'for',
			},
			{
				when: both(saw('session.asked', {run: {below: 2}}), limited),
				says: 'This is the first run of this session.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Wait ten minutes and run it once more: is it gone?',
				command: 'sleep 600; smtp-medic check {host} --port {port}',
			},
		],
	},
	{
		id: 'client-denied',
		explains: ['banner-rejected'],
		title: 'The server refuses this client at the door',
		because:
			'An access list, a blocklist or a filter decides by the client’s address before any command.',
		frequency: 'common',
		evidence: [
			...replayed('client-denied'),
			{
				when: saw('smtp.refusal', {class: 'banner-rejected', temporary: false}),
				says: 'The refusal is final: {code} {text}',
				weight: 'for',
			},
			{
				when: saw('other.worked'),
				says: '{address} of the same target does greet this client.',
				weight: 'against',
			},
		],
		confirm: [
			{text: 'From another address: does it greet there?', command: 'nc -w 20 {host} {port}'},
			{
				text: 'On the server, Postfix’s log says “NOQUEUE: reject: CONNECT”.',
				command: "journalctl -u 'postfix*' -n 500 --no-pager | grep -F {client}",
			},
			{text: 'Does this address have a reverse name?', command: 'dig +short -x {client}'},
		],
	},
	{
		id: 'no-mail-host',
		explains: ['banner-rejected', 'not-accepting-mail'],
		title: 'This host takes no mail at all',
		because:
			'It only sends, or its mail service is switched off, and it says so. The name or an MX record leads to the wrong host.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('smtp.refusal', {class: 'not-accepting-mail'}),
				says: 'The server says so: {code} {text}',
				weight: 'proves',
			},
			{
				when: saw('smtp.refusal', {class: 'banner-rejected', code: 521}),
				says: 'The code 521 means a host that takes no mail.',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'banner-rejected', temporary: true}),
				says: 'The refusal is a temporary one: {code} {text}',
				weight: 'against',
			},
		],
		confirm: [
			{text: 'Which hosts take the domain’s mail?', command: 'dig +short MX {recipientDomain}'},
		],
	},
	{
		id: 'overloaded',
		explains: ['banner-rejected', 'server-local-error'],
		title: 'The server is overloaded',
		because:
			'With a high load, or with all processes busy, a server defers new work. Senders try again by themselves.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('smtp.refusal', {text: /load|busy|overload|resources/i}),
				says: 'The reply says it: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'banner-rejected', temporary: true}),
				says: 'The refusal is a temporary one: {code} {text}',
				weight: 'for',
			},
			{when: saw('smtp.slow'), says: 'A reply took {after} ms.', weight: 'for'},
			{
				when: either(
					saw('smtp.refusal', {class: 'banner-rejected', temporary: false}),
					saw('smtp.refusal', {class: 'server-local-error', temporary: false}),
				),
				says: 'The refusal is final ({code}), and load is not.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'On the server: load, memory, and processes that wait for the disk.',
				command: 'uptime; free -m; vmstat 1 5',
			},
			{text: 'How long is the queue?', command: 'postqueue -p | tail -n 1; exim -bpc'},
		],
	},
];
