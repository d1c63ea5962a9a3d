import type {LeftOut} from '../moved/left-out.ts';
import type {Story} from '../moved/story.ts';
import type {Judgement} from '../postfix/judge.ts';
import type {SpfResult} from '../records/spf-verdict.ts';
import type {ErrorClass} from '../vocabulary.ts';

/** What lies behind the first failure, and what still is as it was before a client got another address. */
export type MovedFacts = {
	/**
	 * What the server’s rules would do with this client and message, where the dialogue did not come so far:
	 * no reply bears it out.
	 */
	'server.foreseen': Omit<Judgement, 'agrees'> & {
		/** The class that the reply would have; null where the message would be taken. */
		class: ErrorClass | null;
		/** This machine’s address, as the server would see it. */
		client: string;
		/** In a sentence. */
		says: string;
	};
	/** A place that decides about this client names others, and not this one. */
	'client.left-out': LeftOut;
	/** The same other address stands in several of them: it looks like a move. */
	'client.moved': Story;
	/** SPF for the client’s own address, where it is behind something else that stops mail. */
	'records.spf-ahead': {
		domain: string;
		/** The machine that the session looks from, in words, and its address. */
		whose: string;
		address: string;
		result: SpfResult;
		mechanism: string;
		record: string;
		/** Other machines that the record names by their addresses. */
		names: readonly string[];
		/** Receivers see this machine, or the server that passes its mail on. */
		way: 'delivers' | 'passed-on';
		host: string;
		/** The address of that server that was dialled, and what SPF says of it. */
		relay: string;
		relayResult: SpfResult;
		/** A record that allows this machine as well, as in a zone file. */
		suggestion: string;
	};
};
