import {familyOf} from '../../../core/address.ts';
import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import {othersAmong} from '../../../core/moved/left-out.ts';
import {storyOf} from '../../../core/moved/story.ts';
import {all, last, type Facts} from '../../../core/observation.ts';
import {judgeSpfAhead, outsideAddress, spfAhead} from '../../records/spf-ahead.ts';
import {isForServer, observePlaces, ownAddresses, told} from './ahead.ts';

/** The machine that the session looks from, in words. */
function whoseOf({options}: InspectionContext): string {
	return options.fromHost || 'this machine';
}

/** The record of the name that the client gives in HELO, where that leads to another machine. */
async function lookAtName(context: InspectionContext, address: string): Promise<void> {
	const {observations, options, ports, signal} = context;
	const own = options.fromHost ? undefined : await ports.ownName(signal);
	const helo = last(observations, 'client.name')?.helo ?? options.helo ?? own ?? '';
	if (!helo.includes('.') || helo.startsWith('[') || address === '') {
		return;
	}

	const type = familyOf(address) === 6 ? 'AAAA' : 'A';
	const {records} = await ports.resolve({name: helo, type, timeout: options.timeout}, signal);
	const place = `the ${type} record of ${helo} (the HELO name of ${whoseOf(context)})`;
	observePlaces(context, [{kind: 'address-record', place, names: records}], address);
}

/** SPF of the sender’s domain for this machine, and the place that it is. */
async function lookAtSpf(
	context: InspectionContext,
): Promise<Facts['records.spf-ahead'] | undefined> {
	const {observations} = context;
	const own = ownAddresses(context);
	const facts = await spfAhead(
		context,
		{
			whose: whoseOf(context),
			host: told(observations, 'host'),
			server: told(observations, 'address'),
			isForServer: isForServer(context),
		},
		(names, client) => othersAmong(names, client, own),
	);
	if (facts) {
		const {domain, address, names} = facts;
		observePlaces(context, [{kind: 'spf', place: `the SPF record of ${domain}`, names}], address);
	}

	return facts;
}

/**
 * Whether SPF is worth telling: receivers see this machine, or a server that is not allowed either, or the
 * record is a part of the story. It may have been told as one of the sender’s records.
 */
function isWorthTelling(
	{observations}: InspectionContext,
	{way, names, relayResult, address}: Facts['records.spf-ahead'],
	isStory: boolean,
): boolean {
	const isTold = all(observations, 'records.spf').some(
		facts => facts.identity === 'sender' && facts.address === address,
	);
	return (
		!isTold && (way === 'delivers' || (names.length > 0 && (isStory || relayResult !== 'pass')))
	);
}

/**
 * What else still has another address in this machine’s place: the SPF record of the sender’s domain, and
 * the name that this machine gives. With what was seen on the server before, that may be one story.
 */
export const oldAddress: Inspection = {
	id: 'old-address',
	title: 'Old address',
	question: 'delivered',
	stage: 'message',
	emits: ['records.spf-ahead', 'records.finding', 'client.left-out', 'client.moved'],
	looks: [],
	async run(context) {
		await lookAtName(context, outsideAddress(context));
		const spf = await lookAtSpf(context);
		const places = all(context.observations, 'client.left-out');
		const story = storyOf(places, whoseOf(context));
		const judged =
			spf && isWorthTelling(context, spf, story !== undefined)
				? await judgeSpfAhead(context, spf)
				: undefined;
		if (story) {
			context.observe('client.moved', story);
			return {status: 'warned', summary: story.says};
		}

		return (
			judged ?? {
				status: 'passed',
				summary:
					places.length === 0
						? 'Nothing names an old address of this client.'
						: 'The places that name other addresses than the client’s do not agree on one, so they show no move.',
			}
		);
	},
};
