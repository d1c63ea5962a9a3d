import {classOf} from './address-class.ts';
import type {Restriction} from './check-access.ts';
import {recipientKeys} from './keys.ts';
import {labels, lookupFailure, notSeen, refuse} from './replay-state.ts';
import {lookUpAll} from './table.ts';

/** Who owns a sender address, by smtpd_sender_login_maps. */
export function rejectLoginMismatch(
	which: 'authenticated' | 'unauthenticated' | 'known',
): Restriction {
	return function* (state, call) {
		const {sender, login} = state.dialogue;
		const {settings} = state;
		const tables = settings.words('smtpd_sender_login_maps').map(({text}) => text);
		const asks = which === 'known' || (which === 'authenticated') === (login !== undefined);
		if (!settings.isOn('smtpd_sasl_auth_enable') || sender === '' || tables.length === 0 || !asks) {
			return 'dunno';
		}

		const classed = yield* classOf(state, sender);
		if (classed.status !== 'known') {
			return notSeen(state, call, classed.why);
		}

		const isLocal = classed.class === 'local' || classed.domain === settings.text('myorigin');
		const keys = recipientKeys(classed.address, isLocal, settings.text('recipient_delimiter'));
		const hit = yield* lookUpAll(tables, keys);
		if (hit.status === 'broken') {
			return lookupFailure(state, call, sender, hit.table);
		}

		if (hit.status === 'unseen') {
			return notSeen(state, call, hit.why);
		}

		const owners = hit.status === 'found' ? hit.value.split(/[\s,]+/) : [];
		const owned = owners.some(owner => owner.toLowerCase() === login?.toLowerCase());
		const refused =
			login === undefined
				? hit.status === 'found'
				: !owned && (hit.status === 'found' || which === 'authenticated');
		const why = login === undefined ? 'not logged in' : `not owned by user ${login}`;
		return refused
			? refuse(state, call, {
					code: 553,
					enhanced: '5.7.1',
					text: `<${sender}>: ${labels.sender} rejected: ${why}`,
					reason: 'sender-login',
					about: 'sender',
					...(hit.status === 'found' && {
						entry: {table: hit.table, key: hit.key, value: hit.value},
					}),
				})
			: 'dunno';
	};
}
