import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import type {Foreseen} from '../../../core/moved/foreseen.ts';
import {all as everyOne, type Facts} from '../../../core/observation.ts';
import {placeInWords} from '../../../core/postfix/config-file.ts';
import type {Dialogue} from '../../../core/postfix/dialogue.ts';
import {foresee, judge} from '../../../core/postfix/judge.ts';
import {namedClients} from '../../../core/postfix/named-clients.ts';
import {byPostscreen} from '../../../core/postfix/postscreen.ts';
import {
	readConfiguration,
	settingsAt,
	type Texts,
} from '../../../core/postfix/read-configuration.ts';
import {laterLists, replay, type Prediction} from '../../../core/postfix/replay.ts';
import {membersOf} from '../../../core/postfix/run-list.ts';
import type {Settings} from '../../../core/postfix/settings.ts';
import type {Look} from '../../../core/server-access.ts';
import {subjectOf} from '../../../core/subject.ts';
import {foreseenFacts, isCutShort, isForServer, observeForeseen, observePlaces} from './ahead.ts';
import {clientLooks, dialogueAhead, dialogueOf} from './client-as-seen.ts';
import {observedIn} from '../observed.ts';
import {drive, replayLooks} from './replay.ts';

const all = {
	run: ['postconf'],
	needs: 'anybody',
	why: 'Postfix’s parameters, with the defaults of this version',
} as const satisfies Look;

const set = {
	run: ['postconf', '-n'],
	needs: 'anybody',
	why: 'which of them main.cf sets',
} as const satisfies Look;

const services = {
	run: ['postconf', '-M'],
	needs: 'anybody',
	why: 'which services there are, and what they override',
} as const satisfies Look;

const mainCf = {
	read: '/<configuration folder>/main.cf',
	needs: 'root',
	why: 'in which line a parameter stands',
} as const satisfies Look;

const masterCf = {
	read: '/<configuration folder>/master.cf',
	needs: 'root',
	why: 'in which line a service stands',
} as const satisfies Look;

/** What decides about a message before it is taken, and about reaching the server at all. */
const telling = [
	'compatibility_level',
	'myhostname',
	'inet_interfaces',
	'inet_protocols',
	'mynetworks',
	'mydestination',
	'virtual_alias_domains',
	'virtual_mailbox_domains',
	'relay_domains',
	'relayhost',
	'smtpd_client_restrictions',
	'smtpd_helo_restrictions',
	'smtpd_sender_restrictions',
	'smtpd_relay_restrictions',
	'smtpd_recipient_restrictions',
	...laterLists,
	'smtpd_delay_reject',
	'smtpd_sasl_auth_enable',
	'smtpd_tls_security_level',
	'smtpd_tls_auth_only',
	'smtpd_milters',
	'content_filter',
	'message_size_limit',
	'soft_bounce',
];

async function textOf(context: InspectionContext, look: Look): Promise<string | undefined> {
	const seen = await context.server.look(look);
	return seen.status === 'seen' && seen.exit === 0 ? seen.output : undefined;
}

/** The configuration, or nothing where there is no Postfix that can be asked. */
async function textsOf(context: InspectionContext): Promise<Texts | undefined> {
	const printed = await textOf(context, all);
	const folder = /^config_directory = (\/\S+)$/m.exec(printed ?? '')?.[1];
	if (printed === undefined || folder === undefined) {
		return undefined;
	}

	return {
		all: printed,
		folder,
		set: (await textOf(context, set)) ?? '',
		services: (await textOf(context, services)) ?? '',
		mainCf: await textOf(context, {...mainCf, read: `${folder}/main.cf`}),
		masterCf: await textOf(context, {...masterCf, read: `${folder}/master.cf`}),
	};
}

const longest = 500;

function observeSettings(context: InspectionContext, settings: Settings): void {
	const {name: service, type} = settings.service;
	for (const name of telling) {
		const value = settings.text(name);
		const {file, line} = settings.place(name);
		if (value !== '' && (file !== '' || name === 'smtpd_relay_restrictions')) {
			context.observe('server.setting', {
				name,
				value: context.safe(value.replaceAll(/\s+/g, ' ')).slice(0, longest),
				file,
				line,
				place: placeInWords(settings.place(name)),
				service: `${service}/${type}`,
			});
		}
	}
}

/** Texts of the server’s settings are anybody’s: bounded and safe to print. */
function bounded<F extends Foreseen>(context: InspectionContext, facts: F): F {
	const safe = (text: string) => context.safe(text).slice(0, longest);
	return {
		...facts,
		text: safe(facts.text),
		restriction: safe(facts.restriction),
		because: safe(facts.because),
		changeSays: safe(facts.changeSays),
		table: safe(facts.table),
		key: safe(facts.key),
		unseen: facts.unseen.map(safe),
		steps: facts.steps.map(safe),
	};
}

type Replayed = {
	dialogue: Dialogue;
	prediction: Prediction;
	facts: Facts['server.replay'];
};

