import {saw} from '../../core/condition.ts';
import type {FindingRule} from '../../core/records/finding-rule.ts';

const ptr = {topic: 'PTR', class: 'reverse-dns', about: 'address'} as const;
const helo = {topic: 'HELO', class: 'reverse-dns', about: 'helo'} as const;
const list = {topic: 'blocklist', class: 'blocklisted', about: 'list'} as const;

/** The reverse name, and the HELO name beside it. */
const names: readonly FindingRule[] = [
	{
		...ptr,
		when: saw('records.pointer', {state: 'missing'}),
		severity: 'problem',
		says: '{address} has no reverse name (PTR), and many receivers refuse mail from such addresses.',
		advice:
			'Have the provider of the address set it, to the full name of the server (put yours in), which must have this address:',
		publish: '{reverseZone}. PTR mail.example.com.',
	},
	{
		...ptr,
		when: saw('records.pointer', {state: 'mismatch'}),
		severity: 'problem',
		says: '{address} is called {names}, but that name does not have this address: the reverse name is not confirmed.',
		advice: 'Give that name an A or AAAA record with {address}, or have the PTR record changed.',
	},
	{
		...ptr,
		when: saw('records.pointer', {state: 'unknown'}),
		severity: 'warning',
		says: 'DNS gave no answer for the reverse name of {address}.',
		advice:
			'See whether the name servers of {reverseZone} answer; receivers put mail off meanwhile.',
	},
	{
		...ptr,
		when: saw('records.pointer', {generic: true}),
		severity: 'warning',
		says: 'The reverse name of {address}, {names}, looks like that of a customer’s line, which some receivers refuse.',
		advice:
			'Have it set to the name of the server, such as mail.example.com, or send through a relay.',
	},
	{
		...ptr,
		when: saw('records.pointer', {state: 'confirmed'}),
		severity: 'fine',
		says: '{address} is {confirmed}, and that name is {address}.',
	},
	{
		...helo,
		when: saw('records.helo', {state: 'matches'}),
		severity: 'fine',
		says: 'The HELO name {helo} has the address {address}.',
	},
	{
		...helo,
		when: saw('records.helo', {state: 'no-name'}),
		severity: 'warning',
		says: 'This side says {helo} in EHLO, which is no full host name.',
		advice: 'Set the server’s full name: `myhostname` in Postfix, `primary_hostname` in Exim.',
	},
	{
		...helo,
		when: saw('records.helo', {state: 'missing'}),
		severity: 'warning',
		says: 'The HELO name {helo} has no address in DNS, and some receivers refuse that.',
		advice: 'Give it one, or set the name that the reverse name has:',
		publish: '{helo}. {recordType} {address}',
	},
	{
		...helo,
		when: saw('records.helo', {state: 'differs'}),
		severity: 'note',
		says: 'The HELO name {helo} has the address {addresses} and not {address}. Receivers rarely mind, filters count it.',
		advice: 'Best is one name for all three: HELO, PTR, and its A or AAAA record.',
	},
];

/** Blocklists: first whether they answer, then what they say. */
const lists: readonly FindingRule[] = [
	{
		...list,
		when: saw('blocklist.tested', {state: 'refused', publicResolver: {empty: false}}),
		severity: 'note',
		says: '{list} does not answer {resolver}, a public resolver ({publicResolver}): nothing is known from there.',
		advice:
			'Ask through a resolver of your own (`--dns`), or look the address up on the list’s page. A mail server that asks this list needs its own resolver, too.',
	},
	{
		...list,
		when: saw('blocklist.tested', {state: 'refused'}),
		severity: 'note',
		says: '{list} does not answer {resolver} ({why}): nothing is known from there.',
		advice:
			'Ask through a resolver of your own (`--dns`), or look the address up on the list’s page. Resolvers that forward to a public one count as it.',
	},
	{
		...list,
		when: saw('blocklist.tested', {state: 'nothing'}),
		severity: 'note',
		says: '{list} hides its own test entry from {resolver}, so its silence proves nothing.',
		advice:
			'The resolver is refused, or filters such answers. Ask through a resolver of your own (`--dns`).',
	},
	{
		...list,
		when: saw('blocklist.tested', {state: 'everything'}),
		severity: 'note',
		says: '{list} lists even 127.0.0.1 or an invented name: it is closed, or {resolver} invents answers.',
		advice: 'A mail server that asks this list refuses everybody; take it out there.',
	},
	{
		...list,
		when: saw('blocklist.tested', {state: 'dead'}),
		severity: 'note',
		says: '{list} does not answer at all through {resolver}: nothing is known from there.',
	},
	{
		...list,
		about: 'subject',
		when: saw('blocklist.answer', {state: 'listed', weight: 'block'}),
		severity: 'problem',
		says: '{subject} is on the list {list}: {means}.',
		advice: 'Stop the reason first, then ask for removal: {delist} {about}',
	},
	{
		...list,
		about: 'subject',
		when: saw('blocklist.answer', {state: 'listed', weight: 'policy'}),
		severity: 'problem',
		says: '{subject} is on the list {list}: {means}.',
		advice:
			'Send through a relay; or, for a fixed address with a proper reverse name, see {delist}',
	},
	{
		...list,
		about: 'subject',
		when: saw('blocklist.answer', {state: 'listed'}),
		severity: 'warning',
		says: '{subject} is on the list {list}: {means}.',
		advice: 'See {delist} {about}',
	},
	{
		...list,
		when: saw('blocklist.answer', {state: ['refused', 'unknown']}),
		severity: 'note',
		says: '{list} gave no usable answer about {subject}.',
	},
];

export const hostFindings: readonly FindingRule[] = [...names, ...lists];
