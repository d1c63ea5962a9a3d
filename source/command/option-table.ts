/** The commands, as the options know them; `wizard` is the program without a command. */
export const commandNames = ['wizard', 'check', 'lab', 'explain', 'flow'] as const;
export type CommandName = (typeof commandNames)[number];

/** The commands that examine a server. */
const examining: readonly CommandName[] = ['wizard', 'check', 'lab'];

/** One option of the command line. `value` is the placeholder of its value; absent for a switch. */
export type OptionInfo = {
	name: string;
	short?: string;
	value?: string;
	help: string;
	/** The commands that it goes with; absent: those that examine a server. */
	commands?: readonly CommandName[];
	group:
		| 'What is examined'
		| 'On the server'
		| 'Sender’s records'
		| 'Signing in'
		| 'TLS'
		| 'Time and names'
		| 'Output'
		| 'Lab';
};

/** All options, in the order of the help text. */
export const optionTable: readonly OptionInfo[] = [
	{
		name: 'aim',
		value: 'AIM',
		group: 'What is examined',
		help: 'submit: hand mail to a server that passes it on; deliver: to the recipient’s own server',
	},
	{
		name: 'port',
		value: 'N',
		group: 'What is examined',
		help: 'port of the conversation (submit: first open of 587, 465, 25; deliver: 25)',
	},
	{
		name: 'ports',
		value: 'LIST',
		group: 'What is examined',
		help: 'ports of the scan, separated by commas',
	},
	{
		name: 'from',
		value: 'ADDRESS',
		group: 'What is examined',
		help: 'sender for MAIL FROM; <> for the null sender',
	},
	{name: 'to', value: 'ADDRESS', group: 'What is examined', help: 'recipient for RCPT TO'},
	{
		name: 'helo',
		value: 'NAME',
		group: 'What is examined',
		help: 'name for EHLO (default: this host’s full name)',
	},
	{
		name: 'size',
		value: 'BYTES',
		group: 'What is examined',
		help: 'size that MAIL FROM announces, to test limits without sending',
	},
	{
		name: 'send',
		group: 'What is examined',
		help: 'really send one short test message (without it, no DATA is ever sent)',
	},
	{
		name: 'lmtp',
		group: 'What is examined',
		help: 'speak LMTP (RFC 2033): LHLO instead of EHLO, port 24 unless --port says another',
	},
	{name: 'mx', group: 'What is examined', help: 'TARGET is a domain: try the servers of its MX'},
	{
		name: 'from-host',
		value: 'HOST',
		group: 'What is examined',
		help: 'look from this machine, which ssh reaches, and compare with the view from here (it needs nothing but sshd there)',
	},
	{name: 'ipv4', short: '4', group: 'What is examined', help: 'IPv4 alone'},
	{name: 'ipv6', short: '6', group: 'What is examined', help: 'IPv6 alone'},

	{
		name: 'on-server',
		group: 'On the server',
		help: 'this machine is the mail server: look at it, too (it is only read)',
	},
	{
		name: 'ssh',
		value: 'HOST',
		group: 'On the server',
		help: 'the same on a server that ssh reaches, with its configuration, keys and agent',
	},
	{
		name: 'sudo',
		group: 'On the server',
		help: 'use sudo -n there for what needs root (without it, that is named and left out)',
	},
	{
		name: 'follow',
		value: 'ID',
		group: 'On the server',
		help: 'follow a message through the server’s log: a queue id, a Message-ID, or the address of its sender or recipient (without it, the message of --send)',
	},
	{
		name: 'around',
		value: 'TIME',
		group: 'On the server',
		help: 'with --follow ADDRESS: when it came, by the server’s clock, as 14:30 or "2026-11-26 14:30" (else the latest)',
	},

	{
		name: 'records',
		group: 'Sender’s records',
		help: 'look at SPF, DKIM, DMARC, PTR, MTA-STS, DANE and blocklists in any case, not only where a refusal is about them',
	},
	{
		name: 'egress',
		value: 'IP',
		group: 'Sender’s records',
		help: 'the address from which the mail leaves, where that is not this side’s own (NAT, a relay)',
	},
	{
		name: 'dkim-selector',
		value: 'LIST',
		group: 'Sender’s records',
		help: 'selectors of the DKIM keys, separated by commas (s= in a signature); else usual ones are tried',
	},
	{
		name: 'headers',
		value: 'PATH',
		group: 'Sender’s records',
		help: 'a message that arrived, a mailbox file (mbox) or a Maildir, of which the message of --follow or else the newest counts: its header is read hop by hop, with what its receiver found',
	},

	{name: 'user', value: 'NAME', group: 'Signing in', help: 'sign in as NAME'},
	{
		name: 'password-env',
		value: 'VAR',
		group: 'Signing in',
		help: 'the password is in this environment variable',
	},
	{
		name: 'password-file',
		value: 'FILE',
		group: 'Signing in',
		help: 'the password is the first line of FILE (else it is asked for, hidden)',
	},
	{name: 'auth', value: 'MECHANISM', group: 'Signing in', help: 'use this mechanism'},
	{
		name: 'allow-plaintext-auth',
		group: 'Signing in',
		help: 'send the password even over an unencrypted connection',
	},

	{
		name: 'tls',
		value: 'MODE',
		group: 'TLS',
		help: 'auto, starttls, implicit or none (default: auto)',
	},
	{name: 'insecure', group: 'TLS', help: 'go on past a certificate that fails'},
	{name: 'ca', value: 'FILE', group: 'TLS', help: 'trust this CA too (PEM)'},
	{
		name: 'servername',
		value: 'NAME',
		group: 'TLS',
		help: 'name for SNI and for the certificate',
	},

	{
		name: 'dns',
		value: 'SERVER',
		group: 'Time and names',
		help: 'ask this resolver (address, with :PORT where it is not 53)',
	},
	{
		name: 'expect-address',
		value: 'IP',
		group: 'Time and names',
		help: 'the address that the server should have: any other is stale',
	},
	{
		name: 'timeout',
		value: 'SECONDS',
		group: 'Time and names',
		help: 'longest wait to connect, for DNS, for a TLS handshake (default: 10)',
	},
	{
		name: 'patience',
		value: 'SECONDS',
		group: 'Time and names',
		help: 'longest wait for one reply of the server (default: 60)',
	},

	{
		name: 'json',
		group: 'Output',
		help: 'events as JSON, one a line (explain and lab: what they say, as JSON)',
		commands: [...examining, 'explain'],
	},
	{
		name: 'nagios',
		group: 'Output',
		help: 'one line as a monitoring plugin, with performance data and its exit codes',
	},
	{name: 'save', value: 'FILE', group: 'Output', help: 'save the session as JSON lines'},
	{
		name: 'report',
		value: 'FILE',
		group: 'Output',
		help: 'write a report for others to read; the name ends in .md, .html or .json',
	},
	{
		name: 'mermaid',
		group: 'Output',
		help: 'flow: draw the decision graph as a Mermaid diagram',
		commands: ['flow'],
	},
	{name: 'ascii', group: 'Output', help: 'no characters beyond ASCII', commands: commandNames},
	{name: 'help', short: 'h', group: 'Output', help: 'this text', commands: commandNames},
	{name: 'version', short: 'V', group: 'Output', help: 'the version', commands: commandNames},

	{
		name: 'lab',
		value: 'SCENARIO',
		group: 'Lab',
		help: 'start this practice scenario and aim at it',
		commands: commandNames,
	},
];

/** The commands that an option goes with. */
export function commandsOf({commands = examining}: OptionInfo): readonly CommandName[] {
	return commands;
}
