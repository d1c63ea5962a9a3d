import type {Check, CheckContext, StepEnd} from '../core/check.ts';
import {saslMechanisms} from '../core/vocabulary.ts';
import type {Dialogue, Heard} from './dialogue.ts';
import {inOneLine, judge, type Exchanged} from './exchange.ts';
import {fromBase64, textOf, toBase64, type Mechanism} from './sasl/mechanism.ts';
import {inCommon} from './sasl/mechanisms.ts';

const hidden = '[redacted]';
/** A longer command line than RFC 5321 4.5.3.1.4 allows; the first response then goes alone. */
const longestCommand = 500;
/** No mechanism takes more turns; a server that goes on asking is cancelled. */
const mostTurns = 8;

/** The reason that OAuth gives as a challenge before it refuses (RFC 7628 3.2.2). */
function noteReason(context: CheckContext, dialogue: Dialogue, challenge: Uint8Array): void {
	const text = textOf(challenge);
	if (text.startsWith('{')) {
		dialogue.note(`the server’s reason: ${context.safe(text)}`);
	}
}

/** Carries a login through to the reply that ends it. */
async function exchange(
	context: CheckContext<Dialogue>,
	dialogue: Dialogue,
	mechanism: Mechanism,
	secret: string,
): Promise<Heard> {
	const {facts, wire} = dialogue;
	const offered = dialogue.capabilities?.auth ?? [];
	const login = mechanism.begin(
		{user: context.options.user ?? '', secret, host: facts.host, port: facts.port},
		{
			cryptography: await context.ports.cryptography(),
			binding: wire.binding?.(),
			offersPlus: offered.some(name => name.endsWith('-PLUS')),
		},
	);
	if (!login) {
		throw new TypeError(`${mechanism.name} does not fit this connection`);
	}

	const {name} = mechanism;
	const initial = login.initial && (toBase64(login.initial) || '=');
	let unsent = initial !== undefined && `AUTH ${name} ${initial}`.length > longestCommand;
	let heard =
		initial === undefined || unsent
			? await dialogue.ask(`AUTH ${name}`)
			: await dialogue.ask(`AUTH ${name} ${initial}`, `AUTH ${name} ${hidden}`);
	for (let turn = 0; heard.kind === 'reply' && heard.reply.code === 334; turn++) {
		const challenge = fromBase64(heard.reply.lines[0] ?? '');
		if (challenge && mechanism.token) {
			noteReason(context, dialogue, challenge);
		}

		const answer =
			unsent && challenge?.length === 0
				? login.initial
				: challenge && turn < mostTurns
					? login.respond(challenge)
					: undefined;
		unsent = false;
		if (!answer) {
			dialogue.note(`the challenge makes no sense for ${name}: the login is cancelled`);
		}

		heard = answer ? await dialogue.ask(toBase64(answer), hidden) : await dialogue.ask('*');
	}

	if (heard.kind === 'reply' && heard.reply.code === 235 && login.proven?.() === false) {
		dialogue.note('accepted, but the server has not proven that it knows the password (RFC 5802)');
	}

	return heard;
}

type Outcome = {exchanged: Exchanged; mechanism: Mechanism};

/**
 * Signs in with the first mechanism. Where that is refused and the password may go over this line as
 * it is, the plainest one is tried once: servers offer digests for which they keep no data.
 */
async function signIn(
	context: CheckContext<Dialogue>,
	dialogue: Dialogue,
	usable: readonly Mechanism[],
	secret: string,
): Promise<Outcome> {
	const [first] = usable;
	if (!first) {
		throw new TypeError('there is a mechanism to sign in with');
	}

	const accepts = (code: number) => code === 235;
	const plainer = first.reveals || !dialogue.wire.secure ? undefined : usable.find(m => m.reveals);
	const heard = await exchange(context, dialogue, first, secret);
	const refused = heard.kind === 'reply' && !accepts(heard.reply.code) && heard.reply.code !== 421;
	if (!plainer || !refused) {
		const command = `AUTH ${first.name}`;
		return {
			mechanism: first,
			exchanged: await judge(context, dialogue, 'auth', command, heard, accepts),
		};
	}

	const again = await exchange(context, dialogue, plainer, secret);
	const command = `AUTH ${plainer.name}`;
	const exchanged = await judge(context, dialogue, 'auth', command, again, accepts);
	if (exchanged.ok) {
		const text = inOneLine(heard.facts);
		context.observe(
			'auth.mechanism-refused',
			{...dialogue.facts, mechanism: first.name, works: plainer.name, text},
			heard.lines,
		);
	}

	return {mechanism: plainer, exchanged};
}

function missing(context: CheckContext<Dialogue>, dialogue: Dialogue): StepEnd {
	const {facts, wire} = dialogue;
	const offeredBeforeTls = context.observations.some(
		o => o.tag === 'auth.offered' && !o.data.secure,
	);
	context.observe('auth.missing', {...facts, secure: wire.secure, offeredBeforeTls});
	return {
		status: 'failed',
		class: 'auth-mechanism',
		summary: `AUTH is not offered on port ${facts.port}.`,
	};
}

/** Signs in (RFC 4954) where a user was given. */
export const auth: Check<Dialogue> = {
	id: 'auth',
	title: 'AUTH',
	question: 'authorised',
	stage: 'auth',
	touches: 'server',
	emits: [
		'auth.accepted',
		'auth.mechanism-refused',
		'auth.missing',
		'auth.no-common-mechanism',
		'auth.withheld',
		'auth.no-password',
		'smtp.refusal',
	],
	async run(context) {
		const {walk, options} = context;
		const {dialogue} = walk;
		const {user} = options;
		if (!dialogue) {
			return {status: 'skipped', summary: 'There is no connection.'};
		}

		const offered = dialogue.capabilities?.auth ?? [];
		if (user === undefined) {
			return {
				status: 'skipped',
				summary:
					offered.length > 0
						? `No login was asked for (offered: ${offered.join(' ')}).`
						: 'No login was asked for, and none is offered.',
			};
		}

		const {facts, wire} = dialogue;
		if (!wire.secure && !options.allowPlaintextAuth) {
			context.observe('auth.withheld', facts);
			return {
				status: 'skipped',
				class: 'starttls-unavailable',
				summary: 'The password was not sent: the connection is not encrypted.',
			};
		}

		if (offered.length === 0 && options.auth === undefined) {
			return missing(context, dialogue);
		}

		const forced = options.auth?.toUpperCase();
		const canBind = wire.binding?.() !== undefined;
		const usable = inCommon(offered, {forced, secure: wire.secure, canBind});
		if (usable.length === 0) {
			const ours = forced ? [forced] : saslMechanisms;
			context.observe('auth.no-common-mechanism', {...facts, offered, ours});
			return {
				status: 'failed',
				class: 'auth-mechanism',
				summary: `Offered: ${offered.join(' ') || 'nothing'}; this side wants ${forced ?? 'one that takes a password'}.`,
			};
		}

		const password = await context.password();
		if (password === undefined) {
			context.observe('auth.no-password', {...facts, user});
			return {status: 'skipped', summary: 'No password was given, so no login was tried.'};
		}

		const {exchanged, mechanism} = await signIn(context, dialogue, usable, password);
		if (!exchanged.ok) {
			return exchanged.end;
		}

		dialogue.authenticated = true;
		const {name} = mechanism;
		context.observe('auth.accepted', {...facts, mechanism: name, user}, exchanged.lines);
		return {status: 'passed', summary: `Signed in as ${user} with ${name}.`};
	},
};
