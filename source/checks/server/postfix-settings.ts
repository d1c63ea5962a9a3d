import type {Inspection, InspectionContext} from '../../core/inspection.ts';
import {last, type Facts} from '../../core/observation.ts';
import {placeInWords} from '../../core/postfix/config-file.ts';
import {judge} from '../../core/postfix/judge.ts';
import {byPostscreen} from '../../core/postfix/postscreen.ts';
import {readConfiguration, settingsAt, type Texts} from '../../core/postfix/read-configuration.ts';
import {laterLists, replay} from '../../core/postfix/replay.ts';
import type {Settings} from '../../core/postfix/settings.ts';
import type {Look} from '../../core/server-access.ts';
import {clientLooks, dialogueOf} from './client-as-seen.ts';
import {observedIn} from './observed.ts';
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

async function judged(
	context: InspectionContext,
	{settings, front}: {settings: Settings; front: Settings | undefined},
): Promise<Facts['server.replay'] | undefined> {
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
	const safe = (text: string) => context.safe(text).slice(0, longest);
	return {
		...verdict,
		text: safe(verdict.text),
		restriction: safe(verdict.restriction),
		because: safe(verdict.because),
		changeSays: safe(verdict.changeSays),
		table: safe(verdict.table),
		key: safe(verdict.key),
		unseen: verdict.unseen.map(safe),
		steps: verdict.steps.map(safe),
	};
}

function inWords(facts: Facts['server.replay']): string {
	const {agrees, outcome, restriction, list, place, certain, because, unseen} = facts;
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
	emits: ['server.setting', 'server.replay'],
	looks: [all, set, services, mainCf, masterCf, ...clientLooks, ...replayLooks],
	async run(context) {
		const chosen = last(context.observations, 'endpoint.chosen');
		const texts = await textsOf(context);
		if (!texts || !chosen) {
			return {status: 'skipped', summary: 'There is no Postfix whose settings could be read.'};
		}

		const found = settingsAt(readConfiguration(texts), chosen.address, chosen.port);
		if (!found) {
			return {
				status: 'skipped',
				summary: `No service of Postfix’s master.cf answers on port ${chosen.port}.`,
			};
		}

		observeSettings(context, found.settings);
		const facts = await judged(context, found);
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
