import {isWithin, parseNetwork, type LeftOut, type Network} from './left-out.ts';

/** What several places have in common that all leave this client out: an address that it had, it seems. */
export type Story = {
	/** The address or network that stands in most of the places; several where that is not one alone. */
	old: readonly string[];
	client: string;
	/** Where it still stands, in words. */
	places: readonly string[];
	/** `likely`: three kinds of places, or this machine’s own name, have one address. */
	certainty: 'likely' | 'possible';
	says: string;
};

type Name = {text: string; network: Network};

function namesIn(leftOut: readonly LeftOut[]): Name[] {
	const texts = new Set(leftOut.flatMap(({names}) => names));
	return [...texts].flatMap(text => {
		const network = parseNetwork(text);
		return network ? [{text, network}] : [];
	});
}

/** The places that name this address, be it as a part of a small network. */
function placesOf({network}: Name, leftOut: readonly LeftOut[]): LeftOut[] {
	return leftOut.filter(({names}) =>
		names.some(text => {
			const other = parseNetwork(text);
			return other !== undefined && isWithin(network, other);
		}),
	);
}

const kindsOf = (places: readonly LeftOut[]) => new Set(places.map(({kind}) => kind)).size;

const and = new Intl.ListFormat('en-GB', {type: 'conjunction'});

function inWords({old, client, places, certainty}: Omit<Story, 'says'>, whose: string): string {
	const where = and.format(places);
	if (old.length > 1) {
		return `${and.format(old)} are named in ${where}, and ${whose}, ${client}, is in none of them. If it took the place of one of them, or came beside them, that was not carried over.`;
	}

	return certainty === 'likely'
		? `${old[0]} is still named in ${where}; ${whose} is ${client}. It looks like a move: what was set for the old address was not carried over to the new one.`
		: `${old[0]} is named in ${where}, and ${whose}, ${client}, is not. If it has moved from there, or took the place of that one, this was not carried over.`;
}

/** More addresses than this have nothing to do with one machine that moved. */
const mostAddresses = 4;

/**
 * The story of a move: the same other address stands in at least two kinds of places that leave this
 * client out. With one there is no story, only the place. `whose`: the machine whose address it is.
 */
export function storyOf(leftOut: readonly LeftOut[], whose = 'this machine'): Story | undefined {
	const names = namesIn(leftOut).map(name => {
		const places = placesOf(name, leftOut);
		return {...name, places, kinds: kindsOf(places)};
	});
	const most = Math.max(0, ...names.map(({kinds}) => kinds));
	if (most < 2) {
		return undefined;
	}

	const best = names.filter(({kinds}) => kinds === most);
	// Of a network and an address in it, the address tells more
	const old = best.filter(
		one => !best.some(other => other !== one && isWithin(other.network, one.network)),
	);
	if (old.length > mostAddresses) {
		return undefined;
	}

	const named = leftOut.filter(place => old.some(({places}) => places.includes(place)));
	const places = [...new Set(named.map(({place}) => place))];
	const clients = [...new Set(named.map(({client}) => client))].join(' or ');
	const texts = old.map(({text}) => text);
	// Somebody else’s machine, such as a laptop, is in none of the lists either; its name does not lead there
	const isOwnName = named.some(({kind}) => kind === 'address-record');
	const isLikely = texts.length === 1 && (most > 2 || isOwnName);
	const certainty = isLikely ? 'likely' : 'possible';
	const story = {old: texts, client: clients, places, certainty} as const;
	return {...story, says: inWords(story, whose)};
}
