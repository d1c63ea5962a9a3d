/** A message that arrived, as its header tells. */
export type CopyFacts = {
	/** The header of a copy was read; nothing else of it, and nothing of any other message. */
	'copy.found': {
		/** The machine on which it lies. */
		where: string;
		/** A file, or a mailbox. */
		place: string;
		/** It is the test message of this session. */
		own: boolean;
		messageId: string;
		/** It lies where junk is put, or a filter has marked it. */
		spam: boolean;
		hops: number;
		/** Milliseconds from its Date to its end; null where it cannot be told. */
		total: number | null;
	};
	/** One server on its way. `delay`: milliseconds since the one before; null where it cannot be told. */
	'copy.hop': {
		number: number;
		from: string;
		by: string;
		protocol: string;
		delay: number | null;
	};
	/**
	 * A DKIM signature of the copy, checked against the key in DNS as far as a header allows: what is signed
	 * of the body is its hash, and the body is not read. `why`: in words, where it does not verify.
	 */
	'copy.signature': {
		domain: string;
		selector: string;
		state: 'verifies' | 'broken' | 'expired' | 'no-key' | 'unknown';
		why: string;
	};
	/** What a server found (RFC 8601). `trusted`: it is the receiver; anybody could have written the others. */
	'copy.result': {
		server: string;
		method: string;
		result: string;
		/** The domain that it is about, where it names one. */
		domain: string;
		trusted: boolean;
	};
};
