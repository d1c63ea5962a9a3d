import type {LogLine} from './log-line.ts';

/**
 * What one attempt to pass a message on came to, for one recipient. `handed-on`: it went to another
 * queue of this host, or to a filter, where it goes on.
 */
export type Attempt =
	'delivered' | 'passed-on' | 'handed-on' | 'deferred' | 'bounced' | 'discarded' | 'filtered';

/** What a rule, a filter or a person did to a message. */
export type Action = 'discarded' | 'held' | 'filtered' | 'deleted';

type Body =
	/** A client connected. `session` names the connection in this log. */
	| {kind: 'connected'; session: string; name: string; client: string}
	/** `idle`: the client said nothing. */
	| {kind: 'disconnected'; session: string; idle: boolean}
	/** A message got a queue id; `session` is empty where the line does not tell. */
	| {kind: 'accepted'; queueId: string; session: string; client: string}
	| {kind: 'message-id'; queueId: string; messageId: string}
	/** `returns`: the id of the message that this one is the bounce of. */
	| {kind: 'sender'; queueId: string; sender: string; returns?: string}
	| {kind: 'recipient'; queueId: string; recipient: string}
	| {
			kind: 'attempt';
			queueId: string;
			recipient: string;
			outcome: Attempt;
			/** The next server, or what stored the mail; empty where nothing was reached. */
			relay: string;
			/** Enhanced status code (RFC 3463), where the line has one. */
			enhanced: string;
			/** The words of the next server, or of this one. */
			reason: string;
			/** The id that the next server gave. */
			next: string;
	  }
	/** `recipient` is empty where it is about the whole message. */
	| {kind: 'action'; queueId: string; recipient: string; action: Action; reason: string}
	/** The sender was told; `bounceId` is the bounce. */
	| {kind: 'returned'; queueId: string; bounceId: string}
	/** It was tried for as long as mail is tried, and given up. */
	| {kind: 'expired'; queueId: string}
	| {kind: 'ended'; queueId: string}
	/** A refusal of this server. */
	| {
			kind: 'refused';
			session: string;
			client: string;
			helo: string;
			sender: string;
			recipient: string;
			reason: string;
	  }
	/** A mailbox program says where it put a message. */
	| {kind: 'stored'; messageId: string; mailbox: string; discarded: boolean}
	/** A connection to another server failed, for a message that the line may not name. */
	| {kind: 'hop-failed'; queueId: string; relay: string; reason: string}
	/** No way to a destination is left. */
	| {kind: 'no-route'; destination: string}
	/** Something went wrong with TLS, with a login or with a filter. */
	| {kind: 'trouble'; about: 'tls' | 'login' | 'filter'; session: string; client: string}
	/** The server, or a part of it, gave up. */
	| {kind: 'fatal'; session: string}
	/** The server was started. */
	| {kind: 'started'};

/** What a line of a log says, in terms that all mail servers share. */
export type LogEvent = Body & {line: LogLine};

/** An event before its line is put to it. */
export type LogBody = Body;
