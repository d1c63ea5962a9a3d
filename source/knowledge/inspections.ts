import type {InspectionCall} from '../core/knowledge.ts';
import {byTheRules} from './by-the-rules.ts';
import type {ErrorClass} from '../core/vocabulary.ts';

/** What the way in, or the server itself, may have done. */
const atTheDoor: readonly ErrorClass[] = [
	'refused',
	'timeout',
	'no-banner',
	'reset-or-dropped',
	'not-smtp',
	'tls-mode-mismatch',
];

/** Classes of which the reason stands in the server’s own state or settings. */
const byTheServer: readonly ErrorClass[] = [
	'banner-rejected',
	'not-accepting-mail',
	'helo-rejected',
	'starttls-unavailable',
	'tls-handshake',
	'tls-certificate',
	'auth-failed',
	'auth-mechanism',
	'relay-denied',
	'recipient-unknown',
	'mailbox-full',
	'rate-limited',
	'too-many-connections',
	'message-too-large',
	'server-local-error',
	'loop',
];

/**
 * Classes with which a walk ends before the server’s rules are asked: what they would say is looked at all
 * the same, so that one run tells what stands behind the first obstacle.
 */
const aheadOfTheRules: readonly ErrorClass[] = [
	'refused',
	'timeout',
	'unreachable',
	'no-banner',
	'reset-or-dropped',
	'tls-mode-mismatch',
	'starttls-unavailable',
	'tls-handshake',
	'tls-certificate',
	'auth-failed',
	'auth-mechanism',
	'too-many-connections',
];

/** Classes of which the reason may be that a list has another address than this client’s. */
const byAddress: readonly ErrorClass[] = [
	'relay-denied',
	'banner-rejected',
	'not-accepting-mail',
	'blocklisted',
	'sender-auth-failed',
];

