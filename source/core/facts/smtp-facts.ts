import type {Certainty, Mta, ReplyClass, Service, Stage} from '../vocabulary.ts';

/** The conversation that a fact belongs to. */
export type DialogueFacts = {host: string; address: string; port: number; service: Service};

export type ReplyFacts = {code: number; enhanced?: string; text: string};

/** The dialogue: greeting, replies, login, and the message that was handed over. */
export type SmtpFacts = {
	'smtp.greeting': DialogueFacts & {reply: ReplyFacts; after: number; name: string};
	/** The greeting did not come, or not from an SMTP server. */
	'smtp.no-greeting': DialogueFacts & {waited: number};
	'smtp.not-smtp': DialogueFacts & {text: string; looksLike: string};
	'smtp.capabilities': DialogueFacts & {
		verb: 'EHLO' | 'HELO' | 'LHLO';
		secure: boolean;
		name: string;
		keywords: readonly string[];
		/** The keywords with their parameters, as sent. */
		lines: readonly string[];
		auth: readonly string[];
		size: number | null;
	};
	'smtp.reply': DialogueFacts & {
		stage: Stage;
		command: string;
		reply: ReplyFacts;
		accepted: boolean;
		secure: boolean;
		authenticated: boolean;
		after: number;
	};
	/** A reply that stops this step, as the reply rules read it. */
	'smtp.refusal': DialogueFacts & {
		stage: Stage;
		class: ReplyClass;
		alternatives: readonly ReplyClass[];
		certainty: Certainty;
		rule: string;
		code: number;
		enhanced: string;
		text: string;
		temporary: boolean;
		authenticated: boolean;
		secure: boolean;
	};
	'smtp.closed': DialogueFacts & {
		stage: Stage;
		how: 'fin' | 'reset';
		code: string;
		command: string;
	};
	'smtp.silent': DialogueFacts & {stage: Stage; command: string; waited: number};
	'smtp.malformed': DialogueFacts & {
		stage: Stage;
		fault: string;
		text: string;
		/** The dialogue cannot go on; a bare LF alone does not stop it. */
		fatal: boolean;
	};
	'smtp.slow': DialogueFacts & {stage: Stage; after: number};
	/** Bytes that came in plain behind the reply to STARTTLS; they were dropped (CVE-2011-0411). */
	'smtp.injected': DialogueFacts & {bytes: number; text: string};
	/** An address needs SMTPUTF8 (RFC 6531), and the server does not offer it: no client may send it. */
	'smtp.utf8-unavailable': DialogueFacts & {address: string};
	/** The date in the greeting against the clock of this machine; ISO 8601, and how many hours apart. */
	'clock.differs': {host: string; server: string; here: string; hours: number};
	'server.software': {mta: Mta; evidence: string; certainty: Certainty};
	/** A connection to an address that no host has was greeted as well: something answers for everybody. */
	'proxy.same-greeting': {host: string; port: number; elsewhere: string; name: string};
	/** The same was tried, and nothing greeted. */
	'proxy.not-seen': {host: string; port: number; elsewhere: string};
	'auth.offered': DialogueFacts & {mechanisms: readonly string[]; secure: boolean};
	'auth.missing': DialogueFacts & {secure: boolean; offeredBeforeTls: boolean};
	'auth.no-common-mechanism': DialogueFacts & {offered: readonly string[]; ours: readonly string[]};
	'auth.accepted': DialogueFacts & {mechanism: string; user: string};
	/** One mechanism was refused with the credentials that another then accepted. */
	'auth.mechanism-refused': DialogueFacts & {mechanism: string; works: string; text: string};
	/** A password was there and was not sent, because the connection was not encrypted. */
	'auth.withheld': DialogueFacts;
	/** Signing in was asked for, and nobody gave the password. */
	'auth.no-password': DialogueFacts & {user: string};
	/** The test message was handed over; by its Message-ID it can be found again. */
	'message.sent': DialogueFacts & {messageId: string; subject: string};
	'message.accepted': DialogueFacts & {queueId: string; text: string};
	'message.unknown': DialogueFacts & {waited: number};
};
