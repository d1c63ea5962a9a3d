import type {Candidate, Check, CheckContext} from '../core/check.ts';
import type {Dialogue} from './dialogue.ts';
import {tryTls} from './greeting.ts';
import {dial, greet, introduce} from './handshake.ts';

/** A plain greeting is waited for at most this long, where TLS was what failed. */
const plainPatience = 8000;

/** A web server is asked, and answers, within this. */
const webPatience = 3000;

/** What a server answers to a question of HTTP, where it answers that as a web server does. */
async function webAnswer(context: CheckContext, candidate: Candidate): Promise<string | undefined> {
	const dialogue = await dial(context, candidate);
	if (!dialogue) {
		return undefined;
	}

	try {
		dialogue.note('silent, and it answers TLS in plain text: is it a web server?');
		dialogue.sendTogether(['HEAD / HTTP/1.0', '']);
		const heard = await dialogue.hear(webPatience);
		return heard.kind === 'not-smtp' && /^HTTP\//i.test(heard.text) ? heard.text : undefined;
	} finally {
		dialogue.close();
	}
}

/** Begins the other way, to see a TLS mode that does not belong to the port (RFC 8314). */
export const otherMode: Check<Dialogue> = {
	id: 'other-mode',
	title: 'Other TLS mode',
	question: 'handshake',
	stage: 'tls',
	touches: 'server',
	emits: ['tls.other-mode-works', 'smtp.not-smtp'],
	async run(context) {
		const {walk, options, observations} = context;
		const candidate = walk.candidates[0];
		if (!candidate) {
			return {status: 'skipped', summary: 'There is no connection.'};
		}

		const {host, address, port, service} = candidate;
		const facts = {host, address, port, service};
		walk.dialogue?.close();
		if (!observations.some(o => o.tag === 'tls.failed')) {
			const outcome = await tryTls(context, candidate, context.signal);
			if (outcome === 'greets') {
				context.observe('tls.other-mode-works', {...facts, mode: 'implicit'});
				return {status: 'warned', summary: 'With TLS from the first byte it greets.'};
			}

			const answer = outcome === 'no-tls' ? await webAnswer(context, candidate) : undefined;
			if (answer !== undefined) {
				context.observe('smtp.not-smtp', {...facts, text: answer, looksLike: 'HTTP'});
				const summary = 'Asked as a web server, it answers as one.';
				return {status: 'failed', class: 'not-smtp', summary};
			}

			return {status: 'failed', summary: 'With TLS from the first byte it does not greet either.'};
		}

		const dialogue = await dial(context, candidate);
		if (!dialogue) {
			return {status: 'failed', summary: 'No second connection was accepted.'};
		}

		try {
			// Only a look at another way: what goes wrong here is not what stopped the mail.
			const quiet = {
				...context,
				observe() {},
				options: {...options, patience: Math.min(options.patience, plainPatience)},
			};
			const greeted = await greet(quiet, dialogue);
			if (greeted.status !== 'passed') {
				return {status: 'failed', summary: 'In plain text it does not greet either.'};
			}

			await introduce(quiet, dialogue);
			const mode = dialogue.capabilities?.keywords.includes('STARTTLS') ? 'starttls' : 'none';
			context.observe('tls.other-mode-works', {...facts, mode});
			return {status: 'warned', summary: 'In plain text it greets at once.'};
		} finally {
			dialogue.close();
		}
	},
};
