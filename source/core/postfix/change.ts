import type {SendmailChangeKind} from '../sendmail/change-kind.ts';
import type {Dialogue} from './dialogue.ts';
import {placeInWords} from './config-file.ts';
import {correctedWord} from './correct-word.ts';
import type {Rejection} from './outcome.ts';
import type {Settings} from './settings.ts';
import {addressMatches} from './pattern-list.ts';
import {isPatternTable} from './table.ts';

/** What kind of change lets the client through; each has its commands among the remedies. */
export type ChangeKind =
	| 'sign-in'
	| 'add-network'
	| 'add-network-to-service'
	| 'permit-signed-in'
	| 'permit-signed-in-on-service'
	| 'switch-on-login'
	| 'add-domain'
	| 'access-entry'
	| 'own-sender'
	| 'past-postscreen'
	| 'correct-word'
	| SendmailChangeKind
	| 'none';

export type Change = {
	kind: ChangeKind;
	/** In one sentence; empty where there is nothing to change here. */
	says: string;
};

/** What the list lets through, in which this client is not. */
export type Missing = 'network' | 'login' | 'login-off' | 'permit-login' | 'domain';

/** What would have let the client through the list that refused it, by what stands in the list. */
export function missing(
	rejection: Rejection,
	settings: Settings,
	dialogue: Dialogue,
	isOwnDomain: boolean,
): Missing[] {
	const has = (name: string) => rejection.members.some(member => member.toLowerCase() === name);
	const {reason} = rejection;
	if (reason === 'sender-login') {
		return dialogue.login === undefined ? ['login'] : [];
	}

	if (reason !== 'relay' && reason !== 'general') {
		return [];
	}

	if (reason === 'relay' && isOwnDomain) {
		return ['domain'];
	}

	const signedIn = dialogue.login !== undefined;
	const canSignIn = settings.isOn('smtpd_sasl_auth_enable');
	const login: Missing[] = has('permit_sasl_authenticated')
		? signedIn
			? []
			: [canSignIn ? 'login' : 'login-off']
		: signedIn
			? ['permit-login']
			: [];
	return [...(has('permit_mynetworks') ? (['network'] as const) : []), ...login];
}

function accessChange({entry, about}: Rejection, dialogue: Dialogue): Change {
	const subject = {
		client: dialogue.client.address,
		helo: dialogue.helo,
		sender: dialogue.sender || '<>',
		recipient: dialogue.recipient,
		login: dialogue.login ?? '',
		session: '',
	}[about];
	if (!entry) {
		return {kind: 'none', says: ''};
	}

	const {table, key, value} = entry;
	const said = `In ${table}, \`${key}\` has “${value}”.`;
	if (isPatternTable(table)) {
		return {
			kind: 'access-entry',
			says: `${said} Put a line for ${subject} alone before that one, with DUNNO: the first line that fits counts.`,
		};
	}

	return {
		kind: 'access-entry',
		says:
			key.toLowerCase() === subject.toLowerCase()
				? `${said} Change that entry to DUNNO, or take it out.`
				: `${said} Give ${subject} an entry of its own, with DUNNO: it is looked up before \`${key}\`.`,
	};
}

function ownerChange({entry}: Rejection, {login, sender}: Dialogue): Change {
	if (login === undefined) {
		return {
			kind: 'sign-in',
			says: `Let the client sign in as ${entry?.value ?? 'an owner of the sender'}, to whom ${entry?.key ?? sender} belongs. Nothing needs changing on the server.`,
		};
	}

	return {
		kind: 'own-sender',
		says: entry
			? `Send from an address of ${login}; or add ${login} to the owners of \`${entry.key}\` in ${entry.table}, which are ${entry.value}.`
			: `Send from an address of ${login}; or give ${sender} an owner in smtpd_sender_login_maps.`,
	};
}

/** The smallest change that lets this client through, and nothing more. */
export function smallestChange(
	rejection: Rejection,
	settings: Settings,
	dialogue: Dialogue,
	lacks: readonly Missing[],
): Change {
	const {list} = rejection;
	const ofService = settings.place(list).service !== undefined;
	const {service} = settings;
	const entry = `${service.name}/${service.type}`;
	const cidr = dialogue.client.address.includes(':')
		? `[${dialogue.client.address}]/128`
		: `${dialogue.client.address}/32`;
	if (rejection.reason === 'sender-login') {
		return ownerChange(rejection, dialogue);
	}

	if (rejection.reason === 'configuration') {
		return {kind: 'correct-word', says: correctedWord(rejection, settings)};
	}

	if (lacks.includes('login')) {
		return {
			kind: 'sign-in',
			says: `Let the client sign in: this service takes mail from whoever has (permit_sasl_authenticated in ${list}). Nothing needs changing on the server.`,
		};
	}

	if (lacks.includes('domain')) {
		return {
			kind: 'add-domain',
			says: `Add the recipient’s domain to one list of this server’s domains: mydestination (${placeInWords(settings.place('mydestination'))}) where its users have their mailboxes, or the list for virtual or relay domains.`,
		};
	}

	if (lacks.includes('network')) {
		const place = settings.place('mynetworks');
		const exception = settings
			.words('mynetworks')
			.find(
				({text}) => text.startsWith('!') && addressMatches(dialogue.client.address, text.slice(1)),
			);
		if (exception) {
			return {
				kind: 'none',
				says: `Take the exception \`${exception.text}\` out of mynetworks (${placeInWords(exception.at)}), which keeps this client out.`,
			};
		}

		return place.service === undefined
			? {
					kind: 'add-network',
					says: `Add ${cidr} to mynetworks (${placeInWords(place)}).`,
				}
			: {
					kind: 'add-network-to-service',
					says: `Add ${cidr} to the mynetworks of ${entry} (${placeInWords(place)}), which counts for this service in place of that in main.cf.`,
				};
	}

	if (lacks.includes('permit-login')) {
		return {
			kind: ofService ? 'permit-signed-in-on-service' : 'permit-signed-in',
			says: `Put permit_sasl_authenticated at the beginning of ${list} (${placeInWords(settings.place(list))}): the client has signed in, and nothing there counts it.`,
		};
	}

	if (lacks.includes('login-off')) {
		return {
			kind: 'switch-on-login',
			says: `${list} lets in who has signed in, and this service offers no login (smtpd_sasl_auth_enable = ${settings.text('smtpd_sasl_auth_enable') || 'no'}, ${placeInWords(settings.place('smtpd_sasl_auth_enable'))}). Switch it on for ${entry}.`,
		};
	}

	return rejection.reason === 'access-table'
		? accessChange(rejection, dialogue)
		: {kind: 'none', says: ''};
}
