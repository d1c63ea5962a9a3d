import type {Candidate, Check, CheckContext, StepEnd} from '../core/check.ts';
import {openDialogue, type Dialogue} from './dialogue.ts';
import {dial, greet} from './handshake.ts';

/** After so much silence in plain text, TLS is tried beside it on a second connection. */
const suspectAfter = 4000;

const gone: StepEnd = {
	status: 'failed',
	class: 'refused',
	summary: 'The second connection was not accepted.',
};

/** Takes the socket of the scan as the dialogue, or dials anew. */
async function dialogueOf(context: CheckContext): Promise<Dialogue | undefined> {
	const walk = context.walk;
	if (walk.dialogue) {
		return walk.dialogue as Dialogue;
	}

	const candidate = walk.candidates[0];
	const dialogue = candidate && (await dial(context, candidate));
	walk.dialogue = dialogue;
	return dialogue;
}

/**
 * What comes of TLS from the first byte: a greeting, an answer that is no TLS, or nothing of either.
 * The connection is closed again.
 */
export async function tryTls(
	context: CheckContext,
	candidate: Candidate,
	signal: AbortSignal,
): Promise<'greets' | 'no-tls' | 'nothing'> {
	const connected = await context.ports.connect(candidate, signal);
	if (!connected.ok) {
		return 'nothing';
	}

	const {wire} = connected;
	try {
		const {host} = candidate;
		const {timeout} = context.options;
		const secured = await wire.upgrade({servername: host, timeout}, signal);
		if (!secured.ok) {
			return /^ERR_SSL_(WRONG_VERSION|PACKET_LENGTH|HTTP)/.test(secured.code)
				? 'no-tls'
				: 'nothing';
		}

		const dialogue = openDialogue(context, candidate, wire, context.nextConnection());
		dialogue.note('a second connection, with TLS from the first byte');
		const heard = await dialogue.hear(timeout, signal);
		dialogue.close();
		return heard.kind === 'reply' && heard.reply.code === 220 ? 'greets' : 'nothing';
	} finally {
		wire.close();
	}
}

/** Resolves when this port turns out to want TLS first; never, where it does not. */
async function suspectTls(
	context: CheckContext,
	candidate: Candidate,
	signal: AbortSignal,
): Promise<'tls'> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(async () => {
			try {
				if ((await tryTls(context, candidate, signal)) === 'greets') {
					resolve('tls');
				}
			} catch (error) {
				reject(error);
			}
		}, suspectAfter);
		signal.addEventListener('abort', () => clearTimeout(timer), {once: true});
	});
}

/** Waits for the complete greeting before anything is said (RFC 5321 4.3.1). */
export const greeting: Check = {
	id: 'greeting',
	title: 'Banner',
	question: 'handshake',
	stage: 'banner',
	touches: 'server',
	emits: [
		'smtp.greeting',
		'smtp.no-greeting',
		'smtp.not-smtp',
		'smtp.refusal',
		'smtp.closed',
		'tls.other-mode-works',
		'server.software',
	],
	async run(context) {
		const dialogue = await dialogueOf(context);
		const candidate = context.walk.candidates[0];
		if (!dialogue || !candidate) {
			return gone;
		}

		if (dialogue.wire.secure) {
			return greet(context, dialogue);
		}

		const probing = new AbortController();
		const signal = AbortSignal.any([context.signal, probing.signal]);
		const suspicion = suspectTls(context, candidate, signal);
		try {
			const end = await Promise.race([greet(context, dialogue, signal), suspicion]);
			if (end !== 'tls') {
				return end;
			}

			context.observe('tls.other-mode-works', {...dialogue.facts, mode: 'implicit'});
			return {
				status: 'failed',
				class: 'tls-mode-mismatch',
				summary: 'Silent in plain text; with TLS from the first byte it greets.',
			};
		} finally {
			suspicion.catch(() => undefined);
			probing.abort();
		}
	},
};
