import type {Dialogue} from '../postfix/dialogue.ts';
import type {Reply} from '../postfix/outcome.ts';
import type {Stage} from '../vocabulary.ts';
import type {Asking} from './ask.ts';
import type {Configuration, Entry, Listener, Rule, TableUse} from './configuration.ts';
import {criterionInWords, type Tried} from './criteria.ts';
import {type Envelope, envelopeOf, mailboxOf, mailboxText} from './envelope.ts';
import {expand} from './expand.ts';
import type {Expanded, Refused, Unseen} from './expanded.ts';
import {type FilterRefusal, filtersIn, type Phase} from './filters.ts';
import {mailboxMatches, tableInWords, valueOf} from './look-up.ts';

/** What refuses: an option of the listener, a filter, the owners of senders, or the rules. */
export type Refusal = {reply: Reply} & (
	| {by: 'option'; option: 'tls-require' | 'smtps' | 'auth'}
	| ({by: 'filter'} & FilterRefusal)
	| {by: 'senders'; table: TableUse; entry: Entry | undefined}
	| {by: 'rules'; expanded: Expanded & {refused: Refused}}
);

/** What the configuration leads to expect. */
export type Prediction = {
	stage: Stage;
	listener: Listener;
	envelope: Envelope;
	refusal: Refusal | undefined;
	/** The rule that takes the recipient. */
	permitted: Rule | undefined;
	unseen: readonly Unseen[];
	steps: readonly string[];
};

/** `550 5.7.1 text` in its parts. */
export function replyOf(text: string): Reply {
	const [, code, enhanced = '', words = ''] =
		/^([45]\d\d)[ -](?:([45]\.\d{1,3}\.\d{1,3}) )?(.*)$/.exec(text) ?? [];
	return code === undefined
		? {code: 421, enhanced: '', text: 'Internal server error'}
		: {code: Number(code), enhanced, text: words};
}

/** The rules’ replies name the recipient as the client gave it, or as a filter rewrote it. */
function replyTo(text: string, recipient: string): Reply {
	const reply = replyOf(text);
	return {...reply, text: `${reply.text}: <${recipient}>`};
}

/** `match …: not from src "192.0.2.0/24"`. */
function stepOf({rule, held, failed, why}: Tried): string {
	const [first] = failed;
	const came =
		held === 'no' && first
			? `does not hold: ${criterionInWords(first)}`
			: held === 'yes'
				? 'matches'
				: why;
	return `${rule.written}: ${came}`;
}

const invalidCommand = {enhanced: '5.5.1'} as const;

/** Commands that a listener does not take before TLS, or before a login (smtp_check_mail_from). */
function byOption({tls, auth}: Listener, {secure, login}: Dialogue): Refusal | undefined {
	if (tls === 'required' && !secure) {
		const text = 'Invalid command: Must issue a STARTTLS command first';
		return {by: 'option', option: 'tls-require', reply: {code: 530, ...invalidCommand, text}};
	}

	if (auth === 'required' && login === undefined) {
		const text = 'Invalid command: Must issue an AUTH command first';
		return {by: 'option', option: 'auth', reply: {code: 530, ...invalidCommand, text}};
	}

	return undefined;
}

/** Whether who has signed in may use the sender, by the table `senders` of the listener. */
function* bySenders(
	configuration: Configuration,
	{senders}: Listener,
	{login, sender}: Envelope,
	unseen: Unseen[],
): Asking<Refusal | undefined> {
	if (!senders || login === undefined) {
		return undefined;
	}

	const found = yield* valueOf(configuration, senders, login);
	if (found.status === 'unseen') {
		unseen.push({what: `senders ${tableInWords(senders)}`, why: found.why});
		return undefined;
	}

	const entry = found.status === 'match' ? found.entry : undefined;
	const owned = (entry?.value ?? '').split(',').map(part => part.trim());
	const delimiter = configuration.delimiter.value;
	return owned.some(pattern => pattern !== '' && mailboxMatches(sender, pattern, delimiter))
		? undefined
		: {
				by: 'senders',
				table: senders,
				entry,
				reply: {code: 530, enhanced: '', text: 'Sender rejected'},
			};
}

/** What may come between: a proxy in front, several listeners, statements that are not understood. */
function doubts(configuration: Configuration, listener: Listener, others: number): Unseen[] {
	return [
		...(others > 0
			? [{what: listener.written, why: 'another listener may have answered at this address'}]
			: []),
		...(listener.unknown === ''
			? []
			: [{what: listener.written, why: `“${listener.unknown}” is not understood`}]),
		...(listener.proxied
			? [{what: listener.written, why: 'behind proxy-v2, the client has another address'}]
			: []),
		...configuration.unknown.map(({written}) => ({what: written, why: 'it is not understood'})),
	];
}

/**
 * Goes through a configuration as smtpd does (smtp_session.c, lka_filter.c, ruleset.c, lka_session.c),
 * for one client and one message: filters of each phase, what the listener demands, the owners of
 * senders, the rules, and the aliases and accounts behind them. `later`: filters of DATA and of the end of
 * the message as well.
 */
export function* replay(
	configuration: Configuration,
	{listener, others}: {listener: Listener; others: number},
	dialogue: Dialogue,
	ownName: string,
	later = false,
): Asking<Prediction> {
	const envelope = envelopeOf(dialogue, listener, listener.hostname ?? ownName);
	const unseen = doubts(configuration, listener, others);
	const end = (stage: Stage, refusal: Refusal | undefined, expanded?: Expanded): Prediction => ({
		stage,
		listener,
		envelope,
		refusal,
		permitted: refusal ? undefined : expanded?.rule,
		unseen: [...unseen, ...(expanded?.unseen ?? [])],
		steps: expanded?.tried.map(stepOf) ?? [],
	});
	const filtered = function* (phase: Phase): Asking<Refusal | undefined> {
		const {refused, rewritten} = yield* filtersIn(configuration, listener, phase, envelope, unseen);
		if (rewritten !== undefined) {
			rewrite(envelope, phase, rewritten);
		}

		return refused && {by: 'filter', ...refused, reply: replyOf(refused.answer)};
	};

	const connected = yield* filtered('connect');
	if (connected || dialogue.helo === '') {
		return end('banner', connected);
	}

	const greeted = yield* filtered('ehlo');
	if (greeted) {
		return end('ehlo', greeted);
	}

	const mail =
		byOption(listener, dialogue) ??
		(yield* filtered('mail-from')) ??
		(yield* bySenders(configuration, listener, envelope, unseen));
	if (mail || dialogue.recipient === '') {
		return end('mail', mail);
	}

	const rcpt = yield* filtered('rcpt-to');
	if (rcpt) {
		return end('rcpt', rcpt);
	}

	const expanded = yield* expand(configuration, envelope);
	const {refused} = expanded;
	const data = later && !refused ? yield* filtered('data') : undefined;
	if (data) {
		return end('data', data, expanded);
	}

	const commit = later && !refused ? yield* filtered('commit') : undefined;
	const byRules: Refusal | undefined = refused && {
		by: 'rules',
		expanded: {...expanded, refused},
		reply: replyTo(refused.reply, mailboxText(envelope.recipient)),
	};
	return end(commit ? 'message' : 'rcpt', commit ?? byRules, expanded);
}

function rewrite(envelope: Envelope, phase: Phase, value: string): void {
	const bare = value.replace(/^<(.*)>.*$/, '$1');
	if (phase === 'ehlo') {
		envelope.helo = value;
	} else if (phase === 'mail-from') {
		envelope.sender = bare;
	} else if (phase === 'rcpt-to') {
		envelope.recipient = mailboxOf(bare);
	}
}
