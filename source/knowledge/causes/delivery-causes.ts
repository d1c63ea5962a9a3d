import {both, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {searchMailLog} from '../mail-log.ts';

const loops = (text: RegExp) => saw('smtp.refusal', {class: 'loop', text});
const readsLog = {
	text: 'Follow the queue id through the log, to the last line that has it.',
	command: searchMailLog('grep -F QUEUEID'),
};
const queue = {text: 'What waits, and why?', command: 'postqueue -p; exim -bp'};

/** Loops, and what becomes of mail after the server has taken it. */
export const deliveryCauses: readonly Cause[] = [
	{
		id: 'mx-points-to-itself',
		explains: ['loop'],
		title: 'The MX leads to this server, which does not count the domain as its own',
		because:
			'The server looks up where the mail belongs, finds itself, and stops before it sends to itself for ever.',
		frequency: 'common',
		evidence: [
			{
				when: loops(/loops back to myself|lowest.?numbered mx|local host|back to (itself|me)/i),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: both(saw('derived.own-domain'), saw('smtp.refusal', {class: 'loop'})),
				says: 'The MX of {domain} is this server, {host}.',
				weight: 'for',
			},
			{
				when: loops(/too many (hops|"?received)/i),
				says: 'The mail went round through several servers: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Where does the mail belong, and does the server know the domain?',
				command:
					'dig +short MX {recipientDomain}; postconf mydestination virtual_mailbox_domains virtual_alias_domains relay_domains',
			},
			{text: 'Exim:', command: 'exim -bt {recipient}'},
		],
	},
	{
		id: 'two-servers-loop',
		explains: ['loop'],
		title: 'Two servers send the mail to each other',
		because:
			'Each takes the other for the one that has the mailbox, often after a move or with a smart host that sends back.',
		frequency: 'usual',
		evidence: [
			{
				when: loops(/too many (hops|"?received)|hop count|mail loop|routing loop/i),
				says: 'The mail went round too often: {text}',
				weight: 'for',
			},
			{
				when: loops(/loops back to myself|lowest.?numbered mx/i),
				says: 'The server found itself as the next hop: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'The `Received:` lines of the bounce show the round: which names come again and again?',
				command: '',
			},
			{
				text: 'Postfix: where does it pass mail on to?',
				command: 'postconf relayhost transport_maps relay_domains',
			},
		],
	},
	{
		id: 'forwarding-loop',
		explains: ['loop'],
		title: 'Forwardings lead in a circle',
		because: 'A forwards to B, and B to A; or an alias names itself.',
		frequency: 'usual',
		evidence: [
			{
				when: loops(/forward|alias|delivered-to|too many (hops|"?received)/i),
				says: 'The reply allows it: {text}',
				weight: 'for',
			},
			{
				when: loops(/lowest.?numbered mx|loops back to myself/i),
				says: 'The server found itself as the next hop: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{text: 'Exim: every step of the way.', command: 'exim -d-all+route -bt {recipient}'},
			{
				text: 'Postfix: what does the alias lead to?',
				command:
					'postconf -xh virtual_alias_maps alias_maps | tr , " " | xargs -r -n 1 postmap -q {recipient}',
			},
		],
	},
	{
		id: 'next-hop-refused',
		explains: ['not-delivered'],
		title: 'The next server refuses the connection',
		because: 'The mail waits in the queue, and is tried again for some days.',
		frequency: 'usual',
		evidence: [
			{
				when: both(saw('message.accepted'), never('smtp.refusal')),
				says: 'The server took the message; only its log says what became of it: {text}',
				weight: 'for',
			},
		],
		confirm: [queue, readsLog],
	},
	{
		id: 'next-hop-timeout',
		explains: ['not-delivered'],
		title: 'The next server does not answer',
		because:
			'Mostly the server’s own provider blocks outgoing port 25, so that its mail waits until it is returned.',
		frequency: 'common',
		evidence: [
			{
				when: both(saw('message.accepted'), never('smtp.refusal')),
				says: 'The server took the message; only its log says what became of it: {text}',
				weight: 'for',
			},
		],
		confirm: [
			queue,
			readsLog,
			{
				text: 'On the server: does any port 25 answer?',
				command: 'nc -zv -w 10 gmail-smtp-in.l.google.com 25',
			},
		],
	},
	{
		id: 'next-hop-deferred',
		explains: ['not-delivered'],
		title: 'The next server defers the mail',
		because:
			'Greylisting, a rate limit or trouble there; its words are in the listing of the queue.',
		frequency: 'usual',
		evidence: [
			{
				when: both(saw('message.accepted'), never('smtp.refusal')),
				says: 'The server took the message; only its log says what became of it: {text}',
				weight: 'for',
			},
		],
		confirm: [queue, readsLog],
	},
	{
		id: 'bounced',
		explains: ['not-delivered'],
		title: 'The next server refused the mail, and it was returned',
		because:
			'The sender got a bounce with the reason, or would have, had the sender’s address been right.',
		frequency: 'usual',
		evidence: [
			{
				when: both(saw('message.accepted'), never('smtp.refusal')),
				says: 'The server took the message; only its log says what became of it: {text}',
				weight: 'for',
			},
		],
		confirm: [
			readsLog,
			{text: 'Explain the bounce’s text:', command: 'smtp-medic explain < bounce.txt'},
		],
	},
	{
		id: 'discarded',
		explains: ['not-delivered'],
		title: 'A rule threw the mail away without a word',
		because:
			'A filter or an access rule can say DISCARD: the sender sees success, and nothing arrives.',
		frequency: 'rare',
		evidence: [
			{
				when: both(saw('message.accepted', {text: /discard/i})),
				says: 'The reply itself speaks of it: {text}',
				weight: 'for',
			},
		],
		confirm: [
			readsLog,
			{
				text: 'Postfix: rules that discard.',
				command: 'grep -rnE "^[^#].*DISCARD" /etc/postfix',
			},
			{text: 'Exim:', command: 'grep -rnE "^[^#]*(blackhole|discard)" /etc/exim4'},
		],
	},
	{
		id: 'filtered',
		explains: ['not-delivered'],
		title: 'The mail lies in the spam folder or in quarantine',
		because: 'The server took it, and a filter put it aside.',
		frequency: 'common',
		evidence: [
			{
				when: both(saw('message.accepted', {text: /quarantin|spam|junk/i})),
				says: 'The reply itself speaks of it: {text}',
				weight: 'for',
			},
			{when: saw('message.accepted'), says: 'The server took the message: {text}', weight: 'for'},
		],
		confirm: [
			{
				text: 'Ask the recipient to look into the spam folder, and whoever runs the mailbox into the quarantine.',
				command: '',
			},
			{
				text: 'In a mail that arrived: `Authentication-Results:` says how SPF, DKIM and DMARC came out.',
				command: '',
			},
		],
	},
];
