import type {Check} from '../core/check.ts';
import type {Dialogue} from './dialogue.ts';
import {judge} from './exchange.ts';
import {dial, greet, introduce, introduction} from './handshake.ts';
import {demandsTls, secure} from './secure.ts';

const noConnection = {status: 'skipped', summary: 'There is no connection.'} as const;

/** TLS from the first byte, as on port 465 (RFC 8314). */
export const tlsImplicit: Check<Dialogue> = {
	id: 'tls-implicit',
	title: 'TLS',
	question: 'handshake',
	stage: 'tls',
	touches: 'server',
	emits: ['tls.established', 'tls.failed'],
	async run(context) {
		const {walk} = context;
		const candidate = walk.candidates[0];
		const dialogue = candidate && (await dial(context, candidate));
		walk.dialogue = dialogue;
		return dialogue ? secure(context, dialogue, 'implicit') : noConnection;
	},
};

/** STARTTLS, the handshake, and EHLO again (RFC 3207). */
export const starttls: Check<Dialogue> = {
	id: 'starttls',
	title: 'STARTTLS',
	question: 'handshake',
	stage: 'starttls',
	touches: 'server',
	emits: [
		'tls.established',
		'tls.failed',
		'tls.given-up',
		'smtp.injected',
		'smtp.capabilities',
		'smtp.refusal',
	],
	async run(context) {
		const {dialogue} = context.walk;
		if (!dialogue) {
			return noConnection;
		}

		const demanded = demandsTls(context);
		const heard = await dialogue.ask('STARTTLS');
		const judged = await judge(
			context,
			dialogue,
			'starttls',
			'STARTTLS',
			heard,
			code => code === 220,
		);
		if (!judged.ok) {
			if (demanded) {
				return judged.end;
			}

			context.observe('tls.given-up', {
				...dialogue.facts,
				class: judged.class ?? 'starttls-unavailable',
				text: judged.end.summary,
			});
			return {...judged.end, status: 'warned'};
		}

		const end = await secure(context, dialogue, 'starttls', {
			command: await introduction(context, dialogue.wire),
			whenUntrusted: !demanded || context.options.insecure,
		});
		if (!dialogue.wire.secure || end.status === 'failed') {
			return end;
		}

		// What was offered in plain text counts for nothing now (RFC 3207 4.2).
		dialogue.capabilities = undefined;
		const again = await introduce(context, dialogue);
		return again.status === 'passed' ? end : again;
	},
};

/** The same server on a new connection without TLS, as an opportunistic sender goes on. */
export const plainAgain: Check<Dialogue> = {
	id: 'plain-again',
	title: 'Again in plain',
	question: 'handshake',
	stage: 'ehlo',
	touches: 'server',
	emits: ['smtp.greeting', 'smtp.capabilities', 'smtp.refusal'],
	async run(context) {
		const {walk} = context;
		const candidate = walk.candidates[0];
		walk.dialogue?.close();
		const dialogue = candidate && (await dial(context, candidate));
		walk.dialogue = dialogue;
		if (!dialogue) {
			return {status: 'failed', class: 'refused', summary: 'No second connection was accepted.'};
		}

		const greeted = await greet(context, dialogue);
		return greeted.status === 'passed' ? introduce(context, dialogue) : greeted;
	},
};
