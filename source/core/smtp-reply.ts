/** One complete reply of an SMTP server (RFC 5321 4.2). */
export type SmtpReply = {
	/** Three digits, 200 to 599 (others are `malformed`). */
	code: number;
	/** Class.subject.detail of RFC 3463 as it stands in the first line, where there is one. */
	enhanced?: string;
	/** Text of each line without code, separator and line ending; not yet made safe to print. */
	lines: readonly string[];
	/** What was wrong with the form, where the code could still be read. */
	fault?: ReplyFault;
};

export type ReplyFault =
	| 'line-too-long'
	| 'reply-too-long'
	| 'too-many-lines'
	| 'codes-differ'
	| 'bad-code'
	| 'no-separator'
	| 'bare-lf';
