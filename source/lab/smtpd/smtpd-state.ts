import type {SmtpdSettings} from '../settings/smtpd-settings.ts';

/** Who connects, as the server's own look-up names it; `unknown` without a reverse name. */
export type SmtpClient = {name: string; address: string};

/** What one smtpd process works with for the whole of a connection, like Postfix's own. */
export type SmtpdContext = {
	settings: SmtpdSettings;
	client: SmtpClient;
	/** Whether a login is right. */
	authenticate(user: string, password: string): boolean;
	/** Whether the part before the `@` is a mailbox of this machine. */
	isLocalUser(localPart: string): boolean;
	/** The name of the next message in the queue. */
	nextQueueId(): string;
};

export type Mail = {sender: string; recipients: number};

/** What is being read: commands, the answers of a login, or a message. */
export type Reading =
	| {kind: 'commands'}
	| {kind: 'sasl'; answer: (text: string) => Result}
	| {kind: 'message'; octets: number; ending: 'crlf' | 'lf'};

/** The state of one connection. */
export type SmtpdState = {
	secure: boolean;
	helo: string | undefined;
	user: string | undefined;
	mail: Mail | undefined;
	errors: number;
	/** Commands that move nothing, such as NOOP, since the last message. */
	junk: number;
	reading: Reading;
};

/** What a command comes to: its reply lines, and what is to be done after they are sent. */
export type Result = {
	replies: readonly string[];
	/** Counts as one of the errors of which a client has 20. */
	failed?: boolean;
	afterwards?: 'close' | 'start-tls';
};

export function newState(secure: boolean): SmtpdState {
	return {
		secure,
		helo: undefined,
		user: undefined,
		mail: undefined,
		errors: 0,
		junk: 0,
		reading: {kind: 'commands'},
	};
}

export function ok(...replies: readonly string[]): Result {
	return {replies};
}

export function failed(reply: string): Result {
	return {replies: [reply], failed: true};
}

/** Client name and address as Postfix writes them in replies and in its log. */
export function nameAddress({name, address}: SmtpClient): string {
	return `${name}[${address}]`;
}
