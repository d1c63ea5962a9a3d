import type {StepEnd} from '../../../core/check.ts';
import {type HostCheck, readHostCheck, readRoute} from '../../../core/exim/host-check.ts';
import {
	type EximDialogue,
	foreseeHostCheck,
	judgeHostCheck,
} from '../../../core/exim/judge-host-check.ts';
import {debianFile, namedHosts} from '../../../core/exim/named-hosts.ts';
import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import type {Foreseen} from '../../../core/moved/foreseen.ts';
import {last, type Observation} from '../../../core/observation.ts';
import type {Judgement} from '../../../core/postfix/judge.ts';
import type {Look, Seen} from '../../../core/server-access.ts';
import {softwareOf, subjectOf} from '../../../core/subject.ts';
import {foreseenFacts, isCutShort, isForServer, observeForeseen, observePlaces} from './ahead.ts';
import {clientLooks, dialogueAhead} from './client-as-seen.ts';
import {observedIn} from '../observed.ts';

const why = 'how its rules treat this client and message, in a test that delivers nothing';
const whyRoute = 'how the recipient would be routed';

/** Debian’s name first, then the usual one. `-bh` neither delivers nor writes to the log (exim(8)). */
const programs = ['exim4', 'exim'] as const;

const plainLook = (program: (typeof programs)[number]) =>
	({
		run: [program, '-bh', '<client>', '-oMi', '<address and port>'],
		input: '<dialogue>',
		needs: 'root',
		why,
	}) as const satisfies Look;

const signedInLook = (program: (typeof programs)[number]) =>
	({
		run: [
			program,
			'-bh',
			'<client>',
			'-oMi',
			'<address and port>',
			'-oMaa',
			'<mechanism>',
			'-oMai',
			'<login>',
		],
		input: '<dialogue>',
		needs: 'root',
		why,
	}) as const satisfies Look;

const routeLook = (program: (typeof programs)[number]) =>
	({run: [program, '-bt', '<recipient>'], needs: 'root', why: whyRoute}) as const satisfies Look;

const debianLook = {
	read: debianFile,
	needs: 'anybody',
	why: 'in which line Debian’s settings name the hosts that may relay',
} as const satisfies Look;

/** A line of the dialogue: nothing in it may begin another. */
function line(text: string): string {
	return `${text.replaceAll(/[\0\r\n]/g, '')}\r\n`;
}

function isWord(text: string): boolean {
	return text !== '' && !text.startsWith('-') && !/[\0\n]/.test(text);
}

/** Takes a look with the program that is there. */
async function withExim(
	{server}: InspectionContext,
	look: (program: (typeof programs)[number]) => Look,
): Promise<Seen> {
	const [first, second] = programs;
	const seen = await server.look(look(first));
	return seen.status === 'absent' ? server.look(look(second)) : seen;
}

async function observeRoute(context: InspectionContext, recipient: string): Promise<void> {
	const seen = await withExim(context, program => ({
		...routeLook(program),
		run: [program, '-bt', recipient],
	}));
	if (seen.status === 'seen') {
		const {outcome, text} = readRoute(seen.output);
		context.observe('server.route', {address: recipient, outcome, text: context.safe(text)});
	}
}

/** The dialogue as it was, or as it was meant to be, and what is doubtful about that. */
async function dialogueMeant(
	context: InspectionContext,
	isCut: boolean,
): Promise<{dialogue: ToAsk; doubts: readonly string[]} | undefined> {
	const {observations} = context;
	const asked = last(observations, 'session.asked');
	const chosen = last(observations, 'endpoint.chosen');
	const ahead = isCut ? await dialogueAhead(context, true) : undefined;
	if (!asked || !(ahead ?? chosen)) {
		return undefined;
	}

	const login = last(observations, 'auth.accepted');
	const {port, address} = subjectOf(observations);
	return {
		doubts: ahead?.doubts ?? [],
		dialogue: {
			client: ahead?.dialogue.client.address ?? chosen?.client ?? '',
			sender: asked.sender,
			recipient: asked.recipient,
			helo: ahead?.dialogue.helo ?? last(observations, 'client.name')?.helo ?? '',
			login: ahead ? ahead.dialogue.login : login?.user,
			offersLogin: observations.some(o => o.tag === 'auth.offered'),
			isOwnDomain: ahead
				? isForServer(context)
				: observations.some(o => o.tag === 'derived.own-domain'),
			secure:
				ahead?.dialogue.secure ?? observations.some(o => o.tag === 'smtp.reply' && o.data.secure),
			port: chosen?.port ?? Number(port),
			address: chosen?.address ?? (typeof address === 'string' ? address : ''),
			mechanism: login?.mechanism ?? 'PLAIN',
		},
	};
}

