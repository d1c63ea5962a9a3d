import type {Check} from '../core/check.ts';
import type {Dialogue} from './dialogue.ts';
import {introduce} from './handshake.ts';
import {demandsTls} from './secure.ts';

/** Introduces this side and reads what the server can do (RFC 5321 4.1.1.1). */
export const ehlo: Check<Dialogue> = {
	id: 'ehlo',
	title: 'EHLO',
	question: 'handshake',
	stage: 'ehlo',
	touches: 'server',
	emits: ['smtp.capabilities', 'auth.offered', 'tls.not-offered', 'smtp.refusal', 'client.name'],
	async run(context) {
		const {dialogue} = context.walk;
		if (!dialogue) {
			return {status: 'skipped', summary: 'There is no connection.'};
		}

		const end = await introduce(context, dialogue);
		const {capabilities, wire, facts} = dialogue;
		if (!capabilities || wire.secure || context.options.tls === 'none') {
			return end;
		}

		if (!capabilities.keywords.includes('STARTTLS')) {
			// Without a login a submission server may still be tried in plain; with one, `auth` decides.
			const wanted = context.options.tls === 'starttls' && demandsTls(context);
			context.observe('tls.not-offered', {...facts, wanted});
			return wanted
				? {status: 'failed', class: 'starttls-unavailable', summary: 'STARTTLS is not offered.'}
				: end;
		}

		return end;
	},
};
