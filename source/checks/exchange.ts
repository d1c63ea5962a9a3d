import type {CheckContext, StepEnd} from '../core/check.ts';
import type {ReplyFacts} from '../core/observation.ts';
import {duration} from '../core/phrase.ts';
import type {ReplyClass, Stage} from '../core/vocabulary.ts';
import type {Dialogue, Heard} from './dialogue.ts';

/** A reply later than this many milliseconds is worth a warning. */
const slowAfter = 3000;

export type Exchanged =
	| {ok: true; reply: ReplyFacts; lines: readonly number[]; after: number}
	| {ok: false; end: StepEnd; class: ReplyClass | undefined; code: number | undefined};

/** The reply on one line, as it stands in summaries. */
export function inOneLine({code, text}: ReplyFacts): string {
	return `${code} ${text.replaceAll('\n', ' ')}`;
}

/**
 * Turns what was heard into observations: the reply, and where it stops the step the refusal as the
 * reply rules read it, the closing or the silence. `command` is what the reply answers.
 */
export async function judge(
	context: CheckContext,
	dialogue: Dialogue,
	stage: Stage,
	command: string,
	heard: Heard,
	accepts: (code: number) => boolean = code => code >= 200 && code < 400,
): Promise<Exchanged> {
	const {facts} = dialogue;
	if (heard.kind === 'silent') {
		context.observe('smtp.silent', {...facts, stage, command, waited: heard.waited}, heard.lines);
		return {
			ok: false,
			class: 'timeout',
			code: undefined,
			end: {
				status: 'failed',
				class: 'timeout',
				summary: `No reply to ${command} in ${duration(heard.waited)}.`,
			},
		};
	}

	if (heard.kind === 'closed') {
		const {how, code} = heard;
		context.observe('smtp.closed', {...facts, stage, how, code, command}, heard.lines);
		return {
			ok: false,
			class: 'reset-or-dropped',
			code: undefined,
			end: {
				status: 'failed',
				class: 'reset-or-dropped',
				summary: `The server closed the connection after ${command}, without a reply.`,
			},
		};
	}

	const fault = heard.kind === 'not-smtp' ? 'no reply code' : heard.reply.fault;
	if (fault) {
		const fatal = fault !== 'bare-lf';
		const text = heard.kind === 'not-smtp' ? heard.text : heard.facts.text;
		context.observe('smtp.malformed', {...facts, stage, fault, text, fatal}, heard.lines);
		if (fatal) {
			return {
				ok: false,
				class: 'syntax-or-protocol',
				code: undefined,
				end: {
					status: 'failed',
					class: 'syntax-or-protocol',
					summary: `The reply to ${command} breaks the form of SMTP (${fault}).`,
				},
			};
		}
	}

	if (heard.kind === 'not-smtp') {
		throw new TypeError('a line without a code is always a fault');
	}

	const reply = heard.facts;
	const {secure} = dialogue.wire;
	const {authenticated} = dialogue;
	const accepted = accepts(reply.code);
	context.observe(
		'smtp.reply',
		{...facts, stage, command, reply, accepted, secure, authenticated, after: heard.after},
		heard.lines,
	);
	if (heard.after > slowAfter) {
		context.observe('smtp.slow', {...facts, stage, after: heard.after}, heard.lines);
	}

	const signs = context.recognise('reply', reply.text);
	if (signs) {
		context.observe('server.software', signs, heard.lines);
	}

	if (accepted) {
		return {ok: true, reply, lines: heard.lines, after: heard.after};
	}

	const software = context.observations.findLast(o => o.tag === 'server.software');
	const classified = await context.classify({
		stage,
		code: reply.code,
		...(reply.enhanced ? {enhanced: reply.enhanced} : {}),
		text: reply.text,
		...(software?.tag === 'server.software' ? {mta: software.data.mta} : {}),
		service: facts.service,
		authenticated,
		tls: secure,
	});
	const named = classified.class === 'success' ? 'other' : classified.class;
	context.observe(
		'smtp.refusal',
		{
			...facts,
			stage,
			class: named,
			alternatives: classified.alternatives,
			certainty: classified.certainty,
			rule: classified.rule,
			code: reply.code,
			enhanced: reply.enhanced ?? '',
			text: reply.text,
			temporary: reply.code >= 400 && reply.code < 500,
			authenticated,
			secure,
		},
		heard.lines,
	);
	return {
		ok: false,
		class: named,
		code: reply.code,
		end: {status: 'failed', class: named, summary: inOneLine(reply)},
	};
}
