import type {Check, CheckContext, StepEnd} from '../core/check.ts';
import type {Dialogue, Heard} from './dialogue.ts';
import {judge, type Exchanged} from './exchange.ts';

/** Strongest first. Both send the password itself, so neither goes over an unencrypted line. */
const mechanisms = ['PLAIN', 'LOGIN'] as const;
type Mechanism = (typeof mechanisms)[number];

const hidden = '[redacted]';

function base64(text: string): string {
	return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}

async function plain(dialogue: Dialogue, user: string, password: string): Promise<Heard> {
	const message = base64(`\0${user}\0${password}`);
	return dialogue.ask(`AUTH PLAIN ${message}`, `AUTH PLAIN ${hidden}`);
}

/** LOGIN asks for name and password in turn; a reply other than 334 ends it. */
async function login(dialogue: Dialogue, user: string, password: string): Promise<Heard> {
	const asked = await dialogue.ask('AUTH LOGIN');
	if (asked.kind !== 'reply' || asked.reply.code !== 334) {
		return asked;
	}

	const named = await dialogue.ask(base64(user), hidden);
	if (named.kind !== 'reply' || named.reply.code !== 334) {
		return named;
	}

	return dialogue.ask(base64(password), hidden);
}

async function exchange(
	context: CheckContext<Dialogue>,
	dialogue: Dialogue,
	mechanism: Mechanism,
	user: string,
	password: string,
): Promise<Exchanged> {
	const heard =
		mechanism === 'PLAIN'
			? await plain(dialogue, user, password)
			: await login(dialogue, user, password);
	return judge(context, dialogue, 'auth', `AUTH ${mechanism}`, heard, code => code === 235);
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
		'auth.missing',
		'auth.no-common-mechanism',
		'auth.withheld',
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
		const mechanism = mechanisms.find(m => (forced ? m === forced : offered.includes(m)));
		if (!mechanism || (forced && !offered.includes(forced))) {
			context.observe('auth.no-common-mechanism', {
				...facts,
				offered,
				ours: forced ? [forced] : mechanisms,
			});
			return {
				status: 'failed',
				class: 'auth-mechanism',
				summary: `Offered: ${offered.join(' ') || 'nothing'}; this side wants ${forced ?? mechanisms.join(' or ')}.`,
			};
		}

		const password = await context.password();
		if (password === undefined) {
			return {status: 'skipped', summary: 'No password was given, so no login was tried.'};
		}

		const exchanged = await exchange(context, dialogue, mechanism, user, password);
		if (!exchanged.ok) {
			return exchanged.end;
		}

		dialogue.authenticated = true;
		context.observe('auth.accepted', {...facts, mechanism, user}, exchanged.lines);
		return {status: 'passed', summary: `Signed in as ${user} with ${mechanism}.`};
	},
};
