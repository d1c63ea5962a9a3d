import {beginSasl, mechanisms} from './sasl-exchange.ts';
import {failed, ok, type Result, type SmtpdContext, type SmtpdState} from './smtpd-state.ts';
import {parsePath, splitPath} from './mailbox.ts';
import {inRelayDomains, refusalOf} from './recipient-access.ts';

/** One command: its words after the verb, and the same as they were sent. */
export type Command = (
	state: SmtpdState,
	context: SmtpdContext,
	words: readonly string[],
	rest: string,
) => Result;

/** Lines with one code; all but the last have a hyphen (RFC 5321 4.2.1). */
function multiline(code: number, lines: readonly string[]): Result {
	return {
		replies: lines.map((line, at) => `${code}${at < lines.length - 1 ? '-' : ' '}${line}`),
	};
}

function canStartTls({settings}: SmtpdContext, state: SmtpdState): boolean {
	return settings.tlsSecurityLevel !== 'none' && !settings.tlsWrapperMode && !state.secure;
}

function authIsOpen({settings}: SmtpdContext, state: SmtpdState): boolean {
	return settings.saslAuthEnable && (state.secure || !settings.tlsAuthOnly);
}

export const helo: Command = (state, {settings}, words) => {
	if (words.length === 0) {
		return failed('501 Syntax: HELO hostname');
	}

	state.helo = words.join(' ');
	state.mail = undefined;
	return ok(`250 ${settings.myhostname}`);
};

/** The extensions in Postfix's order; CHUNKING is switched off by smtpd_discard_ehlo_keywords. */
export const ehlo: Command = (state, context, words) => {
	if (words.length === 0) {
		return failed('501 Syntax: EHLO hostname');
	}

	const {settings} = context;
	state.helo = words.join(' ');
	state.mail = undefined;
	return multiline(250, [
		settings.myhostname,
		'PIPELINING',
		`SIZE ${settings.messageSizeLimit}`,
		'VRFY',
		'ETRN',
		...(canStartTls(context, state) ? ['STARTTLS'] : []),
		...(authIsOpen(context, state) ? [`AUTH ${mechanisms.join(' ')}`] : []),
		'ENHANCEDSTATUSCODES',
		'8BITMIME',
		'DSN',
		'SMTPUTF8',
	]);
};

export const starttls: Command = (state, {settings}, words) => {
	if (words.length > 0) {
		return failed('501 5.5.4 Syntax: STARTTLS');
	}

	if (state.secure) {
		return failed('554 5.5.1 Error: TLS already active');
	}

	return settings.tlsSecurityLevel === 'none'
		? failed('502 5.5.1 Error: command not implemented')
		: {replies: ['220 2.0.0 Ready to start TLS'], afterwards: 'start-tls'};
};

export const auth: Command = (state, context, words) => {
	if (!authIsOpen(context, state)) {
		return failed('503 5.5.1 Error: authentication not enabled');
	}

	if (state.mail) {
		return failed('503 5.5.1 Error: MAIL transaction in progress');
	}

	if (state.user !== undefined) {
		return failed('503 5.5.1 Error: already authenticated');
	}

	const [mechanism, initial, ...more] = words;
	return mechanism === undefined || more.length > 0
		? failed('501 5.5.4 Syntax: AUTH mechanism')
		: beginSasl(state, context, mechanism, initial);
};

export const rset: Command = (state, _, words) => {
	if (words.length > 0) {
		return failed('501 5.5.4 Syntax: RSET');
	}

	state.mail = undefined;
	return ok('250 2.0.0 Ok');
};

export const noop: Command = () => ok('250 2.0.0 Ok');

/** The same rules as for RCPT: who may not send there learns nothing about the address. */
export const vrfy: Command = (state, context, _, rest) => {
	const mailbox = parsePath(splitPath(rest)?.path ?? '');
	if (!mailbox) {
		return failed('501 5.5.4 Syntax: VRFY address [SMTPUTF8]');
	}

	const refusal = refusalOf({...context, user: state.user, recipient: mailbox});
	return refusal === undefined ? ok(`252 2.0.0 ${mailbox.text}`) : failed(refusal);
};

/** Flushing is on for `relay_domains` (fast_flush_domains). */
export const etrn: Command = (state, {settings}, words) => {
	const [domain, ...more] = words;
	if (domain === undefined || more.length > 0) {
		return failed('500 Syntax: ETRN domain');
	}

	if (state.mail) {
		return failed('503 Error: MAIL transaction in progress');
	}

	return inRelayDomains(domain.toLowerCase(), settings.relayDomains)
		? ok('250 Queuing started')
		: failed(`459 <${domain}>: service unavailable`);
};

export const quit: Command = () => ({replies: ['221 2.0.0 Bye'], afterwards: 'close'});

/** Withdrawn together with CHUNKING. */
export const bdat: Command = () => ({
	replies: ['521 5.5.1 Error: command not implemented'],
	afterwards: 'close',
});
