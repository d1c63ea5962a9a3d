import {isAddress} from '../address.ts';
import {isPublic} from '../records/ip-address.ts';
import {readAuthenticationResults, type AuthenticationResult} from './authentication-results.ts';
import {readReceived, type ReceivedLine} from './received.ts';

type Fields = ReadonlyArray<readonly [name: string, value: string]>;

/** What counts as one organisation: the last two labels, three below a short one (`co.uk`). */
function organisationOf(host: string): string {
	const labels = host.toLowerCase().replace(/\.$/, '').split('.');
	const [second = ''] = labels.slice(-2);
	return labels.slice(labels.length > 2 && second.length <= 3 ? -3 : -2).join('.');
}

/** Filters call themselves by the short name of their host, too. */
const firstLabel = (host: string) => host.toLowerCase().split('.', 1)[0];

const isSame = (a: string, b: string) =>
	a.toLowerCase() === b.toLowerCase() ||
	(a.includes('.') !== b.includes('.') && firstLabel(a) === firstLabel(b)) ||
	(a.includes('.') && b.includes('.') && organisationOf(a) === organisationOf(b));

/** A name, or an address, that servers of one organisation have among themselves. */
const isInner = (name: string) =>
	isAddress(name) || !name.includes('.') || /\.(?:internal|local|lan|localdomain)$/i.test(name);

/**
 * The hop by which a message came from outside: behind it stand only servers of the receiver. An address
 * that is public shows it. A private one can be that of a gateway before the receiver, so that the next
 * server counts as the receiver’s only where its name does not say otherwise.
 */
function borderOf(hops: readonly ReceivedLine[]): number {
	const names: string[] = [];
	for (const [index, {address, by}] of hops.entries()) {
		if (!isInner(by)) {
			names.push(by);
		}

		const next = hops[index + 1]?.by;
		const isOurs =
			next !== undefined &&
			(isInner(next) || names.length === 0 || names.some(name => isSame(name, next)));
		if (isPublic(address) || !isOurs) {
			return index;
		}
	}

	return 0;
}

/**
 * The results in the `Authentication-Results:` fields of a header, those of the receiver apart from all
 * others. A server puts its field before what it was handed, and takes out whatever bears its own name
 * there (RFC 8601 5); so a field counts where it stands before all that came from outside, under a name of
 * the receiver. Anything else can have been written by the sender.
 */
export function resultsByOrigin(fields: Fields): {
	own: readonly AuthenticationResult[];
	others: readonly AuthenticationResult[];
} {
	const places = (wanted: string) =>
		fields.flatMap(([name], index) => (name === wanted ? [index] : []));
	const received = places('received');
	const hops = received.map(index => readReceived(fields[index]?.[1] ?? ''));
	const border = borderOf(hops);
	const receivers = hops.slice(0, border + 1).flatMap(({by}) => (by === '' ? [] : [by]));
	const outside = received[border + 1] ?? fields.length;
	const all = places('authentication-results').map(index => ({
		index,
		results: readAuthenticationResults(fields[index]?.[1] ?? ''),
	}));
	const isOwn = (index: number, server: string) =>
		received.length === 0
			? index === all[0]?.index
			: index < outside && (server === '' || receivers.some(name => isSame(name, server)));
	const own = all.filter(({index, results}) => isOwn(index, results[0]?.server ?? ''));
	// Where the receiver writes its field above its own trace, what stands below was handed in
	const above = own.filter(({index}) => index < (received[border] ?? 0));
	const counted = above.length > 0 ? above : own;
	return {
		own: counted.flatMap(({results}) => results),
		others: all.filter(one => !counted.includes(one)).flatMap(({results}) => results),
	};
}
