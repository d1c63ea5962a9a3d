import {either, saw, type Condition} from '../../core/condition.ts';
import type {Edge} from '../../core/plan.ts';
import type {Stage} from '../../core/vocabulary.ts';

/** A reply at this stage stopped the dialogue. */
export const refusedAt = (stage: Stage): Condition => saw('smtp.refusal', {stage});
export const closedAt = (stage: Stage): Condition => saw('smtp.closed', {stage});
export const silentAt = (stage: Stage): Condition => saw('smtp.silent', {stage});
export const malformedAt = (stage: Stage): Condition => saw('smtp.malformed', {stage, fatal: true});

/** The way to the machine that is looked from broke, which says nothing about the server. */
export const wayBroke = either(
	saw('smtp.closed', {code: 'ENOFORWARD'}),
	saw('tls.failed', {code: 'ENOFORWARD'}),
);

/** Ways in which a dialogue breaks off once it has got past TLS. */
export const brokenAt = (
	stage: Stage,
): ReadonlyArray<Edge<'closed' | 'silent' | 'malformed' | 'way-broke'>> => [
	{when: wayBroke, goto: 'way-broke', because: 'The connection of ssh broke.'},
	{
		when: malformedAt(stage),
		goto: 'malformed',
		because: 'The reply is not in the form of SMTP.',
	},
	{
		when: closedAt(stage),
		goto: 'closed',
		because: 'The server closed the connection instead of replying.',
	},
	{when: silentAt(stage), goto: 'silent', because: 'The server stopped replying.'},
];

export const badCertificate = saw('tls.established', {trusted: false, tolerated: false});

/** By the log of the server, a message did not come to where it should. */
export const notDelivered = saw('delivery.fate', {
	where: ['deferred', 'bounced', 'discarded', 'filtered', 'held', 'deleted'],
});

/** Before MAIL, another address of the same target may still work. */
export const earlyTrouble = (stage: Stage): Condition =>
	either(refusedAt(stage), closedAt(stage), silentAt(stage), malformedAt(stage));

export const recordsAsked = saw('session.asked', {records: true});

/** Refusals of which DNS and the blocklists may know the reason. */
export const recordsMatter = saw('smtp.refusal', {
	class: ['sender-auth-failed', 'reverse-dns', 'blocklisted', 'policy-or-spam'],
});

export const accepted = either(
	saw('smtp.reply', {stage: 'rcpt', accepted: true}),
	saw('smtp.reply', {stage: 'mail', accepted: true}),
);
