/** Kinds of changes that only Sendmail has. */
export type SendmailChangeKind =
	/** An entry of the client’s, sender’s or recipient’s own, before the one that refuses. */
	| 'access-exception'
	| 'add-recipient'
	/** To the class of hosts that may relay. */
	| 'add-relay-host'
	/** Of aliases, which `newaliases` builds. */
	| 'rebuild-aliases'
	/** A table that is older than the file that it is built from. */
	| 'rebuild-table';
