import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import type {Foreseen} from '../../../core/moved/foreseen.ts';
import {last, type Facts} from '../../../core/observation.ts';
import type {Dialogue} from '../../../core/postfix/dialogue.ts';
import type {Observed} from '../../../core/postfix/judge.ts';
import {daemonAt, flagsOf, type Daemon} from '../../../core/sendmail/daemon.ts';
import {optionIn} from '../../../core/sendmail/cf-file.ts';
import type {Situation} from '../../../core/sendmail/change.ts';
import {countedDecision, grownTooLarge} from '../../../core/sendmail/counted.ts';
import {
	domainMeant,
	foreseeDialogue,
	untested,
	type LocalUser,
} from '../../../core/sendmail/foresee.ts';
import {foreseeRules, judgeRules} from '../../../core/sendmail/judge-rules.ts';
import {namedClients} from '../../../core/sendmail/named-clients.ts';
import {staleIn} from '../../../core/sendmail/stale.ts';
import type {TestDialogue} from '../../../core/sendmail/test-input.ts';
import type {Texts} from '../../../core/sendmail/texts.ts';
import {subjectOf} from '../../../core/subject.ts';
import {foreseenFacts, isCutShort, isForServer, observeForeseen, observePlaces} from './ahead.ts';
import {clientLooks, dialogueAhead, dialogueOf} from './client-as-seen.ts';
import {observedIn} from '../observed.ts';
import {observeRoute, observeSettings} from './sendmail-observed.ts';
import {localUserOf, sendmailLooks, testedFor, textsOf, withFiles} from './sendmail-tests.ts';

const resolves = {ok: 'OK', temporary: 'TEMP', permanent: 'FAIL'} as const;

/** The dialogue in Sendmail’s terms: a reverse name that does not lead back is a forged one. */
function inItsTerms(
	{client, sender, recipient, login, secure}: Dialogue,
	mechanism: string,
	daemon: Daemon | undefined,
): TestDialogue {
	const {address, reverse, name} = client;
	const isForged = reverse.status === 'ok' && name.status !== 'ok';
	return {
		client: address,
		name: reverse.status === 'ok' ? reverse.name : '',
		resolve: isForged ? 'FORGED' : resolves[reverse.status],
		sender,
		recipient,
		login,
		mechanism,
		secure,
		flags: daemon ? flagsOf(daemon) : '',
	};
}

/** What the rules do with a dialogue, with all that tells why. */
async function situationOf(
	context: InspectionContext,
	texts: Texts,
	daemon: Daemon | undefined,
	dialogue: TestDialogue,
	isOwnDomain: boolean,
	reached = true,
): Promise<Situation | undefined> {
	const {observations, options} = context;
	const {recipient} = dialogue;
	const found = await testedFor(context, texts, dialogue);
	if (!found) {
		return undefined;
	}

	if (recipient !== '') {
		observeRoute(context, recipient, found);
	}

	const foresee = (local: LocalUser | undefined) =>
		foreseeDialogue(texts.cf, daemon, dialogue, options.size, found, local, reached);
	const first = foresee(undefined);
	const decision =
		first.outcome === 'refused' || !reached
			? first
			: foresee(await localUserOf(context, found.parse));
	const {accessName, accessAddress, mail, rcpt, parse} = found;
	const lookUps = [accessName, accessAddress, mail, rcpt, parse].flatMap(
		answer => answer?.lookUps ?? [],
	);
	return {
		texts,
		dialogue,
		tested: found,
		decision,
		stale: staleIn(texts, lookUps),
		// Not where the address only leads through this server, as `eve%elsewhere.test@here.test` does
		isOwnDomain:
			isOwnDomain && domainMeant(found.parse, recipient) === domainMeant(undefined, recipient),
		offersLogin: observations.some(o => o.tag === 'auth.offered'),
	};
}

/** Texts of the server’s settings are anybody’s: bounded and safe to print. */
function bounded<F extends Foreseen>(context: InspectionContext, facts: F): F {
	const safe = (text: string): string => context.safe(text).slice(0, 500);
	return {
		...facts,
		text: safe(facts.text),
		restriction: safe(facts.restriction),
		because: safe(facts.because),
		changeSays: safe(facts.changeSays),
		table: safe(facts.table),
		key: safe(facts.key),
		steps: facts.steps.map(safe),
	};
}

/** Who may relay by the address, where this client may not. */
function observeLeftOut(context: InspectionContext, {texts, dialogue, decision}: Situation): void {
	if (decision.outcome === 'refused' && decision.why === 'relay') {
		observePlaces(context, namedClients(texts), dialogue.client);
	}
}

type Rules = {texts: Texts; daemon: Daemon | undefined; port: number};

