import {both, never, saw} from '../../core/condition.ts';
import type {Evidence} from '../../core/knowledge.ts';

export const denied = saw('smtp.refusal', {class: 'relay-denied'});
export const onSmtp = saw('endpoint.chosen', {service: 'smtp'});
export const onSubmission = saw('endpoint.chosen', {service: ['submission', 'submissions']});
export const signedIn = saw('smtp.refusal', {
	class: ['relay-denied', 'auth-required'],
	authenticated: true,
});
export const notSignedIn = saw('smtp.refusal', {
	class: ['relay-denied', 'auth-required'],
	authenticated: false,
});
export const authNotOffered = both(never('auth.offered'), saw('smtp.capabilities', {verb: 'EHLO'}));
export const submissionOpen = saw('tcp.open', {service: ['submission', 'submissions']});
/** The recipient’s domain was looked up, and its MX is another server. */
export const mailBelongsElsewhere = both(
	saw('dns.mx', {source: 'mx'}),
	never('derived.own-domain'),
	saw('session.asked', {recipientDomain: {empty: false}}),
);

export const ownDomain: Evidence = {
	when: both(saw('derived.own-domain'), denied),
	says: 'This server is the MX of {domain}; to take mail for its own domain it needs neither login nor relaying.',
	weight: 'against',
};
