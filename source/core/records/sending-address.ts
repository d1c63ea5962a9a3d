import {all, last, type Facts, type Observation} from '../observation.ts';
import {isPublic} from './ip-address.ts';

/** An address, and how it is known. */
export type Known = Pick<Facts['records.subject'], 'address' | 'addressFrom' | 'behind'>;

const addresses =
	/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)|(?<![\w:])(?:[\da-f]{1,4}:|::)[\da-f:]+(?![\w:])/gi;

/** The address from which the server sees this side, where its words hold one: EHLO replies and refusals do. */
function inWordsOfTheServer(observations: readonly Observation[]): string | undefined {
	const own = new Set(all(observations, 'dns.address').flatMap(facts => facts.addresses));
	const chosen = last(observations, 'endpoint.chosen');
	const texts = [
		...all(observations, 'smtp.refusal').map(({text}) => text),
		...all(observations, 'smtp.reply').flatMap(({stage, reply}) =>
			stage === 'ehlo' ? [reply.text.split('\n', 1)[0] ?? ''] : [],
		),
	];
	return texts
		.flatMap(text => text.match(addresses) ?? [])
		.find(address => isPublic(address) && address !== chosen?.address && !own.has(address));
}

/**
 * The address from which others see this side: what the user says, else what the server says, else this
 * side's own address on the connection, unless others cannot see that one.
 */
export function sendingAddress(observations: readonly Observation[], egress?: string): Known {
	const client = last(observations, 'endpoint.chosen')?.client ?? '';
	const hidden = client !== '' && !isPublic(client);
	const behind = hidden ? client : '';
	if (egress !== undefined) {
		return {address: egress, addressFrom: 'option', behind};
	}

	const seen = inWordsOfTheServer(observations);
	if (seen !== undefined) {
		return {address: seen, addressFrom: 'server', behind};
	}

	return client === '' || hidden
		? {address: '', addressFrom: 'nobody', behind}
		: {address: client, addressFrom: 'connection', behind};
}
