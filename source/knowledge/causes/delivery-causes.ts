import {both, never, saw, type Matcher} from '../../core/condition.ts';
import type {Cause, Evidence} from '../../core/knowledge.ts';
import {filteredInCopy} from './header-evidence.ts';
import {seenInside} from './inside-evidence.ts';
import {everyQueue} from '../../core/mail-programs.ts';
import {errorClasses} from '../../core/vocabulary.ts';
import {classes} from '../classes.ts';
import {searchMailLog} from '../mail-log.ts';

type Fate = {readonly where?: Matcher; readonly how?: Matcher; readonly reason?: Matcher};

const failed = ['deferred', 'bounced', 'discarded', 'filtered', 'held', 'deleted'];

/** What the log says of the message, and that it says something else. */
function byTheLog(fate: Fate): readonly Evidence[] {
	return [
		{
			when: saw('delivery.fate', fate),
			says: 'The server’s log says so: `{line}`.',
			weight: 'proves',
		},
		{
			when: both(saw('delivery.fate', {where: failed}), never('delivery.fate', fate)),
			says: 'By the server’s log the message is {where} ({reason}).',
			weight: 'excludes',
		},
	];
}

/** Without a look at the log nothing tells these causes apart. */
const unseen: Evidence = {
	when: both(saw('message.accepted'), never('smtp.refusal'), never('delivery.fate')),
	says: 'The server took the message; only its log says what became of it: {text}',
	weight: 'for',
};

/** What the words of the next server, or of this one, mean: one sentence for each class. */
const readAs: readonly Evidence[] = errorClasses
	.filter(one => one !== 'success' && one !== 'other')
	.map(one => ({
		when: saw('delivery.fate', {where: ['deferred', 'bounced'], how: {empty: false}, class: one}),
		says: `The words “{reason}” mean: ${classes[one].title}. ${classes[one].meaning}`,
		weight: 'for',
	}));

/** Many wait for the same: it is not about this message. */
const othersWait = (of: Matcher): Evidence => ({
	when: saw('server.queue-group', {by: 'reason', class: of, count: {above: 1}}),
	says: 'It is not this message alone: mail for {count} recipients waits for such a reason ({domains}).',
	weight: 'for',
});

/** The server’s own packet filter stands between it and other servers. */
const byOwnFirewall = (verdict: 'drop' | 'reject'): Evidence => ({
	when: saw('server.firewall', {way: ['out', 'reply-to-out'], verdict}),
	says: 'The server’s own packet filter does it ({verdict}): `{rule}` in {place}.',
	weight: 'for',
});

const readsLog = {
	text: 'Follow the queue id through the log, to the last line that has it. `smtp-medic` does it with `--follow`.',
	command: searchMailLog('grep -F {queueId}'),
};
const queue = {text: 'What waits, and why?', command: everyQueue};

