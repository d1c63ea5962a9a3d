import {classOf, isAuthorised} from './address-class.ts';
import type {Restriction} from './check-access.ts';
import {matchList} from './pattern-list.ts';
import {lookupFailure, notSeen, parentsMatch, refuse} from './replay-state.ts';

export const permitMynetworks: Restriction = function* (state, call) {
	const {name, address} = state.dialogue.client;
	const result = yield* matchList(
		{
			words: state.settings.words('mynetworks'),
			kind: 'host',
			parents: parentsMatch(state, 'mynetworks'),
		},
		{name: name.name, address},
	);
	switch (result.status) {
		case 'match': {
			return 'permit';
		}

		case 'no-match': {
			return 'dunno';
		}

		case 'unseen': {
			return notSeen(state, call, result.why);
		}

		case 'broken': {
			return lookupFailure(state, call, call.subject.value, 'mynetworks');
		}
	}
};

export const permitInetInterfaces: Restriction = function* (state, call) {
	yield* [];
	const {isServer} = state.dialogue.client;
	return isServer === undefined
		? notSeen(state, call, 'the addresses of the server are not known')
		: isServer
			? 'permit'
			: 'dunno';
};

export const permitSaslAuthenticated: Restriction = function* (state) {
	yield* [];
	return state.dialogue.login !== undefined && state.settings.isOn('smtpd_sasl_auth_enable')
		? 'permit'
		: 'dunno';
};

/** A client without a certificate never fits; of one that has one, nothing is known here. */
export const permitCertificate: Restriction = function* (state, call) {
	yield* [];
	return state.dialogue.certificate === 'none' || !state.dialogue.secure
		? 'dunno'
		: notSeen(state, call, 'the client’s certificate is not known');
};

export const permitAuthDestination: Restriction = function* (state, call) {
	const {recipient} = state.dialogue;
	if (recipient === '') {
		return 'dunno';
	}

	const classed = yield* classOf(state, recipient);
	switch (classed.status) {
		case 'known': {
			return isAuthorised(classed.class) ? 'permit' : 'dunno';
		}

		case 'broken': {
			return lookupFailure(state, call, recipient);
		}

		case 'unseen': {
			return notSeen(state, call, classed.why);
		}
	}
};

/** reject_unauth_destination with 554, defer_unauth_destination with a hundred less. */
export function refuseUnauthDestination(temporary: boolean): Restriction {
	return function* (state, call, run) {
		const {recipient} = state.dialogue;
		const before = state.unseen.length;
		const allowed = yield* permitAuthDestination(state, call, run);
		if (recipient === '' || allowed !== 'dunno' || state.unseen.length > before) {
			return allowed === 'permit' ? 'dunno' : allowed;
		}

		const code = state.settings.number('relay_domains_reject_code', 554);
		return refuse(state, call, {
			code: temporary ? code - 100 : code,
			enhanced: temporary ? '4.7.1' : '5.7.1',
			text: `<${recipient}>: Relay access denied`,
			reason: 'relay',
			about: 'recipient',
		});
	};
}
