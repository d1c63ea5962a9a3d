import {both, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {privateAddress} from './shared-evidence.ts';
import {
	accessListEvidence,
	domainListedEvidence,
	dynamicRangeEvidence,
	ipListedEvidence,
	ptrGenericEvidence,
	ptrMismatchEvidence,
	ptrMissingEvidence,
	resolverRefusedEvidence,
} from './record-evidence.ts';
import {replayed} from './replay-evidence.ts';

/** Behind NAT the server sees another address than the private one that was looked up. */
const seenByServer = never('dns.pointer', {address: privateAddress});
const noPointer = both(saw('dns.pointer', {names: {empty: true}}), seenByServer);
const hasPointer = both(saw('dns.pointer', {names: {empty: false}}), seenByServer);
const reverse = saw('smtp.refusal', {class: 'reverse-dns'});
const blocked = (text: RegExp) => saw('smtp.refusal', {class: 'blocklisted', text});

/** What can be wrong with who connects: reverse name and reputation. */
export const identityCauses: readonly Cause[] = [
	{
		id: 'ptr-missing',
		explains: ['reverse-dns'],
		title: 'The sending address has no reverse name',
		because:
			'Mail servers are expected to have a PTR record. Many servers take its absence for the mark of a machine that should not send mail.',
		frequency: 'common',
		evidence: [
			...replayed('ptr-missing'),
			{
				when: both(noPointer, reverse),
				says: '{address} has no reverse name ({status}).',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {
					class: 'reverse-dns',
					text: /(no|not have a|missing|without) (ptr|reverse)|cannot find your reverse|does not have a ptr|lookup failed/i,
				}),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: both(hasPointer, reverse),
				says: '{address} has the reverse name {names}, seen from here.',
				weight: 'against',
			},
			...ptrMissingEvidence,
		],
		confirm: [
			{
				text: 'The reverse name of the address that the Internet sees. Behind NAT that is another one than this side’s own.',
				command: 'dig +short -x {sendingAddress}',
			},
		],
	},
	{
		id: 'ptr-mismatch',
		explains: ['reverse-dns'],
		title: 'Reverse name and address do not match',
		because:
			'The name from reverse DNS must lead back to the same address. Else anybody could claim any name.',
		frequency: 'usual',
		evidence: [
			...replayed('ptr-mismatch'),
			{
				when: saw('smtp.refusal', {
					class: 'reverse-dns',
					text: /forward|mismatch|does not (match|point|resolve)|cannot find your hostname|forged/i,
				}),
				says: 'The reply speaks of a mismatch: {text}',
				weight: 'for',
			},
			{
				when: both(hasPointer, reverse),
				says: '{address} does have a reverse name, {names}.',
				weight: 'for',
			},
			{
				when: both(noPointer, reverse),
				says: '{address} has no reverse name at all.',
				weight: 'against',
			},
			...ptrMismatchEvidence,
		],
		confirm: [
			{
				text: 'From the address to the name; then look whether that name has this address.',
				command: 'dig +short -x {sendingAddress}; dig +short A $(dig +short -x {sendingAddress})',
			},
		],
	},
	{
		id: 'ptr-generic',
		explains: ['reverse-dns'],
		title: 'The reverse name looks like that of a home line',
		because:
			'Names made of the address, such as `192-0-2-1.dynamic.example.net`, are what providers give to customers’ lines and fresh machines, not to mail servers.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('smtp.refusal', {
					class: 'reverse-dns',
					text: /generic|dynamic|residential|pool/i,
				}),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: both(noPointer, reverse),
				says: '{address} has no reverse name at all.',
				weight: 'against',
			},
			...ptrGenericEvidence,
		],
		confirm: [{text: 'What is the name?', command: 'dig +short -x {sendingAddress}'}],
	},
	{
		id: 'ip-listed',
		explains: ['blocklisted'],
		title: 'The sending address is on a blocklist',
		because:
			'A list names the address because spam came from it or its neighbours. A stolen password or an infected program is a frequent reason, and delisting does not last until it is found.',
		frequency: 'common',
		evidence: [
			...replayed('ip-listed'),
			{
				when: blocked(
					/blocked using|listed (at|in|on|by)|dnsbl|\brbl\b|spamhaus|spamcop|barracuda|sorbs|blocklist|black ?list|banned sending ip/i,
				),
				says: 'The reply names a list: {text}',
				weight: 'for',
			},
			{
				when: blocked(/dynamic|residential|\bpbl\b/i),
				says: 'The reply speaks of a kind of line: {text}',
				weight: 'against',
			},
			{
				when: blocked(/open resolver|127\.255\.255\.\d+/i),
				says: 'The reply shows a fault of the receiver’s own look-up: {text}',
				weight: 'excludes',
			},
			...ipListedEvidence,
		],
		confirm: [
			{
				text: 'Open the page that the reply names, with the address that the server saw.',
				command: '',
			},
			{
				text: 'Does mail leave this machine that nobody knows of?',
				command: "journalctl -u 'postfix*' --since -1h --no-pager | grep -c 'status=sent'",
			},
		],
	},
	{
		id: 'domain-listed',
		explains: ['blocklisted'],
		title: 'The sender’s domain is on a blocklist',
		because: 'Some lists name domains instead of addresses, also very young ones.',
		frequency: 'rare',
		evidence: [
			...replayed('domain-listed'),
			{
				when: blocked(/domain|\bdbl\b|surbl|uribl|sender address .* blocked/i),
				says: 'The reply speaks of a domain: {text}',
				weight: 'for',
			},
			{
				when: blocked(/client host/i),
				says: 'The reply speaks of the client’s address: {text}',
				weight: 'against',
			},
			...domainListedEvidence,
		],
		confirm: [
			{
				text: 'Does the same server take another sender’s mail from here?',
				command:
					'swaks --server {host} --port {port} --from {sender} --to {recipient} --quit-after RCPT',
			},
		],
	},
	{
		id: 'dynamic-range',
		explains: ['blocklisted'],
		title: 'The address belongs to a range that should not send mail itself',
		because:
			'Providers declare home lines and some cloud ranges so (the Spamhaus PBL, for instance). That is no accusation: such lines are meant to send through a relay.',
		frequency: 'usual',
		evidence: [
			{
				when: blocked(/dynamic|dial-?up|residential|\bpbl\b|consumer/i),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: both(noPointer, saw('smtp.refusal', {class: 'blocklisted'})),
				says: '{address} has no reverse name, as is usual for such lines.',
				weight: 'for',
			},
			{
				when: blocked(/open resolver|127\.255\.255\.\d+/i),
				says: 'The reply shows a fault of the receiver’s own look-up: {text}',
				weight: 'excludes',
			},
			...dynamicRangeEvidence,
		],
		confirm: [
			{
				text: 'What does the reverse name say of the line?',
				command: 'dig +short -x {sendingAddress}',
			},
		],
	},
	{
		id: 'local-access-list',
		explains: ['blocklisted'],
		title: 'The server’s own list refuses this client',
		because:
			'The operator has named the address, its network or its country; or, on a submission port, everybody who has not signed in.',
		frequency: 'usual',
		evidence: [
			...replayed('local-access-list'),
			{
				when: blocked(
					/client host rejected: access denied|access denied|local policy|our (network|policy)|country/i,
				),
				says: 'The reply names no public list: {text}',
				weight: 'for',
			},
			{
				when: both(
					saw('endpoint.chosen', {service: ['submission', 'submissions']}),
					saw('smtp.refusal', {class: 'blocklisted', authenticated: false}),
				),
				says: 'On port {port} these words often mean that nobody has signed in.',
				weight: 'for',
			},
			{
				when: blocked(/blocked using|listed (at|in|on|by)|spamhaus|spamcop|barracuda/i),
				says: 'The reply names a list: {text}',
				weight: 'against',
			},
			...accessListEvidence,
		],
		confirm: [
			{
				text: 'Postfix: which lists and restrictions are asked?',
				command:
					'postconf smtpd_client_restrictions smtpd_recipient_restrictions; postconf -P | grep restrictions',
			},
			{text: 'Exim:', command: 'exim -bP acl_smtp_connect acl_smtp_rcpt'},
		],
	},
	{
		id: 'receiver-resolver-refused',
		explains: ['blocklisted'],
		title: 'Nobody is listed: the receiver’s resolver is refused by the blocklist',
		because:
			'Some lists do not answer public or heavy resolvers with a yes or no but with an error code, and a server that takes every answer for a yes refuses all mail.',
		frequency: 'rare',
		evidence: [
			{
				when: blocked(/open resolver|127\.255\.255\.\d+|excessive (number of )?queries/i),
				says: 'The reply says so: {text}',
				weight: 'proves',
			},
			...resolverRefusedEvidence,
		],
		confirm: [
			{
				text: 'On the receiving server: which resolver does it ask? Answers 127.255.255.x are error codes.',
				command: 'cat /etc/resolv.conf; dig +short 2.0.0.127.zen.spamhaus.org',
			},
		],
	},
];
