import type {Check, CheckContext} from '../core/check.ts';
import type {Options} from '../core/options.ts';
import type {Dialogue} from './dialogue.ts';
import {inOneLine, judge} from './exchange.ts';

const noConnection = {status: 'skipped', summary: 'There is no connection.'} as const;

/** The sender of MAIL FROM: as asked, else the user where it is an address, else the null sender. */
export function senderOf({from, user}: Options): string {
	return from ?? (user?.includes('@') ? user : '');
}

function has(dialogue: Dialogue, keyword: string): boolean {
	return dialogue.capabilities?.keywords.includes(keyword) ?? false;
}

function beyondAscii(text: string): boolean {
	return /[^\0-\x7f]/.test(text);
}

function mailCommand({options}: CheckContext<Dialogue>, dialogue: Dialogue): string {
	const sender = senderOf(options);
	const size = options.size !== undefined && has(dialogue, 'SIZE') ? ` SIZE=${options.size}` : '';
	const international = beyondAscii(`${sender}${options.to ?? ''}`) ? ' SMTPUTF8' : '';
	return `MAIL FROM:<${sender}>${size}${international}`;
}

/** Announces the sender (RFC 5321 4.1.1.2); with PIPELINING the recipient goes along. */
export const mail: Check<Dialogue> = {
	id: 'mail',
	title: 'MAIL FROM',
	question: 'authorised',
	stage: 'mail',
	touches: 'server',
	emits: ['smtp.reply', 'smtp.refusal', 'smtp.utf8-unavailable'],
	async run(context) {
		const {dialogue} = context.walk;
		if (!dialogue) {
			return noConnection;
		}

		const {to, pipeline} = context.options;
		const foreign = [senderOf(context.options), to ?? ''].find(beyondAscii);
		if (foreign !== undefined && !has(dialogue, 'SMTPUTF8')) {
			context.observe('smtp.utf8-unavailable', {...dialogue.facts, address: foreign});
			return {
				status: 'failed',
				class: 'utf8',
				summary: `${foreign} cannot be sent: the server does not offer SMTPUTF8.`,
			};
		}

		const command = mailCommand(context, dialogue);
		if (to !== undefined && pipeline && has(dialogue, 'PIPELINING')) {
			dialogue.sendTogether([command, `RCPT TO:<${to}>`]);
			dialogue.ahead.push('RCPT');
		} else {
			dialogue.send(command);
		}

		const judged = await judge(context, dialogue, 'mail', command, await dialogue.hear());
		if (!judged.ok) {
			return judged.end;
		}

		const summary = inOneLine(judged.reply);
		return senderOf(context.options) === '' && context.options.from === undefined
			? {status: 'warned', summary: `${summary} — for <>: no sender was tested (--from ADDRESS).`}
			: {status: 'passed', summary};
	},
};

/** Announces the recipient (RFC 5321 4.1.1.3): the question whether this mail may pass here. */
export const rcpt: Check<Dialogue> = {
	id: 'rcpt',
	title: 'RCPT TO',
	question: 'authorised',
	stage: 'rcpt',
	touches: 'server',
	emits: ['smtp.reply', 'smtp.refusal'],
	async run(context) {
		const {dialogue} = context.walk;
		const {to} = context.options;
		if (!dialogue) {
			return noConnection;
		}

		if (to === undefined) {
			return {status: 'skipped', summary: 'No recipient was given (--to).'};
		}

		const command = `RCPT TO:<${to}>`;
		const heard =
			dialogue.ahead.shift() === 'RCPT' ? await dialogue.hear() : await dialogue.ask(command);
		const judged = await judge(context, dialogue, 'rcpt', command, heard);
		return judged.ok ? {status: 'passed', summary: inOneLine(judged.reply)} : judged.end;
	},
};
