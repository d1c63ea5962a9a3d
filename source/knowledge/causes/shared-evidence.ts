import {both, either, never, saw} from '../../core/condition.ts';
import type {Evidence} from '../../core/knowledge.ts';

/** The port of the conversation was refused, or stayed silent. */
export const refused = saw('tcp.refused', {role: 'conversation'});
export const silent = saw('tcp.silent', {role: 'conversation'});

/** The machine answers, and no mail port of it is open. */
export const upWithoutMail = both(
	either(saw('derived.control-port-open'), saw('derived.host-answers')),
	never('derived.mail-port-open'),
	refused,
);

/** Another port of the same address answers while the one of the conversation is silent. */
export const othersAnswer = both(
	either(
		saw('derived.control-port-open'),
		saw('derived.mail-port-open'),
		saw('derived.host-answers'),
	),
	silent,
);

/** Another mail port is open and stays open, so the mail server runs. */
export const mailPortHolds = both(saw('derived.mail-port-open'), never('tcp.closed'));

/** The target of the user is this machine itself, by a name or an address of the loopback. */
export const askedForItself = saw('session.asked', {
	target: /^(localhost|localhost\.localdomain|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i,
});

/** Addresses that no provider’s filter stands before: this machine, and private networks. */
export const privateAddress =
	/^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|fe80:|f[cd][\da-f]{2}:)/i;

/** What the server itself is like does not matter where the answer came from this side. */
export const cameFromThisSide: Evidence = {
	when: saw('derived.refused-nearby'),
	says: 'The refusal came after {after} ms, too soon for an answer from the server, which takes {roundTrip} ms.',
	weight: 'against',
};

/** A setting does not change by itself within one session. */
export const workedBefore: Evidence = {
	when: saw('derived.worked-before'),
	says: 'Port {port} worked earlier in this session.',
	weight: 'against',
};

/** The connection stood: what stops connections is not the matter. */
export const connectionStood: Evidence = {
	when: either(saw('smtp.silent'), saw('smtp.refusal', {class: 'timeout'})),
	says: 'The connection to port {port} was established, so the way is open; the silence came later.',
	weight: 'excludes',
};
