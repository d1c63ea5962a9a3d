import type {Check, CheckContext} from '../core/check.ts';
import type {Dialogue} from './dialogue.ts';
import {dial, heloName} from './handshake.ts';

/** Goes as far as the reply to STARTTLS, without recording anything: only the handshake matters. */
async function readyForTls(context: CheckContext, dialogue: Dialogue): Promise<boolean> {
	const greeted = await dialogue.hear();
	if (greeted.kind !== 'reply' || greeted.reply.code !== 220) {
		return false;
	}

	const introduced = await dialogue.ask(`EHLO ${await heloName(context, dialogue.wire)}`);
	if (introduced.kind !== 'reply' || introduced.reply.code !== 250) {
		return false;
	}

	const begun = await dialogue.ask('STARTTLS');
	return begun.kind === 'reply' && begun.reply.code === 220;
}

/** Tries the handshake again with everything that is given up allowed; nothing is sent over it but QUIT. */
export const legacyTls: Check<Dialogue> = {
	id: 'legacy-tls',
	title: 'Old TLS',
	question: 'handshake',
	stage: 'tls',
	touches: 'server',
	emits: ['tls.legacy-works', 'tls.legacy-fails'],
	async run(context) {
		const {walk, options, observations} = context;
		const failed = observations.findLast(o => o.tag === 'tls.failed');
		const candidate = walk.candidates[0];
		walk.dialogue?.close();
		walk.dialogue = undefined;
		const dialogue = candidate && (await dial(context, candidate));
		if (!dialogue || failed?.tag !== 'tls.failed') {
			return {status: 'skipped', summary: 'No further connection was accepted.'};
		}

		try {
			if (failed.data.mode === 'starttls' && !(await readyForTls(context, dialogue))) {
				return {status: 'skipped', summary: 'The server did not come as far as TLS again.'};
			}

			const {facts} = dialogue;
			const {secured} = await dialogue.startTls({
				servername: options.servername ?? facts.host,
				timeout: options.timeout,
				legacy: true,
			});
			if (!secured.ok) {
				context.observe('tls.legacy-fails', {...facts, code: secured.code});
				return {status: 'failed', summary: `It fails as well: ${secured.code}.`};
			}

			const {protocol, cipher, chain} = secured.tls;
			context.observe('tls.legacy-works', {
				...facts,
				protocol,
				cipher,
				keyBits: chain[0]?.keyBits ?? 0,
			});
			return {status: 'warned', summary: `It works with ${protocol} and ${cipher}.`};
		} finally {
			dialogue.close();
		}
	},
};