async function judged(
	context: InspectionContext,
	{settings, front}: {settings: Settings; front: Settings | undefined},
): Promise<Replayed | undefined> {
	const observed = observedIn(context.observations);
	const dialogue = observed && (await dialogueOf(context));
	if (!observed || !dialogue) {
		return undefined;
	}

	const prediction = await drive(context, replay(settings, dialogue));
	const isOwnDomain = context.observations.some(o => o.tag === 'derived.own-domain');
	const verdict =
		(front && byPostscreen(front, dialogue, observed)) ??
		judge(prediction, observed, settings, dialogue, isOwnDomain);
	return {dialogue, prediction, facts: bounded(context, verdict)};
}

/** Goes through the rules though no dialogue came to them; nothing where this client is not known. */
async function ahead(
	context: InspectionContext,
	settings: Settings,
): Promise<(Omit<Replayed, 'facts'> & {facts: Facts['server.foreseen']}) | undefined> {
	const offersTls =
		settings.isOn('smtpd_tls_wrappermode') ||
		settings.isOn('smtpd_use_tls') ||
		['may', 'encrypt'].includes(settings.text('smtpd_tls_security_level'));
	const meant = await dialogueAhead(context, offersTls);
	if (!meant) {
		return undefined;
	}

	const {dialogue, doubts} = meant;
	const prediction = await drive(context, replay(settings, dialogue));
	const facts = foresee(prediction, settings, dialogue, isForServer(context));
	return {
		dialogue,
		prediction,
		facts: await foreseenFacts(context, bounded(context, facts), doubts, {
			client: dialogue.client.address,
			login: dialogue.login,
		}),
	};
}

/** The restrictions that decide about relaying, where none was met that refuses. */
const relayLists = ['smtpd_relay_restrictions', 'smtpd_recipient_restrictions'];

/** Who is let through by the address in the list that refuses this client, and in which this one is not. */
async function observeLeftOut(
	context: InspectionContext,
	settings: Settings,
	{dialogue, prediction: {rejection}}: Pick<Replayed, 'dialogue' | 'prediction'>,
): Promise<void> {
	const byAddress = rejection?.reason === 'relay' || rejection?.reason === 'general';
	if (rejection ? !byAddress : dialogue.recipient !== '' || dialogue.login !== undefined) {
		return;
	}

	const members = rejection?.members ?? relayLists.flatMap(list => membersOf(settings.words(list)));
	const named = await drive(context, namedClients(settings, members));
	observePlaces(context, named, dialogue.client.address);
}

/** A policy service decides what no list says: it is asked, and its answer cannot be foreseen. */
function awayService({observations}: InspectionContext): string | undefined {
	return everyOne(observations, 'server.asked-service').find(
		({kind, listened}) => kind === 'policy service' && !listened,
	)?.address;
}

function inWords(facts: Facts['server.replay'], away: string | undefined): string {
	const {agrees, outcome, restriction, list, place, certain, because, unseen} = facts;
	if (!agrees && away !== undefined) {
		return `The policy service ${away} is asked, and nothing listens there: that decides, before the lists come to an end.`;
	}

	if (!agrees) {
		return 'The settings that were seen do not lead to the reply that came: something else decides, or they were changed since.';
	}

	const doubt = certain ? '' : ` Not replayed before it: ${unseen.join('; ')}.`;
	if (outcome === 'accepted') {
		return restriction === ''
			? 'No restriction stands against this message.'
			: `${restriction} in ${list} (${place}) lets this client through.${doubt}`;
	}

	return `${restriction}${list === '' ? '' : ` in ${list}`} (${place}) refuses this: ${because}.${doubt}`;
}

/**
 * Postfix’s settings for the service that answered, and its restriction lists gone through for this
 * client and message, held against what the server said.
 */
export const postfixSettings: Inspection = {
	id: 'postfix-settings',
	title: 'Postfix’s settings',
	question: 'authorised',
	stage: 'rcpt',
	emits: ['server.setting', 'server.replay', 'server.foreseen', 'client.left-out'],
	looks: [all, set, services, mainCf, masterCf, ...clientLooks, ...replayLooks],
	async run(context) {
		const {address, port} = subjectOf(context.observations);
		const texts = typeof address === 'string' ? await textsOf(context) : undefined;
		if (!texts || typeof address !== 'string') {
			return {status: 'skipped', summary: 'There is no Postfix whose settings could be read.'};
		}

		const found = settingsAt(readConfiguration(texts), address, Number(port));
		if (!found) {
			return {
				status: 'skipped',
				summary: `No service of Postfix’s master.cf answers on port ${Number(port)}.`,
			};
		}

		const {settings} = found;
		observeSettings(context, settings);
		const replayed = await judged(context, found);
		if (!replayed) {
			const foreseen = isCutShort(context) ? await ahead(context, settings) : undefined;
			if (!foreseen) {
				return {status: 'passed', summary: 'Read. No rule was asked in this dialogue.'};
			}

			await observeLeftOut(context, settings, foreseen);
			return foreseen.dialogue.recipient === ''
				? {
						status: 'passed',
						summary: 'Read. Without a recipient, the rules cannot be gone through.',
					}
				: observeForeseen(context, foreseen.facts);
		}

		const {facts} = replayed;
		const away = awayService(context);
		context.observe('server.replay', facts);
		await observeLeftOut(context, settings, replayed);
		return {
			status:
				(facts.agrees && facts.outcome === 'accepted') || (!facts.agrees && away !== undefined)
					? 'passed'
					: 'warned',
			summary: inWords(facts, away),
		};
	},
};