/** What the server said: of a message that was too large also at its end. */
function whatItSaid({observations}: InspectionContext): Observed | undefined {
	const refusal = last(observations, 'smtp.refusal');
	if (refusal?.class !== 'message-too-large' || refusal.stage !== 'message') {
		return observedIn(observations);
	}

	const {stage, code, enhanced, text} = refusal;
	return {accepted: false, stage, code, enhanced, text: text.replace(/^[\d.]+ /, '')};
}

/** The dialogue that was had, by the rules. */
async function judged(
	context: InspectionContext,
	{texts, daemon, port}: Rules,
): Promise<Facts['server.replay'] | undefined> {
	const {observations} = context;
	const observed = whatItSaid(context);
	const seen = observed && (await dialogueOf(context));
	if (!seen) {
		return undefined;
	}

	const mechanism = last(observations, 'auth.accepted')?.mechanism.toUpperCase() ?? '';
	const isOwnDomain = observations.some(o => o.tag === 'derived.own-domain');
	// The rules for the recipient tell of earlier ones, too
	const recipient = last(observations, 'session.asked')?.recipient ?? '';
	const dialogue = inItsTerms({...seen, recipient}, mechanism, daemon);
	const reached = seen.recipient !== '';
	const counted =
		grownTooLarge(texts, observed) ?? countedDecision(texts, observed, dialogue.client);
	const situation = counted
		? {
				texts,
				dialogue,
				tested: untested,
				decision: counted,
				stale: undefined,
				isOwnDomain,
				offersLogin: false,
			}
		: await situationOf(context, texts, daemon, dialogue, isOwnDomain, reached);
	if (!situation) {
		return undefined;
	}

	observeLeftOut(context, situation);
	return bounded(context, judgeRules(situation, observed, daemon, port));
}

/** Tests the rules though no dialogue came to them; nothing where this client is not known. */
async function ahead(
	context: InspectionContext,
	{texts, daemon, port}: Rules,
): Promise<Facts['server.foreseen'] | undefined> {
	const meant = await dialogueAhead(context, optionIn(texts.cf, 'ServerCertFile') !== undefined);
	if (!meant || meant.dialogue.recipient === '') {
		return undefined;
	}

	const {client, login} = meant.dialogue;
	const dialogue = inItsTerms(meant.dialogue, 'PLAIN', daemon);
	const situation = await situationOf(context, texts, daemon, dialogue, isForServer(context));
	if (!situation) {
		return undefined;
	}

	observeLeftOut(context, situation);
	const facts = bounded(context, foreseeRules(situation, daemon, port));
	return foreseenFacts(context, facts, meant.doubts, {client: client.address, login});
}

function inWords(facts: Facts['server.replay']): string {
	const {agrees, outcome, restriction, list, place, because} = facts;
	if (!agrees) {
		return 'Tested by Sendmail itself, its rules do not lead to the reply that came: something else decides, or its files were changed since it was started.';
	}

	const rule = `“${restriction}” in ${list} (${place})`;
	if (outcome === 'refused') {
		return `${rule} refuses this: ${because}.`;
	}

	return restriction === ''
		? 'No rule stands against this message.'
		: because === ''
			? `${rule} lets this message in.`
			: `${rule} decides about this message: ${because}.`;
}

/** Sendmail’s own account of what its rules do with this client and message, and where that is written. */
export const sendmailSettings: Inspection = {
	id: 'sendmail-settings',
	title: 'Sendmail’s rules',
	question: 'authorised',
	stage: 'rcpt',
	emits: ['server.setting', 'server.replay', 'server.route', 'server.foreseen', 'client.left-out'],
	looks: [...sendmailLooks, ...clientLooks],
	async run(context) {
		const {observations} = context;
		const {address} = subjectOf(observations);
		const port = Number(subjectOf(observations)['port']);
		const software = last(observations, 'server.software')?.mta;
		const isOther = software !== undefined && software !== 'sendmail';
		const unread = isOther ? undefined : await textsOf(context);
		if (!unread || typeof address !== 'string') {
			return {status: 'skipped', summary: 'There is no Sendmail whose rules could be read.'};
		}

		const texts = await withFiles(context, unread);
		const daemon = daemonAt(texts.cf, address, port);
		const rules = {texts, daemon, port};
		observeSettings(context, texts, daemon);
		const facts = await judged(context, rules);
		if (facts) {
			context.observe('server.replay', facts);
			const isFine = facts.agrees && facts.outcome === 'accepted' && facts.because === '';
			return {status: isFine ? 'passed' : 'warned', summary: inWords(facts)};
		}

		const foreseen = isCutShort(context) ? await ahead(context, rules) : undefined;
		return foreseen
			? observeForeseen(context, foreseen)
			: {status: 'passed', summary: 'Read. No rule of it was tested.'};
	},
};
