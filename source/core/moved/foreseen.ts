import type {Judgement} from '../postfix/judge.ts';

/** A replay that no reply bears out. */
export type Foreseen = Omit<Judgement, 'agrees'>;

/**
 * What the rules would do, in a sentence. `host` is the server, `login` the user as whom the client would
 * sign in.
 */
export function foreseenInWords(
	{outcome, code, text, restriction, list, place, because, certain, unseen, service}: Foreseen,
	host: string,
	login: string | undefined,
): string {
	const client = login === undefined ? 'this client' : `this client, signed in as ${login},`;
	const doubt = certain ? '' : ` What could not be gone through: ${unseen.join('; ')}.`;
	const where = `${list === '' || list === restriction ? '' : ` in ${list}`} (${place})`;
	if (outcome === 'refused') {
		return `Behind that, ${host} would refuse ${client} with “${code} ${text}”: ${restriction}${where}, as ${because}.${doubt}`;
	}

	return restriction === ''
		? `Behind that, no restriction of ${service} on ${host} stands against ${client}.${doubt}`
		: `Behind that, ${host} would let ${client} through: ${restriction}${where}.${doubt}`;
}