type ToAsk = EximDialogue & {address: string; mechanism: string};

/** Another mail server runs there, by its greeting or by its service. */
function isOther(observations: readonly Observation[]): boolean {
	const mta = softwareOf(observations);
	return mta === 'postfix' || mta === 'sendmail' || mta === 'opensmtpd';
}

async function hostCheck(
	context: InspectionContext,
	{client, address, port, helo, sender, recipient, login, mechanism}: ToAsk,
): Promise<HostCheck | undefined> {
	const input = [
		`EHLO ${helo}`,
		`MAIL FROM:<${sender}>`,
		...(recipient === '' ? [] : [`RCPT TO:<${recipient}>`]),
		'QUIT',
	]
		.map(line)
		.join('');
	const base = ['-bh', client, '-oMi', `${address}.${port}`];
	const signedIn =
		login !== undefined && isWord(login) ? ['-oMaa', mechanism.toLowerCase(), '-oMai', login] : [];
	const seen = await withExim(context, program => ({
		...(signedIn.length > 0 ? signedInLook(program) : plainLook(program)),
		run: [program, ...base, ...signedIn],
		input,
	}));
	return seen.status === 'seen' ? readHostCheck(seen.output, seen.complaint) : undefined;
}

/** What Exim prints is anybody’s: bounded and safe to print. */
function bounded(
	{safe}: InspectionContext,
	{text, restriction, because, changeSays, unseen, steps}: Foreseen,
): Pick<Foreseen, 'text' | 'restriction' | 'because' | 'changeSays' | 'unseen' | 'steps'> {
	const clipped = (words: string) => safe(words).slice(0, 500);
	return {
		text: clipped(text),
		restriction: clipped(restriction),
		because: clipped(because),
		changeSays: clipped(changeSays),
		unseen: unseen.map(clipped),
		steps: steps.map(clipped),
	};
}

function endOf({outcome, agrees, restriction, list, place, because}: Judgement): StepEnd {
	const isAccepted = outcome === 'accepted';
	return {
		status: agrees && isAccepted ? 'passed' : 'warned',
		summary: !agrees
			? 'Gone through by Exim itself, its rules do not lead to the reply that came: something else decides, or they were changed since.'
			: isAccepted
				? `${list} lets this message in (${place}).`
				: `“${restriction}” in ${list} (${place}) refuses this: ${because}.`,
	};
}

/** Exim’s own account of what its ACLs do with this client and message, and how it would route it. */
export const eximSettings: Inspection = {
	id: 'exim-settings',
	title: 'Exim’s rules',
	question: 'authorised',
	stage: 'rcpt',
	emits: ['server.replay', 'server.route', 'server.foreseen', 'client.left-out'],
	looks: [
		...programs.flatMap(program => [plainLook(program), signedInLook(program), routeLook(program)]),
		debianLook,
		...clientLooks,
	],
	async run(context) {
		const {observations} = context;
		const observed = observedIn(observations);
		const isCut = observed === undefined && isCutShort(context);
		const meant = observed || isCut ? await dialogueMeant(context, isCut) : undefined;
		if (!meant || isOther(observations) || (isCut && meant.dialogue.recipient === '')) {
			return {status: 'skipped', summary: 'There is no dialogue with Exim to go through.'};
		}

		const {dialogue, doubts} = meant;
		const check = await hostCheck(context, dialogue);
		if (!check || check.replies.length < 2) {
			return {status: 'skipped', summary: 'Exim did not say what its rules do.'};
		}

		if (isWord(dialogue.recipient)) {
			await observeRoute(context, dialogue.recipient);
		}

		const {reason} = foreseeHostCheck(check, dialogue);
		if (reason !== '') {
			const debian = await context.server.look(debianLook);
			const text = debian.status === 'seen' ? debian.output : '';
			observePlaces(context, namedHosts(check, text), dialogue.client);
		}

		if (observed) {
			const verdict = judgeHostCheck(check, observed, dialogue);
			context.observe('server.replay', {...verdict, ...bounded(context, verdict)});
			return endOf(verdict);
		}

		const foreseen = foreseeHostCheck(check, dialogue);
		const facts = {...foreseen, ...bounded(context, foreseen)};
		return observeForeseen(context, await foreseenFacts(context, facts, doubts, dialogue));
	},
};
