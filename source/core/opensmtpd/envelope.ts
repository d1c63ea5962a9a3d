import type {Dialogue} from '../postfix/dialogue.ts';
import type {Listener} from './configuration.ts';

/** A mailbox in its parts. */
export type Mailbox = {user: string; domain: string};

/** What smtpd knows of a message when it goes through its rules for one recipient. */
export type Envelope = {
	/** The address of the client. */
	client: string;
	/** The client’s address is one of the server’s own. Undefined where that is not known. */
	isServer: boolean | undefined;
	/** An alias led to this recipient: the rules take it for local mail. */
	internal: boolean;
	/** By reverse DNS; empty where there is none. */
	rdns: string;
	/** The reverse name leads back to the address. */
	fcrdns: boolean;
	helo: string;
	sender: string;
	recipient: Mailbox;
	login: string | undefined;
	tag: string;
};

export function mailboxOf(text: string): Mailbox {
	const at = text.lastIndexOf('@');
	return at === -1
		? {user: text, domain: ''}
		: {user: text.slice(0, at), domain: text.slice(at + 1)};
}

export function mailboxText({user, domain}: Mailbox): string {
	return `${user}@${domain}`;
}

/** How rules see a reverse name that there is not. */
export const noName = '<unknown>';

/** The envelope of a dialogue with a listener. */
export function envelopeOf(dialogue: Dialogue, listener: Listener, ownName: string): Envelope {
	const {client, helo, sender, recipient, login} = dialogue;
	const {user, domain} = mailboxOf(recipient);
	const hasName = client.reverse.status === 'ok';
	return {
		client: client.address,
		isServer: client.isServer,
		internal: false,
		rdns: hasName ? client.reverse.name : '',
		fcrdns: client.name.status === 'ok',
		helo,
		sender,
		recipient: {user, domain: domain || ownName},
		login,
		tag: listener.tag,
	};
}
