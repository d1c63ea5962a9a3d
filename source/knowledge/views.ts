import {both, either, never, saw, type Condition} from '../core/condition.ts';
import type {Facts} from '../core/observation.ts';
import type {ViewKind, ViewMeaning, ViewRowId} from '../core/views/view-row.ts';

/** What each row is called; `{about}` is the host or port that it is about. */
export const viewRowNames: Readonly<Record<ViewRowId, string>> = {
	mx: 'MX of {about}',
	addresses: '{about}',
	tcp: '{about}',
	client: 'client address',
	greeting: 'greeting',
	name: 'EHLO name',
	offers: 'extensions',
	starttls: 'STARTTLS',
	tls: 'TLS',
	certificate: 'certificate',
	trust: 'certificate check',
	'offers-tls': 'extensions in TLS',
	mail: 'MAIL FROM',
	rcpt: 'RCPT TO',
};

type Where = {
	readonly [K in keyof Facts['views.row']]?: string | RegExp | readonly string[] | boolean;
};

const row = (kind: ViewKind, id: ViewRowId, where: Where): Condition =>
	saw('views.row', {kind, row: id, ...where});

const differs = (kind: ViewKind, id: ViewRowId): Condition => row(kind, id, {differs: true});

const shut = ['no answer', 'refused', 'closed at once'] as const;
const accepted = /^2\d\d /;
const refusal = /^[45]\d\d /;
/** An error code stands behind it. */
const unreachable = /^unreachable/;

/**
 * What a difference between two views means, and what it means that there is none. `{first}` and `{second}` are
 * the places, `{seenFirst}` and `{seenSecond}` what was seen from there. To be read by an admin: each must be
 * true of every network in which the rows look so.
 */
export const viewMeanings: readonly ViewMeaning[] = [
	// From another machine, and from here
	{
		id: 'names-differ',
		when: either(differs('here', 'addresses'), differs('here', 'mx')),
		says: 'DNS or the hosts file gives {first} something else for {about} than {second}: split DNS, an entry in a hosts file, or an old record in a cache. The rows below may be about two servers.',
	},
	{
		id: 'shut-for-second',
		when: row('here', 'tcp', {seenFirst: 'open', seenSecond: shut}),
		says: '{about} is open to {first}, so the server listens. What keeps {second} out stands between: a firewall or a ban that knows the address, or a network that lets no mail port out.',
	},
	{
		id: 'no-way-for-second',
		when: row('here', 'tcp', {seenFirst: 'open', seenSecond: unreachable}),
		says: '{about} is open to {first}, and {second} has no way there ({seenSecond}): routing, or a firewall on the way, decides.',
	},
	{
		id: 'shut-for-first',
		when: row('here', 'tcp', {seenFirst: shut, seenSecond: 'open'}),
		says: '{about} is open to {second}, so the server listens. What keeps {first} out stands between: a firewall or a ban that knows the address, or a network that lets no mail port out.',
	},
	{
		id: 'no-way-for-first',
		when: row('here', 'tcp', {seenFirst: unreachable, seenSecond: 'open'}),
		says: '{about} is open to {second}, and {first} has no way there ({seenFirst}): routing, or a firewall on the way, decides.',
	},
	{
		id: 'shut-for-both',
		when: both(
			row('here', 'tcp', {asked: true, seenFirst: shut, seenSecond: shut}),
			never('views.row', {kind: 'here', row: 'tcp', seenFirst: 'open'}),
			never('views.row', {kind: 'here', row: 'tcp', seenSecond: 'open'}),
		),
		says: '{about} is shut to both places, so it is not about one of the two networks: look at the server and what stands before it.',
	},
	{
		id: 'starttls-missing-there',
		when: row('here', 'starttls', {seenFirst: 'not offered', seenSecond: 'offered'}),
		says: 'STARTTLS arrives at {second} and not at {first}: something on the way to {first} removes it, or the server offers it by address.',
	},
	{
		id: 'starttls-missing-here',
		when: row('here', 'starttls', {seenFirst: 'offered', seenSecond: 'not offered'}),
		says: 'STARTTLS arrives at {first} and not at {second}: something on the way to {second} removes it, or the server offers it by address.',
	},
	{
		id: 'certificates-differ',
		when: differs('here', 'certificate'),
		says: 'The two places are shown different certificates: two machines answer (balanced, or by split DNS), or a proxy on one way signs for itself.',
	},
	{
		id: 'greetings-differ',
		when: differs('here', 'greeting'),
		says: 'The greetings differ: the two places speak to different servers, or something on one way answers or rewrites.',
	},
	{
		id: 'first-may',
		when: row('here', 'rcpt', {seenFirst: accepted, seenSecond: refusal}),
		says: 'The recipient is accepted from {first} and refused from {second}: the server decides by the address of the client (mynetworks, an access list, a blocklist).',
	},
	{
		id: 'second-may',
		when: row('here', 'rcpt', {seenFirst: refusal, seenSecond: accepted}),
		says: 'The recipient is accepted from {second} and refused from {first}: the server decides by the address of the client (mynetworks, an access list, a blocklist).',
	},
	{
		id: 'refused-to-both',
		when: row('here', 'rcpt', {seenFirst: refusal, seenSecond: refusal, differs: false}),
		says: 'Both places get the same refusal, so the address of the client is not what decides it.',
	},

	// From outside, and from the server’s own localhost
	{
		id: 'works-within',
		when: row('localhost', 'tcp', {seenFirst: shut, seenSecond: 'open'}),
		says: 'At {second} {about} is open, so a program listens. What keeps {first} out is a firewall, or that it listens on loopback alone.',
	},
	{
		id: 'shut-within',
		when: row('localhost', 'tcp', {seenFirst: shut, seenSecond: 'refused'}),
		says: 'At {second} {about} is refused as well: nothing listens there, whatever a firewall does.',
	},
	{
		id: 'open-without-loopback',
		when: row('localhost', 'tcp', {seenFirst: 'open', seenSecond: ['refused', 'no answer']}),
		says: '{about} is open from outside and not at {second}: the server listens on its public address alone, or another machine answers there.',
	},
	{
		id: 'stripped',
		when: row('localhost', 'starttls', {seenFirst: 'not offered', seenSecond: 'offered'}),
		says: 'At {second} the server offers STARTTLS, and it does not arrive at {first}: something on the way removes it, or the server offers it by address.',
	},
	{
		id: 'not-offered-within',
		when: row('localhost', 'starttls', {seenFirst: 'not offered', seenSecond: 'not offered'}),
		says: 'At {second} the server does not offer STARTTLS either, so nothing on the way removes it.',
	},
	{
		id: 'other-greeting-within',
		when: differs('localhost', 'greeting'),
		says: 'The server greets in another way at {second}: from outside another machine answers, a proxy stands between, or the port leads to another service.',
	},
	{
		id: 'other-certificate-within',
		when: differs('localhost', 'certificate'),
		says: 'At {second} the server shows another certificate: a proxy before it ends TLS, or another machine answers from outside.',
	},
	{
		id: 'relays-for-itself',
		when: row('localhost', 'rcpt', {seenFirst: refusal, seenSecond: accepted}),
		says: 'The recipient is accepted from {second} and refused to {first}: the server decides by the address of the client, as with mynetworks.',
	},
	{
		id: 'refused-within',
		when: row('localhost', 'rcpt', {seenFirst: refusal, seenSecond: refusal}),
		says: 'The recipient is refused at {second} as well, so it is not only about the address of this client.',
	},
];
