import type {Remedy} from '../../core/knowledge.ts';

/** Limits that a client runs into: connections, messages, recipients, quotas. */
export const limitRemedies: readonly Remedy[] = [
	{
		cause: 'connection-limit',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Let the program keep fewer connections, and reuse them.',
				effect: 'changes',
				undo: 'Put the old number back.',
			},
			{
				say: 'On Postfix as the client:',
				command: 'postconf -e "smtp_destination_concurrency_limit = 2" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -X smtp_destination_concurrency_limit`, then reload.',
			},
			{
				say: 'On your own server, the limit for one client: `smtpd_client_connection_count_limit` (Postfix), `smtp_accept_max_per_host` (Exim).',
				command: 'postconf smtpd_client_connection_count_limit; exim -bP smtp_accept_max_per_host',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'connection-rate',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Send several messages over one connection instead of a new one for each, and wait between tries.',
				effect: 'changes',
				undo: 'Put the old setting back.',
			},
			{
				say: 'On your own server: `smtpd_client_connection_rate_limit` (Postfix; 0, the default, is no limit), `ratelimit` (Exim).',
				command: 'postconf smtpd_client_connection_rate_limit',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'message-rate',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Send more slowly; a queue such as Postfix’s tries again by itself.',
				command: 'postconf -e "smtp_destination_rate_delay = 1s" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -X smtp_destination_rate_delay`, then reload.',
			},
			{
				say: 'Was it your mail? Look for a sender or login that sends far more than usual.',
				command:
					"journalctl -u 'postfix*' --since -1h --no-pager | grep -o 'sasl_username=[^, ]*' | sort | uniq -c | sort -rn | head",
				effect: 'reads',
			},
		],
	},
	{
		cause: 'recipient-limit',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Send to fewer recipients at once, 50 for instance.',
				command: 'postconf -e "smtp_destination_recipient_limit = 50" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -X smtp_destination_recipient_limit`, then reload.',
			},
		],
	},
	{
		cause: 'sending-quota',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Wait until the quota starts again, or ask the provider for more. If you did not send that much, change the password at once.',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		cause: 'provoked-by-us',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Wait ten minutes without testing; stop monitors and scripts that test beside you.',
				effect: 'changes',
				undo: 'Start them again.',
			},
		],
	},
];
