import type {StepEnd} from '../../../core/check.ts';
import type {InspectionContext} from '../../../core/inspection.ts';
import {foreseenInWords, type Foreseen} from '../../../core/moved/foreseen.ts';
import {othersAmong, type LeftOut} from '../../../core/moved/left-out.ts';
import {all, last, type Facts, type Observation} from '../../../core/observation.ts';
import {subjectOf} from '../../../core/subject.ts';

/** One word of what the session is about: its host, the dialled address; empty where that is not known. */
export function told(observations: readonly Observation[], name: 'host' | 'address'): string {
	const value = subjectOf(observations)[name];
	return typeof value === 'string' ? value : '';
}

/** The walk ended before the server’s rules were asked about the message that was meant. */
export function isCutShort({observations}: InspectionContext): boolean {
	return !observations.some(
		o => o.tag === 'smtp.reply' && o.data.stage === 'mail' && o.data.accepted,
	);
}

/** The recipient’s domain names this server in its MX records, as far as they were asked for. */
export function isForServer({observations}: InspectionContext): boolean {
	const host = told(observations, 'host').toLowerCase();
	const domain = last(observations, 'session.asked')?.recipientDomain.toLowerCase();
	return (
		observations.some(o => o.tag === 'derived.own-domain') ||
		all(observations, 'dns.mx').some(
			mx =>
				mx.domain.toLowerCase() === domain &&
				mx.exchanges.some(({exchange}) => exchange.toLowerCase() === host),
		)
	);
}

/** Puts the class beside a prediction that its reply would have, and tells it in a sentence. */
export async function foreseenFacts(
	{classify, observations}: InspectionContext,
	foreseen: Foreseen,
	doubts: readonly string[],
	{client, login}: {client: string; login: string | undefined},
): Promise<Facts['server.foreseen']> {
	const {outcome, stage, code, text, certain, unseen} = foreseen;
	const refused = outcome === 'refused' ? (await classify({stage, code, text})).class : undefined;
	const facts = {
		...foreseen,
		certain: certain && doubts.length === 0,
		unseen: [...doubts, ...unseen],
		client,
		class: refused === undefined || refused === 'success' ? null : refused,
	};
	return {...facts, says: foreseenInWords(facts, told(observations, 'host'), login)};
}

/** Observes a prediction, and ends the step with it. */
export function observeForeseen(
	{observe}: InspectionContext,
	facts: Facts['server.foreseen'],
): StepEnd {
	observe('server.foreseen', facts);
	return {status: facts.outcome === 'refused' ? 'warned' : 'passed', summary: facts.says};
}

/** The addresses of the server, as far as they are known. */
export function ownAddresses({observations}: Pick<InspectionContext, 'observations'>): string[] {
	const addresses = last(observations, 'server.identity')?.addresses ?? [];
	return [...addresses, told(observations, 'address')];
}

type Named = Omit<LeftOut, 'client'>;
/** More than this of one place is not told. */
const mostNames = 32;

/** Observes the places that name other machines than this client; those that have the client leave nobody out. */
export function observePlaces(
	{observations, observe, safe}: InspectionContext,
	named: readonly Named[],
	client: string,
): void {
	const own = ownAddresses({observations});
	const everything = named.flatMap(({names}) => names);
	if (othersAmong(everything, client, own).length === 0) {
		return;
	}

	for (const {names, place, ...rest} of named) {
		const others = othersAmong(names, client, own).slice(0, mostNames);
		if (others.length > 0) {
			observe('client.left-out', {...rest, place: safe(place), names: others, client});
		}
	}
}
