import type {InspectionContext} from '../../../core/inspection.ts';
import {parseCf} from '../../../core/sendmail/cf-file.ts';
import {listsAsked} from '../../../core/sendmail/connect-rules.ts';
import {mailerOf, type LocalUser, type Tested} from '../../../core/sendmail/foresee.ts';
import {parseMc} from '../../../core/sendmail/mc-file.ts';
import {
	mapCommands,
	testCommands,
	testInput,
	type TestCommand,
	type TestDialogue,
} from '../../../core/sendmail/test-input.ts';
import {cfPath, filesToRead, mcPath, type Texts} from '../../../core/sendmail/texts.ts';
import {answersIn, readAnswer, type Answer} from '../../../core/sendmail/trace.ts';
import type {Look, Seen} from '../../../core/server-access.ts';

/** The names that are Sendmail’s alone: on Debian, Fedora and FreeBSD. `sendmail` may be another mail server. */
const programs = ['sendmail-mta', 'sendmail.sendmail', '/usr/libexec/sendmail/sendmail'] as const;

const looks = {
	cf: {read: cfPath, needs: 'root', why: 'Sendmail’s rules, options, tables and classes'},
	mc: {read: mcPath, needs: 'root', why: 'in which line an administrator would change them'},
	file: {
		read: '/<table or class file>',
		needs: 'root',
		limit: 2 * 1024 * 1024,
		why: 'in which line an entry of a table or a class stands',
	},
	user: {
		run: ['getent', 'passwd', '<local user>'],
		needs: 'anybody',
		why: 'whether the recipient is a user of the server',
	},
} as const satisfies Record<string, Look>;

/** `-bt` tests rules and changes nothing; the debug flags show each rule and look-up, with its line (sendmail(8)). */
const testLook = (program: (typeof programs)[number]) =>
	({
		run: [program, '-bt', '-d21.15,60.1'],
		input: '<rules to test>\n',
		needs: 'root',
		limit: 2 * 1024 * 1024,
		patience: 30_000,
		why: 'how its rules treat this client and message, in a test that delivers nothing',
	}) as const satisfies Look;

/** Every look at Sendmail itself. */
export const sendmailLooks: readonly Look[] = [...Object.values(looks), ...programs.map(testLook)];

/** Tests with the program that is there; the output, or nothing. */
async function tested(
	{server}: InspectionContext,
	commands: readonly TestCommand[],
): Promise<ReadonlyArray<readonly string[]> | undefined> {
	let seen: Seen | undefined;
	for (const program of programs) {
		seen = await server.look({...testLook(program), input: testInput(commands)});
		if (seen.status !== 'absent') {
			break;
		}
	}

	const answers = seen?.status === 'seen' && !seen.cut ? answersIn(seen.output) : [];
	return answers.length > commands.length ? answers : undefined;
}

/** Its rules and options; nothing where there is no sendmail.cf that may be read. */
export async function textsOf({server}: InspectionContext): Promise<Texts | undefined> {
	const cf = await server.look(looks.cf);
	if (cf.status !== 'seen') {
		return undefined;
	}

	const mc = await server.look(looks.mc);
	return {
		cf: parseCf(cf.output),
		mc: mc.status === 'seen' ? parseMc(mc.output) : [],
		files: new Map(),
	};
}

/** With the files of its tables and classes. */
export async function withFiles({server}: InspectionContext, texts: Texts): Promise<Texts> {
	const files = new Map<string, string>();
	for (const path of filesToRead(texts)) {
		const seen = await server.look({...looks.file, read: path});
		if (seen.status === 'seen' && !seen.cut) {
			files.set(path, seen.output);
		}
	}

	return {...texts, files};
}

/** Has Sendmail test its rules for a dialogue. */
export async function testedFor(
	context: InspectionContext,
	texts: Texts,
	dialogue: TestDialogue,
): Promise<Tested | undefined> {
	const lists = listsAsked(texts.cf, dialogue.client);
	const questions = testCommands(dialogue);
	const commands = questions && [...questions, ...(mapCommands(lists) ?? [])];
	const answers = commands && (await tested(context, commands));
	if (!answers) {
		return undefined;
	}

	const linesOf = (asks: TestCommand['asks']) => {
		const index = commands.findIndex(command => command.asks === asks);
		return index === -1 ? undefined : answers[index];
	};
	const answerOf = (asks: TestCommand['asks']): Answer | undefined => {
		const lines = linesOf(asks);
		return lines && readAnswer(lines);
	};
	const known = (answer: Answer | undefined) => (answer?.known ? answer : undefined);
	return {
		accessName: known(answerOf('access-name')),
		accessAddress: known(answerOf('access-address')),
		mail: known(answerOf('mail')),
		rcpt: known(answerOf('rcpt')),
		parse: answerOf('parse'),
		own: linesOf('w') ?? [],
		relay: linesOf('R') ?? [],
		mechanisms: linesOf('mechanisms') ?? [],
		mx: (linesOf('mx') ?? []).flatMap(line => /^\t(\S+)$/.exec(line)?.[1] ?? []),
		listed: lists.filter((_, index) =>
			answers[questions.length + index]?.some(line => / returns \S/.test(line)),
		),
	};
}

/** Whether a recipient that a local mailer takes is there. */
export async function localUserOf(
	context: InspectionContext,
	parse: Answer | undefined,
): Promise<LocalUser | undefined> {
	const route = mailerOf(parse);
	const user = route?.user.toLowerCase() ?? '';
	const commands =
		route?.mailer === 'local' && /^[\w.][\w.-]*$/.test(user)
			? mapCommands([{map: 'aliases', key: user}])
			: undefined;
	const answers = commands && (await tested(context, commands));
	if (!answers) {
		return undefined;
	}

	const seen = await context.server.look({...looks.user, run: ['getent', 'passwd', user]});
	return seen.status === 'seen'
		? {
				user,
				isAlias: answers[0]?.some(line => / returns \S/.test(line)) ?? false,
				isUser: seen.exit === 0 && seen.output.includes(':'),
			}
		: undefined;
}
