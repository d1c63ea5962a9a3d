import type {Inspection, InspectionContext} from '../../core/inspection.ts';
import {last, type Facts} from '../../core/observation.ts';
import {type At, type Configuration, placeInWords} from '../../core/opensmtpd/configuration.ts';
import {judgeOpensmtpd} from '../../core/opensmtpd/judge.ts';
import {listenerAt} from '../../core/opensmtpd/listener-at.ts';
import {replay} from '../../core/opensmtpd/replay.ts';
import {judgeSize} from '../../core/opensmtpd/too-large.ts';
import {clientLooks, dialogueOf} from './client-as-seen.ts';
import {observedIn} from './observed.ts';
import {
	configurationLooks,
	driveOpensmtpd,
	mayBeOpensmtpd,
	opensmtpdConfiguration,
	rulesLooks,
} from './opensmtpd-looks.ts';

const longest = 500;

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
	for (const {written, at} of rules) {
		observe('match', written, at);
	}

	for (const {written, at} of actions.values()) {
		observe('action', written, at);
	}

	observe('smtp max-message-size', `${maxMessageSize.value}`, maxMessageSize.at);
}

async function judged(
	context: InspectionContext,
	configuration: Configuration,
	found: Found,
): Promise<Facts['server.replay'] | undefined> {
	const refusal = last(context.observations, 'smtp.refusal');
	if (refusal?.class === 'message-too-large' && refusal.stage === 'message') {
		return judgeSize(configuration, found.listener, refusal);
	}

	const observed = observedIn(context.observations);
	const dialogue = observed && (await dialogueOf(context));
	if (!observed || !dialogue) {
		return undefined;
	}

	const greeting = last(context.observations, 'smtp.greeting')?.name ?? '';
	const prediction = await driveOpensmtpd(
		context,
		replay(configuration, found, dialogue, greeting),
		found.listener.hostname !== undefined,
	);
	const isOwnDomain = context.observations.some(o => o.tag === 'derived.own-domain');
	const verdict = judgeOpensmtpd(prediction, observed, configuration, dialogue, isOwnDomain);
	const safe = (text: string): string => context.safe(text).slice(0, longest);
	return {
		...verdict,
		text: safe(verdict.text),
		restriction: safe(verdict.restriction),
		list: safe(verdict.list),
		because: safe(verdict.because),
		changeSays: safe(verdict.changeSays),
		table: safe(verdict.table),
		key: safe(verdict.key),
		unseen: verdict.unseen.map(safe),
		steps: verdict.steps.map(safe),
	};
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
		: `${restriction} in ${list} (${place}) refuses this: ${because}.${doubt}`;
}

/** OpenSMTPD’s rules gone through for this client and message, held against what the server said. */
export const opensmtpdSettings: Inspection = {
	id: 'opensmtpd-settings',
	title: 'OpenSMTPD’s rules',
	question: 'authorised',
	stage: 'rcpt',
	emits: ['server.setting', 'server.replay'],
	looks: [...configurationLooks, ...rulesLooks, ...clientLooks],
	async run(context) {
		const chosen = last(context.observations, 'endpoint.chosen');
		const configuration = mayBeOpensmtpd(context)
			? await opensmtpdConfiguration(context)
			: undefined;
		if (!configuration || !chosen) {
			return {status: 'skipped', summary: 'There is no OpenSMTPD whose rules could be read.'};
		}

		const found = listenerAt(configuration.listeners, chosen.address, chosen.port);
		if (!found) {
			return {
				status: 'skipped',
				summary: `No listener of ${configuration.file} answers on port ${chosen.port}.`,
			};
		}

		observeSettings(context, configuration, found);
		const facts = await judged(context, configuration, found);
		if (!facts) {
			return {status: 'passed', summary: 'Read. No rule was asked in this dialogue.'};
		}

		context.observe('server.replay', facts);
		return {
			status: facts.agrees && facts.outcome === 'accepted' ? 'passed' : 'warned',
			summary: inWords(facts),
		};
	},
};
