import type {Remedy} from '../../core/knowledge.ts';

/** What is put right in the program that sends: host, port, TLS mode, name, login. */
export const clientRemedies: readonly Remedy[] = [
	{
		cause: 'no-ipv6',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Let the program prefer IPv4, or give this machine working IPv6. For every program on Linux (glibc):',
				command: "printf 'precedence ::ffff:0:0/96 100\\n' >> /etc/gai.conf",
				effect: 'changes',
				undo: 'Remove that line from `/etc/gai.conf`.',
			},
			{
				say: 'For Postfix as the client alone: `smtp_address_preference`.',
				command: 'postconf -e "smtp_address_preference = ipv4" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -X smtp_address_preference`, then reload.',
			},
		],
	},
	{
		cause: 'implicit-tls-port',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Set the client to TLS from the first byte (“SSL/TLS”, `secure: true`) on this port, or to port 587 with STARTTLS.',
				effect: 'changes',
				undo: 'Put the old setting back.',
			},
		],
	},
	{
		cause: 'starttls-port',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Set the client to STARTTLS (“TLS when available” is not enough for a login; `secure: false` with STARTTLS demanded) on this port, or to port 465 with TLS from the first byte.',
				effect: 'changes',
				undo: 'Put the old setting back.',
			},
		],
	},
	{
		cause: 'helo-not-fqdn',
		mta: 'any',
		where: 'client',
		steps: [
			{say: 'Which full name has this machine?', command: 'hostname -f', effect: 'reads'},
			{
				say: 'Let the program announce a full name with an address in DNS. On Postfix as the client (use your name):',
				command: 'postconf -e "smtp_helo_name = mail.example.com" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -X smtp_helo_name`, then reload.',
			},
			{
				say: 'On Exim as the client: `helo_data` of the smtp transport, or `primary_hostname`.',
				effect: 'changes',
				undo: 'Put the old value back and reload.',
			},
		],
	},
	{
		cause: 'helo-invalid',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Announce a name of letters, digits, hyphens and dots that belongs to this client; not an address, not the server’s name.',
				effect: 'changes',
				undo: 'Put the old name back.',
			},
			{
				say: 'Try it before:',
				command: 'swaks --server {host} --port {port} --ehlo mail.example.com --quit-after EHLO',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'helo-unknown',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'Give the announced name an A or AAAA record with this client’s address, or announce a name that has one.',
				effect: 'changes',
				undo: 'Remove the record.',
			},
			{say: 'See it.', command: 'dig +short A {helo}', effect: 'reads'},
		],
	},
	{
		cause: 'password-withheld',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Use a port with encryption: 465 with TLS from the first byte, or 587 with STARTTLS.',
				command: 'smtp-medic check {host} --port 465 --user {user}',
				effect: 'reads',
			},
			{
				say: 'If the server offers encryption nowhere, its operator should switch it on. Sending a password in plain text (`--allow-plaintext-auth`) is for networks that are yours from end to end.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'wrong-service-port',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Set the client to 587 with STARTTLS, or 465 with TLS from the first byte.',
				effect: 'changes',
				undo: 'Put the old port back.',
			},
		],
	},
	{
		cause: 'client-without-tls',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Switch STARTTLS on in the client, and demand it.',
				effect: 'changes',
				undo: 'Put the old setting back.',
			},
			{
				say: 'On Postfix as the client:',
				command: 'postconf -e "smtp_tls_security_level = encrypt" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -e "smtp_tls_security_level = may"`, then reload.',
			},
		],
	},
	{
		cause: 'tls-demanded-within-tls',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Bring the client’s TLS library up to date, so that TLS 1.2 or 1.3 is used; ask the operator whether a client certificate is wanted.',
				effect: 'changes',
				undo: 'Put the old version back.',
			},
		],
	},
	{
		cause: 'auth-hidden-until-tls',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Switch STARTTLS on in the client (or use 465 with TLS); the login is offered after it. The server is right as it is.',
				effect: 'changes',
				undo: 'Put the old setting back.',
			},
		],
	},
	{
		cause: 'no-common-mechanism',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'What does the server offer, once TLS stands?',
				command: 'swaks --server {host} --port {port} --tls --quit-after EHLO',
				effect: 'reads',
			},
			{
				say: 'Let the client use one of these: PLAIN or LOGIN are fine inside TLS; XOAUTH2 needs a token of the provider.',
				effect: 'changes',
				undo: 'Put the old setting back.',
			},
			{
				say: 'On the server, with Dovecot: `auth_mechanisms = plain login`, then reload.',
				effect: 'changes',
				undo: 'Put the old value back and reload.',
			},
		],
	},
	{
		cause: 'smtp-auth-disabled',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Microsoft 365: for one mailbox, in Exchange Online PowerShell. Security defaults may switch it off for all, and basic login is being phased out: OAuth or another relay lasts longer.',
				command: 'Set-CASMailbox -Identity {user} -SmtpClientAuthenticationDisabled $false',
				effect: 'changes',
				undo: '`Set-CASMailbox -Identity {user} -SmtpClientAuthenticationDisabled $true`',
			},
		],
	},
	{
		cause: 'wrong-credentials',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Try name and password by hand (swaks asks for the password).',
				command:
					'swaks --server {host} --port {port} --tls --auth --auth-user {user} --quit-after AUTH',
				effect: 'reads',
			},
			{
				say: 'If it works by hand, the program has something else: look for quotes, spaces, `$` or `%` that its settings swallow.',
				effect: 'reads',
			},
			{
				say: 'If not, set a new password at the server or provider.',
				effect: 'changes',
				undo: 'An old password cannot be had back; set another one.',
			},
		],
	},
	{
		cause: 'app-password-needed',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Make an app password in the account’s security settings (two-factor login must be on), and put it into the program in the place of the normal one. Some providers take OAuth tokens only.',
				effect: 'changes',
				undo: 'Delete the app password there.',
			},
		],
	},
	{
		cause: 'username-form',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Try the whole address, then only the part before the @; the provider’s instructions say which.',
				effect: 'changes',
				undo: 'Put the old name back.',
			},
		],
	},
	{
		cause: 'account-blocked',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Sign in on the provider’s web page, or ask its support. If abuse is the reason, change the password first and find out how it got out.',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
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
				say: 'Wait until the quota begins anew, or ask the provider for more. If you did not send that much, change the password at once.',
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
	{
		cause: 'client-bug',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'See that it works by hand, then report the exact command and reply to the makers of the client.',
				command:
					'swaks --server {host} --port {port} --ehlo {helo} --from {sender} --to {recipient} --quit-after RCPT',
				effect: 'reads',
			},
			{
				say: 'As a workaround on your own Postfix: `strict_rfc821_envelopes = no` forgives malformed addresses.',
				command: 'postconf -e "strict_rfc821_envelopes = no" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -e "strict_rfc821_envelopes = yes"`, then reload.',
			},
		],
	},
	{
		cause: 'too-many-errors',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Cure the first error of the session; clean lists of addresses that no longer exist.',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		cause: 'out-of-step',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Let the client wait for the whole greeting and each reply, and send ahead only where PIPELINING is offered.',
				effect: 'changes',
				undo: 'Put the old setting back.',
			},
		],
	},
];
