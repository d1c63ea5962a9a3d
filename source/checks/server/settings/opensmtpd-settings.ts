import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import type {Foreseen} from '../../../core/moved/foreseen.ts';
import {last, type Facts} from '../../../core/observation.ts';
import {type At, type Configuration, placeInWords} from '../../../core/opensmtpd/configuration.ts';
import {foreseeOpensmtpd, judgeOpensmtpd} from '../../../core/opensmtpd/judge.ts';
import {listenerAt} from '../../../core/opensmtpd/listener-at.ts';
import {namedSources} from '../../../core/opensmtpd/named-clients.ts';
import {replay, type Prediction} from '../../../core/opensmtpd/replay.ts';
import {judgeSize} from '../../../core/opensmtpd/too-large.ts';
import type {Dialogue} from '../../../core/postfix/dialogue.ts';
import type {Observed} from '../../../core/postfix/judge.ts';
import {subjectOf} from '../../../core/subject.ts';
import {foreseenFacts, isCutShort, isForServer, observeForeseen, observePlaces} from './ahead.ts';
import {clientLooks, dialogueAhead, dialogueOf} from './client-as-seen.ts';
import {observedIn} from '../observed.ts';
import {
	configurationLooks,
	driveOpensmtpd,
	mayBeOpensmtpd,
	opensmtpdConfiguration,
	rulesLooks,
} from './opensmtpd-looks.ts';

const longest = 500;
/** More rules than this are gone through, and not told one by one. */
const mostRules = 64;

type Found = NonNullable<ReturnType<typeof listenerAt>>;

/** The listener that answered, the rules and what bounds a message, each with its line. */
function observeSettings(
	context: InspectionContext,
	configuration: Configuration,
	{listener}: Found,
): void {
	const service = `smtpd port ${listener.port}`;
	const observe = (name: string, value: string, at: At | undefined): void =>
		context.observe('server.setting', {
			name,
			value: context.safe(value).slice(0, longest),
			file: at?.file ?? '',
			line: at?.line ?? null,
			place: at ? placeInWords(at) : `the default of ${name}`,
			service,
		});
	const {rules, actions, maxMessageSize} = configuration;
	observe('listen', listener.written, listener.at);
	for (const {written, at} of rules.slice(0, mostRules)) {
		observe('match', written, at);
	}

	for (const {written, at} of actions.values()) {
		observe('action', written, at);
	}

	observe('smtp max-message-size', `${maxMessageSize.value}`, maxMessageSize.at);
}

type Replayed = {dialogue: Dialogue; prediction: Prediction};

/** Texts of the server’s settings are anybody’s: bounded and safe to print. */
function bounded<F extends Foreseen>(context: InspectionContext, facts: F): F {
	const safe = (text: string): string => context.safe(text).slice(0, longest);
	return {
		...facts,
		text: safe(facts.text),
		restriction: safe(facts.restriction),
		list: safe(facts.list),
		because: safe(facts.because),
		changeSays: safe(facts.changeSays),
		table: safe(facts.table),
		key: safe(facts.key),
		unseen: facts.unseen.map(safe),
		steps: facts.steps.map(safe),
	};
}

function replayed(
	context: InspectionContext,
	configuration: Configuration,
	found: Found,
	dialogue: Dialogue,
	later = false,
): Promise<Prediction> {
	const greeting = last(context.observations, 'smtp.greeting')?.name ?? '';
	return driveOpensmtpd(
		context,
		replay(configuration, found, dialogue, greeting, later),
		found.listener.hostname !== undefined,
	);
}

async function judged(
	context: InspectionContext,
	configuration: Configuration,
	found: Found,
): Promise<(Partial<Replayed> & {facts: Facts['server.replay']}) | undefined> {
	const refusal = last(context.observations, 'smtp.refusal');
	if (refusal?.class === 'message-too-large' && refusal.stage === 'message') {
		return {facts: bounded(context, judgeSize(configuration, found.listener, refusal))};
	}

	const later = refusal?.stage === 'data' || refusal?.stage === 'message' ? refusal : undefined;
	const observed: Observed | undefined = later
		? {accepted: false, ...later, text: later.text.replace(/^[245]\.\d{1,3}\.\d{1,3} /, '')}
		: observedIn(context.observations);
	const dialogue = observed && (await dialogueOf(context));
	if (!observed || !dialogue) {
		return undefined;
	}

	const prediction = await replayed(context, configuration, found, dialogue, later !== undefined);
	const isOwn = context.observations.some(o => o.tag === 'derived.own-domain');
	const facts = judgeOpensmtpd(prediction, observed, configuration, dialogue, isOwn);
	return {dialogue, prediction, facts: bounded(context, facts)};
}

