import {readHostCheck, readRoute} from '../../core/exim/host-check.ts';
import {judgeHostCheck} from '../../core/exim/judge-host-check.ts';
import type {Inspection, InspectionContext} from '../../core/inspection.ts';
import {last} from '../../core/observation.ts';
import type {Look, Seen} from '../../core/server-access.ts';
import {observedIn} from './observed.ts';

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

/** Exim’s own account of what its ACLs do with this client and message, and how it would route it. */
export const eximSettings: Inspection = {
	id: 'exim-settings',
	title: 'Exim’s rules',
	question: 'authorised',
	stage: 'rcpt',
	emits: ['server.replay', 'server.route'],
	looks: programs.flatMap(program => [
		plainLook(program),
		signedInLook(program),
		routeLook(program),
	]),
	async run(context) {
		const {observations} = context;
		const asked = last(observations, 'session.asked');
		const chosen = last(observations, 'endpoint.chosen');
		const observed = observedIn(observations);
		const isPostfix = last(observations, 'server.software')?.mta === 'postfix';
		if (!asked || !chosen || !observed || isPostfix) {
			return {status: 'skipped', summary: 'There is no dialogue with Exim to go through.'};
		}

		const login = last(observations, 'auth.accepted');
		const helo = last(observations, 'client.name')?.helo ?? '';
		const {sender, recipient} = asked;
		const {client, address, port} = chosen;
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
			login && isWord(login.user)
				? ['-oMaa', login.mechanism.toLowerCase(), '-oMai', login.user]
				: [];
		const seen = await withExim(context, program => ({
			...(signedIn.length > 0 ? signedInLook(program) : plainLook(program)),
			run: [program, ...base, ...signedIn],
			input,
		}));
		const check = seen.status === 'seen' ? readHostCheck(seen.output, seen.complaint) : undefined;
		if (!check || check.replies.length < 2) {
			return {status: 'skipped', summary: 'Exim did not say what its rules do.'};
		}

		if (isWord(recipient)) {
			await observeRoute(context, recipient);
		}

		const verdict = judgeHostCheck(check, observed, {
			client,
			sender,
			recipient,
			helo,
			login: login?.user,
			offersLogin: observations.some(o => o.tag === 'auth.offered'),
			isOwnDomain: observations.some(o => o.tag === 'derived.own-domain'),
			secure: observations.some(o => o.tag === 'smtp.reply' && o.data.secure),
			port,
		});
		const safe = (text: string) => context.safe(text).slice(0, 500);
		context.observe('server.replay', {
			...verdict,
			text: safe(verdict.text),
			restriction: safe(verdict.restriction),
			because: safe(verdict.because),
			changeSays: safe(verdict.changeSays),
			unseen: verdict.unseen.map(safe),
			steps: verdict.steps.map(safe),
		});
		const {outcome, agrees, restriction, list, place, because} = verdict;
		return {
			status: agrees && outcome === 'accepted' ? 'passed' : 'warned',
			summary: agrees
				? outcome === 'accepted'
					? `${list} lets this message in (${place}).`
					: `“${restriction}” in ${list} (${place}) refuses this: ${because}.`
				: 'Gone through by Exim itself, its rules do not lead to the reply that came: something else decides, or they were changed since.',
		};
	},
};
