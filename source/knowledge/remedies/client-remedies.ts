import type {Remedy} from '../../core/knowledge.ts';

/** What is put right in the program that sends: port, TLS mode, announced name, form of commands. */
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
			{say: 'What is this machine’s full name?', command: 'hostname -f', effect: 'reads'},
			{
				say: 'Let the program announce a full name with an address in DNS. On Postfix as the client (that name in place of FULL_NAME):',
				command: 'postconf -e "smtp_helo_name = FULL_NAME" && systemctl reload postfix',
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
				command: 'swaks --server {host} --port {port} --ehlo FULL_NAME --quit-after EHLO',
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
				say: 'Fix the first error of the session; clean lists of addresses that no longer exist.',
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
