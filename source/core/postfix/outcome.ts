import type {Place} from './placed.ts';

/** A reply of the server. The text may go on, with the footer of smtpd_reject_footer for one. */
export type Reply = {code: number; enhanced: string; text: string};

/** Why a restriction refuses, by which its cause and the smallest change are found. */
export type Reason =
	| 'relay'
	/** The words `reject` or `defer` by themselves. */
	| 'general'
	| 'access-table'
	| 'table-fault'
	| 'configuration'
	| 'client-name'
	| 'client-reverse-name'
	| 'helo-invalid'
	| 'helo-not-fqdn'
	| 'helo-unknown'
	| 'sender-not-fqdn'
	| 'sender-domain'
	| 'sender-unlisted'
	| 'sender-login'
	| 'recipient-not-fqdn'
	| 'recipient-domain'
	| 'recipient-unlisted'
	| 'listed-address'
	| 'listed-domain'
	| 'no-encryption'
	/** Before any restriction: postscreen answered itself. */
	| 'postscreen';

/** Which of the things that the server knows a refusal is about. */
export type About = 'client' | 'helo' | 'sender' | 'recipient' | 'login' | 'session';

export type Rejection = {
	kind: 'rejection';
	/** The restriction as it is written, with its argument. */
	restriction: string;
	at: Place;
	/** The list that it was met in, and the restrictions that stand in that list. */
	list: string;
	members: readonly string[];
	reply: Reply;
	reason: Reason;
	about: About;
	/** Of an access table: the entry. */
	entry?: {table: string; key: string; value: string};
	/** Of a blocklist: its domain. Of a list of recipients: the parameter. */
	source?: string;
};

/** What could not be replayed, and so may have decided otherwise. */
export type Unseen = {restriction: string; at: Place; why: string};

/** What one restriction comes to: the next one is asked, the list ends well, or the client is refused. */
export type Outcome = 'dunno' | 'permit' | Rejection;

/** One restriction that was asked, in order. */
export type Step = {
	restriction: string;
	at: Place;
	list: string;
	came: 'dunno' | 'permit' | 'reject' | 'unseen';
};