/** Goes through the rules though no dialogue came to them; nothing where this client is not known. */
async function ahead(
	context: InspectionContext,
	configuration: Configuration,
	found: Found,
): Promise<(Replayed & {facts: Facts['server.foreseen']}) | undefined> {
	const meant = await dialogueAhead(context, found.listener.tls !== 'none');
	if (!meant || meant.dialogue.recipient === '') {
		return undefined;
	}

	const {dialogue, doubts} = meant;
	const prediction = await replayed(context, configuration, found, dialogue);
	const facts = foreseeOpensmtpd(prediction, configuration, dialogue, isForServer(context));
	return {
		dialogue,
		prediction,
		facts: await foreseenFacts(context, bounded(context, facts), doubts, {
			client: dialogue.client.address,
			login: dialogue.login,
		}),
	};
}

/** Who may relay by the address, where this client may not. */
async function observeLeftOut(
	context: InspectionContext,
	configuration: Configuration,
	{dialogue, prediction}: Partial<Replayed>,
): Promise<void> {
	const refused = prediction?.refusal?.by === 'rules' && prediction.refusal.expanded.refused.reason;
	if (dialogue && (refused === 'no-rule' || refused === 'reject-rule')) {
		const named = await driveOpensmtpd(context, namedSources(configuration));
		observePlaces(context, named, dialogue.client.address);
	}
}

function inWords({
	agrees,
	outcome,
	restriction,
	list,
	place,
	certain,
	because,
	unseen,
}: Facts['server.replay']): string {
	if (!agrees) {
		return 'The rules that were seen do not lead to the reply that came: something else decides, or they were changed since the start.';
	}

	const doubt = certain ? '' : ` Not replayed before it: ${unseen.join('; ')}.`;
	return outcome === 'accepted'
		? `${restriction} (${place}) lets this message in.${doubt}`
		: restriction === 'the end of the list'
			? `No \`match\` rule fits, so the list ends without a match, and that refuses: ${because}.${place === '' ? '' : ` The rule that comes nearest is in ${place}.`}${doubt}`
			: `${restriction} in ${list} (${place}) refuses this: ${because}.${doubt}`;
}

/** OpenSMTPD’s rules gone through for this client and message, held against what the server said. */
export const opensmtpdSettings: Inspection = {
	id: 'opensmtpd-settings',
	title: 'OpenSMTPD’s rules',
	question: 'authorised',
	stage: 'rcpt',
	emits: ['server.setting', 'server.replay', 'server.foreseen', 'client.left-out'],
	looks: [...configurationLooks, ...rulesLooks, ...clientLooks],
	async run(context) {
		const {address, port} = subjectOf(context.observations);
		const configuration =
			typeof address === 'string' && mayBeOpensmtpd(context)
				? await opensmtpdConfiguration(context)
				: undefined;
		if (!configuration || typeof address !== 'string') {
			return {status: 'skipped', summary: 'There is no OpenSMTPD whose rules could be read.'};
		}

		const found = listenerAt(configuration.listeners, address, Number(port));
		if (!found) {
			return {
				status: 'skipped',
				summary: `No listener of ${configuration.file} answers on port ${Number(port)}.`,
			};
		}

		observeSettings(context, configuration, found);
		const said = await judged(context, configuration, found);
		if (said) {
			const {facts} = said;
			context.observe('server.replay', facts);
			await observeLeftOut(context, configuration, said);
			return {
				status: facts.agrees && facts.outcome === 'accepted' ? 'passed' : 'warned',
				summary: inWords(facts),
			};
		}

		const foreseen = isCutShort(context) ? await ahead(context, configuration, found) : undefined;
		if (!foreseen) {
			return {status: 'passed', summary: 'Read. No rule was asked in this dialogue.'};
		}

		await observeLeftOut(context, configuration, foreseen);
		return observeForeseen(context, foreseen.facts);
	},
};
