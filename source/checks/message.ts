import {duration} from '../core/phrase.ts';
import type {Check, CheckContext, StepEnd} from '../core/check.ts';
import type {Dialogue} from './dialogue.ts';
import {senderOf} from './envelope.ts';
import {inOneLine, judge} from './exchange.ts';

/** The longest that a server may take after the final dot (RFC 5321 4.5.3.2.6), in milliseconds. */
const afterDot = 600_000;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A date as RFC 5322 3.3 wants it, in UTC. */
function mailDate(date: Date): string {
	const two = (n: number) => String(n).padStart(2, '0');
	const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
	return `${days[date.getUTCDay()]}, ${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()} ${time} +0000`;
}

type TestMessage = {messageId: string; subject: string; lines: readonly string[]};

/** Characters that stand in a Message-ID and in an address without quotes (RFC 5322 3.2.3). */
const plainDomain = /^[A-Za-z\d](?:[A-Za-z\d.-]*[A-Za-z\d])?$/;

/** A message that says what it is. The tag in its subject and its Message-ID is found in logs and mailboxes. */
function testMessage(sender: string, recipient: string, helo: string, date: Date): TestMessage {
	const tag = date.getTime().toString(36);
	const literal = helo.replace(/^\[(?:IPv6:)?|\]$/g, '').replaceAll(':', '-');
	const domain = plainDomain.test(literal) ? literal : 'localhost';
	const messageId = `<${tag}.${crypto.randomUUID()}@${domain}>`;
	const subject = `smtp-medic test message ${tag}`;
	const isLiteral = /^\[[\da-fA-F:.]+\]$|^\[IPv6:[\da-fA-F:.]+\]$/.test(helo);
	const lines = [
		`Date: ${mailDate(date)}`,
		`From: <${sender || `postmaster@${isLiteral ? helo : domain}`}>`,
		`To: <${recipient}>`,
		`Subject: ${subject}`,
		`Message-ID: ${messageId}`,
		'MIME-Version: 1.0',
		'Content-Type: text/plain; charset=us-ascii',
		'Auto-Submitted: auto-generated',
		'',
		'This is a test message that somebody sent with smtp-medic to see whether',
		'mail is delivered. It can be deleted.',
	];
	return {messageId, subject, lines};
}

/** The id that servers give in the reply to the message, where the words are those of one we know. */
function queueIdIn(text: string): string {
	return (
		/\bqueued as ([\w-]{6,40})/i.exec(text)?.[1] ??
		/\bid=([\w-]{6,40})/.exec(text)?.[1] ??
		/^(?:\d\.\d\.\d )?([\w-]{8,40}) Message accepted/i.exec(text)?.[1] ??
		''
	);
}

async function send(context: CheckContext<Dialogue>, dialogue: Dialogue): Promise<StepEnd> {
	const {options} = context;
	const {facts} = dialogue;
	const begun = await judge(
		context,
		dialogue,
		'data',
		'DATA',
		await dialogue.ask('DATA'),
		code => code === 354,
	);
	if (!begun.ok) {
		return begun.end;
	}

	const name = context.observations.findLast(o => o.tag === 'client.name');
	const helo = name?.tag === 'client.name' ? name.data.helo : 'localhost';
	const date = context.ports.today();
	const {messageId, subject, lines} = testMessage(senderOf(options), options.to ?? '', helo, date);
	dialogue.sendMessage(lines);
	context.observe('message.sent', {...facts, messageId, subject});
	const heard = await dialogue.hear(Math.max(options.patience, afterDot));
	if (heard.kind === 'silent' || heard.kind === 'closed') {
		const waited = heard.kind === 'silent' ? heard.waited : heard.after;
		context.observe('message.unknown', {...facts, waited}, heard.lines);
		return {
			status: 'failed',
			summary: `No reply to the message in ${duration(waited)}: delivery unknown, do not send it again.`,
		};
	}

	const judged = await judge(context, dialogue, 'message', 'the message', heard);
	if (!judged.ok) {
		return judged.end;
	}

	const {text} = judged.reply;
	context.observe('message.accepted', {...facts, queueId: queueIdIn(text), text}, judged.lines);
	return {status: 'passed', summary: inOneLine(judged.reply)};
}

/** Really sends one short test message, and only where `--send` asks for it. */
export const message: Check<Dialogue> = {
	id: 'message',
	title: 'Test message',
	question: 'delivered',
	stage: 'message',
	touches: 'mail',
	emits: ['message.sent', 'message.accepted', 'message.unknown', 'smtp.refusal'],
	async run(context) {
		const {dialogue} = context.walk;
		const {options} = context;
		if (!dialogue || !options.send || options.to === undefined) {
			return {
				status: 'skipped',
				summary: 'No message was sent (--send sends one short test message).',
			};
		}

		return send(context, dialogue);
	},
};
