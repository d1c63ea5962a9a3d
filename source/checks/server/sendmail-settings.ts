import type {Inspection, InspectionContext} from '../../core/inspection.ts';
import {last, type Facts} from '../../core/observation.ts';
import type {Dialogue} from '../../core/postfix/dialogue.ts';
import {daemonAt, flagsOf, type Daemon} from '../../core/sendmail/daemon.ts';
import {foreseeDialogue, type LocalUser} from '../../core/sendmail/foresee.ts';
import {judgeRules} from '../../core/sendmail/judge-rules.ts';
import {staleIn} from '../../core/sendmail/stale.ts';
import type {TestDialogue} from '../../core/sendmail/test-input.ts';
import type {Texts} from '../../core/sendmail/texts.ts';
import {clientLooks, dialogueOf} from './client-as-seen.ts';
import {observedIn} from './observed.ts';
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

async function judged(
	context: InspectionContext,
	unread: Texts,
	daemon: Daemon | undefined,
	port: number,
): Promise<Facts['server.replay'] | undefined> {
	const {observations, options} = context;
	const observed = observedIn(observations);
	const seen = observed && (await dialogueOf(context));
	if (!seen) {
		return undefined;
	}

	const mechanism = last(observations, 'auth.accepted')?.mechanism.toUpperCase() ?? '';
	const dialogue = inItsTerms(seen, mechanism, daemon);
	const found = await testedFor(context, unread, dialogue);
	if (!found) {
		return undefined;
	}

	if (dialogue.recipient !== '') {
		observeRoute(context, dialogue.recipient, found);
	}

	const texts = await withFiles(context, unread);
	const foresee = (local: LocalUser | undefined) =>
		foreseeDialogue(texts.cf, daemon, dialogue, options.size, found, local);
	const first = foresee(undefined);
	const decision =
		first.outcome === 'refused' ? first : foresee(await localUserOf(context, found.parse));
	const {accessName, accessAddress, mail, rcpt, parse} = found;
	const lookUps = [accessName, accessAddress, mail, rcpt, parse].flatMap(
		answer => answer?.lookUps ?? [],
	);
	const verdict = judgeRules(
		{
			texts,
			dialogue,
			tested: found,
			decision,
			stale: staleIn(texts, lookUps),
			isOwnDomain: observations.some(o => o.tag === 'derived.own-domain'),
			offersLogin: observations.some(o => o.tag === 'auth.offered'),
		},
		observed,
		daemon,
		port,
	);
	const safe = (text: string) => context.safe(text).slice(0, 500);
	return {
		...verdict,
		text: safe(verdict.text),
		restriction: safe(verdict.restriction),
		because: safe(verdict.because),
		changeSays: safe(verdict.changeSays),
		table: safe(verdict.table),
		key: safe(verdict.key),
		steps: verdict.steps.map(safe),
	};
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
	emits: ['server.setting', 'server.replay', 'server.route'],
	looks: [...sendmailLooks, ...clientLooks],
	async run(context) {
		const {observations} = context;
		const chosen = last(observations, 'endpoint.chosen');
		const software = last(observations, 'server.software')?.mta;
		const isOther = software !== undefined && software !== 'sendmail';
		const texts = chosen && !isOther ? await textsOf(context) : undefined;
		if (!texts || !chosen) {
			return {status: 'skipped', summary: 'There is no Sendmail whose rules could be read.'};
		}

		const daemon = daemonAt(texts.cf, chosen.address, chosen.port);
		observeSettings(context, texts, daemon);
		const facts = await judged(context, texts, daemon, chosen.port);
		if (!facts) {
			return {status: 'skipped', summary: 'Sendmail did not say what its rules do.'};
		}

		context.observe('server.replay', facts);
		return {
			status:
				facts.agrees && facts.outcome === 'accepted' && facts.because === '' ? 'passed' : 'warned',
			summary: inWords(facts),
		};
	},
};
