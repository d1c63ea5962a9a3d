import {both, saw} from '../../core/condition.ts';
import type {Evidence} from '../../core/knowledge.ts';
import {notByInside} from './inside-evidence.ts';

const shut = /^(?:no answer|refused|closed|unreachable)/;
/** In private networks two places may mean two machines by the same address. */
const isPublic = /^(?!10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|f[cde])/i;

const opensElsewhere = saw('views.row', {
	kind: 'here',
	row: 'tcp',
	asked: true,
	seenFirst: shut,
	seenSecond: 'open',
});
const opensElsewhereForSure = saw('views.row', {
	kind: 'here',
	row: 'tcp',
	asked: true,
	about: isPublic,
	seenFirst: shut,
	seenSecond: 'open',
});
/** Shut from outside, while the server greets at its own localhost. */
const worksWithin = both(
	saw('views.row', {kind: 'localhost', row: 'tcp', seenFirst: shut, seenSecond: 'open'}),
	saw('views.row', {kind: 'localhost', row: 'greeting', seenSecond: /^220 /}),
);

/** Somebody else gets in, so the host is up and listens for other machines. */
export const opensToOthers: readonly Evidence[] = [
	{
		when: opensElsewhereForSure,
		says: '{about} is open to {second}, so the server listens.',
		weight: 'excludes',
	},
	{when: opensElsewhere, says: '{about} is open to {second}.', weight: 'against'},
];

/** The same, or it greets at its own localhost: a mail server runs and listens. */
export const listensAfterAll: readonly Evidence[] = [
	...opensToOthers,
	...notByInside(
		worksWithin,
		'At the server’s own localhost {about} is open, and a mail server greets there.',
	),
];

/** Something between decides by who connects. */
export const shutOnTheWay: Evidence = {
	when: opensElsewhere,
	says: '{about} is open to {second} and not to {first}: what stands between makes a difference between them.',
	weight: 'for',
};

/** What is broken is not the mail server. */
export const worksAtHome: Evidence = {
	when: worksWithin,
	says: 'At the server’s own localhost {about} is open and greets, and from outside it does not.',
	weight: 'for',
};

/** STARTTLS is offered where nothing stands between. */
export const starttlsWithin: Evidence = {
	when: saw('views.row', {row: 'starttls', seenFirst: 'not offered', seenSecond: 'offered'}),
	says: 'To {second} STARTTLS is offered, and here it does not arrive.',
	weight: 'for',
};

/** TLS is switched on in the server, whoever gets to see it. */
export const starttlsIsOn: readonly Evidence[] = notByInside(
	saw('views.row', {
		kind: 'localhost',
		row: 'starttls',
		seenFirst: 'not offered',
		seenSecond: 'offered',
	}),
	'At its own localhost the server offers STARTTLS, so TLS is switched on.',
);

const noStarttlsWithin = saw('views.row', {
	kind: 'localhost',
	row: 'starttls',
	seenFirst: 'not offered',
	seenSecond: 'not offered',
});
const missingWithin = 'At its own localhost the server does not offer STARTTLS either.';
export const notStripped: Evidence = {
	when: noStarttlsWithin,
	says: missingWithin,
	weight: 'against',
};
export const neverOffered: Evidence = {when: noStarttlsWithin, says: missingWithin, weight: 'for'};

/** Who answers from outside is not who answers on the server itself. */
export const otherGreetingWithin: Evidence = {
	when: saw('views.row', {kind: 'localhost', row: 'greeting', differs: true}),
	says: 'At its own localhost the server greets with “{seenSecond}”, and from outside comes “{seenFirst}”.',
	weight: 'for',
};

/** Who connects decides about the recipient. */
export const relaysForItself: Evidence = {
	when: saw('views.row', {row: 'rcpt', seenFirst: /^[45]\d\d /, seenSecond: /^2\d\d /}),
	says: 'The same recipient is accepted from {second}, so the address of the client decides.',
	weight: 'for',
};