/** What is looked at for which verdict, in this order: first what explains the most. */
const calls: readonly InspectionCall[] = [
	{
		inspection: 'service',
		when: [...new Set([...atTheDoor, ...byTheServer, ...byTheRules]), 'healthy', 'tls-put-up-with'],
		does: 'Asks the service manager, and the processes, which mail server is installed and whether it runs.',
		why: 'From outside, a server that is stopped looks like one that is shut off. Once it is seen to run, that is ruled out.',
	},
	{
		inspection: 'listeners',
		when: [...atTheDoor, 'healthy'],
		does: 'Looks which program listens on the mail ports, and on which addresses.',
		why: 'Loopback alone, one address family alone, another program on the port: each looks the same from outside. If the right program listens on all addresses, it is a firewall.',
	},
	{
		inspection: 'listen-settings',
		when: ['refused'],
		does: 'Reads the lines of its settings that tell the mail server where to listen.',
		why: 'A server that listens on loopback alone, on one family alone, or not on this port, was told so. The line is what there is to change.',
	},
	{
		inspection: 'localhost-view',
		when: [
			...atTheDoor,
			'starttls-unavailable',
			'tls-handshake',
			'tls-certificate',
			'auth-mechanism',
			'middlebox',
			'relay-denied',
			'sender-rejected',
			'recipient-unknown',
			'recipient-restricted',
			'healthy',
		],
		does: 'Tries the same once more at the server’s own localhost, without a login and without a message, and lays both side by side.',
		why: 'What is different there locates the fault: a firewall, something that rewrites on the way, a proxy, or a rule about the client’s address.',
	},
	{
		inspection: 'firewall',
		when: ['refused', 'timeout', 'unreachable', 'no-banner', 'reset-or-dropped', 'not-delivered'],
		does: 'Reads the rules of nftables and iptables, and follows what they do with a connection of this client, and with the answers.',
		why: 'A rule that drops, a rule that rejects, and a missing rule for the answers look alike from outside. The rule itself does not.',
	},
	{
		inspection: 'firewall-tool',
		when: ['refused', 'timeout', 'unreachable', 'no-banner', 'reset-or-dropped'],
		does: 'Where the rule that decides is one of ufw or firewalld, looks which of their own rules, or which zone, it comes from.',
		why: 'Both write their rules anew when they are reloaded, and a rule put in beside them is gone then. So it is to be changed with the tool that made it.',
	},
	{
		inspection: 'bans',
		when: ['refused', 'timeout', 'reset-or-dropped', 'banner-rejected'],
		does: 'Asks fail2ban whether it holds this client’s address.',
		why: 'A ban shuts out one address alone, while the server works for all others.',
	},
	{
		inspection: 'configuration',
		when: [
			'refused',
			'no-banner',
			'reset-or-dropped',
			'server-local-error',
			'starttls-unavailable',
			'tls-handshake',
			'auth-mechanism',
		],
		does: 'Lets the mail server’s own programs read its configuration, and listens to their complaints.',
		why: 'A slip in one line keeps a server from starting, or makes each process end at once. The programs name the file and the line.',
	},
	{
		inspection: 'asked-services',
		when: ['server-local-error', 'starttls-unavailable', 'reset-or-dropped', 'not-delivered'],
		does: 'Looks which filters and policy services on its machine the mail server asks, and whether they are there.',
		why: 'While one of them is away, the mail server can only say “later”, and does not say why. The line that names it, and an address where nothing listens, do.',
	},
	{
		inspection: 'certificate-files',
		when: ['tls-certificate', 'tls-handshake', 'starttls-unavailable', 'tls-put-up-with'],
		does: 'Reads which certificate and key the server is set to use, whether they belong together, and whether they are those on the wire.',
		why: 'A renewed certificate that was not reloaded, a key that cannot be read and one that belongs to another certificate look different on disk.',
	},
	{
		inspection: 'machine',
		when: [
			'server-local-error',
			'tls-certificate',
			'dns-failure',
			'mailbox-full',
			'not-delivered',
			'healthy',
			'no-banner',
			'reset-or-dropped',
			'starttls-unavailable',
			'sender-rejected',
			'helo-rejected',
			'reverse-dns',
		],
		does: 'Looks at the room on disk, the clock, the resolver and the hosts file of the server, and at the copies that Postfix’s services use.',
		why: 'A full disk, a wrong clock or a dead resolver shows as a fault of the mail server, and no setting of it helps.',
	},
	{
		inspection: 'open-files',
		when: ['no-banner', 'timeout', 'reset-or-dropped', 'server-local-error'],
		does: 'Counts the files and connections that the mail server’s main process has open, against its limit.',
		why: 'At its limit a server accepts no connection more, and cannot open what it needs; from outside it seems to hang.',
	},
	{
		inspection: 'postfix-settings',
		onlyFor: 'postfix',
		when: [...byTheRules, ...aheadOfTheRules, 'healthy'],
		does: 'Reads Postfix’s settings for the service that answered, and goes through its restriction lists as Postfix does for this client and this message.',
		why: 'A refusal does not say which restriction gave it. The lists do, with the line in which it stands, and what is the least that lets this client through.',
	},
	{
		inspection: 'exim-settings',
		onlyFor: 'exim',
		when: [...byTheRules, ...aheadOfTheRules, 'healthy'],
		does: 'Lets Exim itself go through its rules for this client and this message (exim -bh), and say how it would route the recipient (exim -bt). Nothing is delivered, and nothing is written to its log.',
		why: 'A refusal names no rule. Exim names each statement that it asks, with its line, and the one that decides.',
	},
	{
		inspection: 'opensmtpd-settings',
		onlyFor: 'opensmtpd',
		when: [...byTheRules, ...aheadOfTheRules, 'message-too-large', 'healthy'],
		does: 'Reads smtpd.conf and the tables that it names, but none of passwords, and goes through filters, rules, aliases and accounts as OpenSMTPD does for this client and this message.',
		why: 'OpenSMTPD says “Invalid recipient” to an unknown user, and to whoever may not relay. The rule that matches, or that none does, tells which it is, with its line.',
	},
	{
		inspection: 'old-address',
		when: [...aheadOfTheRules, ...byAddress],
		does: 'Asks DNS whether the sender’s SPF record, and the name that this machine gives, have another address in the place of this machine’s; and compares with what the server’s lists name.',
		why: 'After a move, the old address often stays in several places at once: a firewall rule, `mynetworks`, the SPF record. Each of them stops mail, one behind the other.',
	},
	{
		inspection: 'sendmail-settings',
		onlyFor: 'sendmail',
		when: [...byTheRules, ...aheadOfTheRules, 'message-too-large', 'healthy'],
		does: 'Reads sendmail.cf and the files of its tables and classes, and lets Sendmail itself test its rules for this client and this message (sendmail -bt). Nothing is delivered, and nothing is changed.',
		why: 'A refusal names no rule. Sendmail names each rule that applies, with its line, and each look-up in its tables.',
	},
	{
		inspection: 'log',
		when: [
			...new Set([...atTheDoor, ...byTheServer, ...byTheRules]),
			'content-rejected',
			'tls-put-up-with',
		],
		does: 'Reads the end of the mail log, and shows the lines about this session beside the dialogue. Lines about other people’s mail are left out.',
		why: 'Many replies hide their reason on purpose. The log names it, and the line with which a start failed.',
	},
	{
		inspection: 'follow',
		when: ['healthy', 'inconclusive', 'not-delivered', 'follow'],
		does: 'Follows the message through the mail log by its queue id, until it is delivered, passed on, deferred, returned or thrown away; for the test message it waits for that.',
		why: 'A server that says 250 has taken the message, and no more. What became of it stands in its log alone.',
	},
	{
		inspection: 'copy',
		when: ['healthy', 'inconclusive', 'not-delivered', 'follow'],
		does: 'Where the log says that the message was stored here, finds the copy by its Message-ID and reads its header: the way hop by hop, and what filters found. Of no other message anything is shown.',
		why: 'A message can arrive and still be taken for spam, or arrive late. Its own header tells at which server, and for what.',
	},
	{
		inspection: 'queue',
		when: ['healthy', 'inconclusive', 'not-delivered', 'server-local-error', 'follow'],
		does: 'Lists what waits in the queue, and counts it by reason and by destination.',
		why: 'One message that waits is about that message. Many that wait for the same reason, or for one destination, show what is broken.',
	},
];

/**
 * All inspections and what calls for each. `does` and `why` are shown with the step. Whatever is looked
 * at, it matters first whether it is the right machine.
 */
export const inspectionCalls: readonly InspectionCall[] = [
	{
		inspection: 'identity',
		when: [...new Set(calls.flatMap(({when}) => when))],
		does: 'Compares the addresses of the machine with the one that was dialled.',
		why: 'What is seen on the wrong machine proves nothing. If the dialled address is its own, it is the right one.',
	},
	...calls,
];
