import type {Condition} from '../condition.ts';

/**
 * What the second view is from: `here` is this machine, where the first one is from another
 * (`--from-host`); `localhost` is the mail server’s own.
 */
export type ViewKind = 'here' | 'localhost';

/** What is compared, in the order of the dialogue. */
export const viewRows = [
	'mx',
	'addresses',
	'tcp',
	'client',
	'greeting',
	'name',
	'offers',
	'starttls',
	'tls',
	'certificate',
	'trust',
	'offers-tls',
	'mail',
	'rcpt',
] as const;
export type ViewRowId = (typeof viewRows)[number];

/** One thin slice of the two views: the same question, and what each of them got. */
export type ViewRow = {
	kind: ViewKind;
	row: ViewRowId;
	/** The host or the port that it is about; empty for the dialogue itself. */
	about: string;
	/** It is the dialogue itself, or a port for it, by an address that means one machine from both places. */
	asked: boolean;
	/** The places of the two views in words. */
	first: string;
	second: string;
	/** What was seen from there; empty where that view did not come so far. */
	seenFirst: string;
	seenSecond: string;
	/** Both saw something, and it is not the same. */
	differs: boolean;
};

/** What a difference (or that there is none) means: knowledge that is held against the rows. */
export type ViewMeaning = {
	id: string;
	when: Condition;
	/** A sentence; `{name}` stands for a field of the row. */
	says: string;
};
