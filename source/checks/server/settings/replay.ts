import type {InspectionContext} from '../../../core/inspection.ts';
import type {Answer, Ask, Asking, Found} from '../../../core/postfix/ask.ts';
import type {Look, Seen} from '../../../core/server-access.ts';
import {ask as askDns} from '../../dns.ts';

const why = 'what a table of the restrictions has for this client, sender or recipient';

export const replayLooks = [
	{run: ['postmap', '-q', '<key>', '<table>'], needs: 'anybody', why},
	{run: ['postmap', '-q', '<key>', '<table>'], needs: 'root', why},
	{
		read: '/<file that a list names>',
		needs: 'root',
		why: 'which networks or domains a file lists that the settings name',
	},
] as const satisfies readonly Look[];

/** A replay that asks more than this is not finished: nobody waits for a thousand look-ups. */
const mostLooks = 300;

/** What `postmap -q` came to: 0 found, 1 not found; a complaint tells an error from the latter. */
function foundOf(seen: Seen): Found {
	if (seen.status !== 'seen') {
		return {status: 'unseen', why: seen.why};
	}

	const fault = /^postmap: (?:fatal|error): (.*)$/m.exec(seen.complaint)?.[1];
	if (fault !== undefined || (seen.exit !== 0 && seen.exit !== 1)) {
		const isOurs = /permission denied|not permitted/i.test(seen.complaint);
		return {status: isOurs ? 'unseen' : 'broken', why: fault ?? 'postmap failed'};
	}

	return seen.exit === 0
		? {status: 'found', value: seen.output.replace(/\n$/, '')}
		: {status: 'missing'};
}

/** A word that a command may be given as it is. */
function isSafe(word: string): boolean {
	return !word.startsWith('-') && !/[\0\n]/.test(word);
}

async function askTable({server}: InspectionContext, table: string, key: string): Promise<Found> {
	if (!isSafe(table) || !isSafe(key)) {
		return {status: 'unseen', why: `${key} is no word to ask a table for`};
	}

	const command = ['postmap', '-q', key, table] as const;
	const found = foundOf(await server.look({run: command, needs: 'anybody', why}));
	return found.status === 'unseen'
		? foundOf(await server.look({run: command, needs: 'root', why}))
		: found;
}

async function askFile({server}: InspectionContext, path: string): Promise<Found> {
	const seen = await server.look({...replayLooks[2], read: path});
	switch (seen.status) {
		case 'seen': {
			return seen.cut
				? {status: 'unseen', why: 'it is too long'}
				: {status: 'found', value: seen.output};
		}

		case 'absent': {
			return {status: 'broken', why: 'there is no such file'};
		}

		default: {
			return {status: 'unseen', why: seen.why};
		}
	}
}

async function answerTo(context: InspectionContext, question: Ask): Promise<Answer> {
	switch (question.kind) {
		case 'table': {
			return askTable(context, question.table, question.key);
		}

		case 'file': {
			return askFile(context, question.path);
		}

		case 'dns': {
			return askDns(context, question.name, question.type);
		}
	}
}

/** Drives a replay: looks up on the server and in DNS what it asks for, each thing once. */
export async function drive<Result>(
	context: InspectionContext,
	asking: Asking<Result>,
): Promise<Result> {
	const known = new Map<string, Answer>();
	let step = asking.next();
	while (!step.done) {
		const ask = step.value;
		const id = JSON.stringify(ask);
		const answer =
			known.get(id) ??
			(known.size < mostLooks
				? await answerTo(context, ask)
				: ({status: 'unseen', why: 'there was too much to look up'} as const));
		known.set(id, answer);
		step = asking.next(answer);
	}

	return step.value;
}