/** What becomes of mail after the server has taken it. */
export const deliveryCauses: readonly Cause[] = [
	{
		id: 'next-hop-refused',
		explains: ['not-delivered'],
		title: 'The next server refuses the connection',
		because:
			'Nothing listens there, or a firewall rejects. The mail waits in the queue, and is tried again for some days.',
		frequency: 'usual',
		evidence: [
			...byTheLog({where: 'deferred', how: 'refused'}),
			{
				when: saw('server.asked-service', {kind: 'content filter', listened: false}),
				says: '{setting} ({file}, line {line}) has all mail handed to the content filter {address}, and nothing listens there.',
				weight: 'for',
			},
			byOwnFirewall('reject'),
			othersWait('refused'),
			unseen,
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
			...byTheLog({where: 'deferred', how: ['timeout', 'lost']}),
			byOwnFirewall('drop'),
			othersWait('timeout'),
			unseen,
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
		id: 'next-hop-no-way',
		explains: ['not-delivered'],
		title: 'There is no way from this server to the next one',
		because:
			'Its network is down, a default route is missing, or the next server was tried over IPv6 (or IPv4) and this one has none: then its own system says “Network is unreachable”. “No route to host” is what a router or a firewall answers, or comes of a machine that is not found.',
		frequency: 'rare',
		evidence: [
			...byTheLog({where: 'deferred', how: 'unreachable'}),
			{
				when: saw('delivery.fate', {how: 'unreachable', reason: /\[[\da-f]*:[\da-f:.]*\]/i}),
				says: 'The address that was tried is one of IPv6.',
				weight: 'for',
			},
			byOwnFirewall('reject'),
			othersWait('unreachable'),
		],
		confirm: [
			{text: 'On the server: is there a default route for IPv4?', command: 'ip route'},
			{text: 'And for IPv6?', command: 'ip -6 route'},
			{text: 'Is the network up, and which addresses has it?', command: 'ip -br address'},
			readsLog,
		],
	},
	{
		id: 'next-hop-deferred',
		explains: ['not-delivered'],
		title: 'The next server defers the mail',
		because:
			'Greylisting, a rate limit or trouble there; its words are in the listing of the queue.',
		frequency: 'usual',
		evidence: [...byTheLog({where: 'deferred', how: 'said'}), ...readAs, unseen],
		confirm: [queue, readsLog],
	},
	{
		id: 'next-hop-login',
		explains: ['not-delivered'],
		title: 'The relay does not let this server sign in',
		because:
			'The server passes its mail to a relay (smart host), and the user name or the password for it is wrong, missing, or not taken.',
		frequency: 'usual',
		evidence: [...byTheLog({where: ['deferred', 'bounced'], how: 'login'}), ...readAs],
		confirm: [
			readsLog,
			{
				text: 'Postfix: which relay, and is there an entry for it, under the very name of `relayhost`?',
				command:
					'postconf relayhost smtp_sasl_auth_enable smtp_sasl_password_maps smtp_tls_security_level',
			},
		],
	},
	{
		id: 'next-hop-tls',
		explains: ['not-delivered'],
		title: 'Encryption with the next server fails',
		because:
			'This server insists on TLS, or on a valid certificate (DANE, MTA-STS, its own settings), and the next one does not meet that.',
		frequency: 'rare',
		evidence: [...byTheLog({where: ['deferred', 'bounced'], how: 'tls'}), ...readAs],
		confirm: [
			readsLog,
			{
				text: 'Postfix: what does it demand?',
				command: 'postconf smtp_tls_security_level smtp_tls_policy_maps smtp_dns_support_level',
			},
		],
	},
	{
		id: 'next-hop-unresolved',
		explains: ['not-delivered'],
		title: 'The server cannot find out where the mail goes',
		because:
			'The recipient’s domain has no usable MX or address, its name servers fail, or the server’s own resolver does.',
		frequency: 'usual',
		evidence: [...byTheLog({where: ['deferred', 'bounced'], how: 'dns'}), ...readAs],
		confirm: [
			{
				text: 'On the server, with its own resolver:',
				command: 'dig MX {recipientDomain}; cat /etc/resolv.conf',
			},
			readsLog,
		],
	},
	{
		id: 'local-delivery-failed',
		explains: ['not-delivered'],
		title: 'The server cannot store the mail',
		because:
			'It is for a mailbox here, and what stores it fails: no room, a quota, rights, a program that is not there.',
		frequency: 'usual',
		evidence: [...byTheLog({where: 'deferred', how: 'local'})],
		confirm: [
			readsLog,
			{text: 'Is there room?', command: 'df -h /var/mail /var/spool /home; df -i /var/mail'},
		],
	},
	{
		id: 'bounced',
		explains: ['not-delivered'],
		title: 'The mail was refused on its way, and returned',
		because:
			'The next server said no for good, or this one found nowhere to put it. The sender got a bounce with the reason, or would have, had the sender’s address been right.',
		frequency: 'usual',
		evidence: [
			...byTheLog({
				where: 'bounced',
				how: ['said', 'local', 'refused', 'timeout', 'unreachable', 'lost'],
			}),
			...readAs,
			unseen,
		],
		confirm: [
			readsLog,
			{
				text: 'What do its words mean?',
				command: `${searchMailLog('grep -F {queueId}')} | smtp-medic explain`,
			},
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
			...byTheLog({where: 'discarded'}),
			...seenInside(
				saw('server.replay', {agrees: true, outcome: 'accepted', because: /thrown away/}),
				'{restriction} in {list} ({place}) decides about it: {because}.',
			),
			{
				when: saw('message.accepted', {text: /discard/i}),
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
		id: 'held',
		explains: ['not-delivered'],
		title: 'The mail is on hold until somebody lets it go',
		because:
			'A rule said HOLD, a filter put it into quarantine, or Exim froze it after bounces that could not be delivered either.',
		frequency: 'rare',
		evidence: [...byTheLog({where: 'held'})],
		confirm: [queue, readsLog],
	},
	{
		id: 'deleted-from-queue',
		explains: ['not-delivered'],
		title: 'Somebody deleted the mail from the queue',
		because:
			'An administrator, or a script that cleans the queue, removed it before it was delivered.',
		frequency: 'rare',
		evidence: [...byTheLog({where: 'deleted'})],
		confirm: [
			readsLog,
			{
				text: 'Does something delete on its own?',
				command: 'grep -rnE "postsuper -d|exim.* -Mrm|rm .*mqueue" /etc/cron* /usr/local',
			},
		],
	},
	{
		id: 'filtered',
		explains: ['not-delivered'],
		title: 'The mail lies in the spam folder or in quarantine',
		because: 'The server took it, and a filter put it aside, or threw it away.',
		frequency: 'common',
		evidence: [
			...byTheLog({where: 'filtered'}),
			...filteredInCopy,
			{
				when: saw('message.accepted', {text: /quarantin|spam|junk/i}),
				says: 'The reply itself speaks of it: {text}',
				weight: 'for',
			},
			{
				when: both(saw('message.accepted'), never('delivery.fate')),
				says: 'The server took the message: {text}',
				weight: 'for',
			},
		],
		confirm: [
			{
				text: 'Ask the recipient to look into the spam folder, and whoever runs the mailbox into the quarantine.',
				command: '',
			},
			{
				text: 'In a mail that arrived: `Authentication-Results:` says how SPF, DKIM and DMARC came out. Paste its header:',
				command: 'smtp-medic explain < message.eml',
			},
		],
	},
];
