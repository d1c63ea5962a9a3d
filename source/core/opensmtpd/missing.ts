import type {Dialogue} from '../postfix/dialogue.ts';
import type {Configuration, Criterion, Rule} from './configuration.ts';
import {criterionInWords, type Tried} from './criteria.ts';

/** What would have let the message through the rules. */
export type Missing =
	/** The client’s address, in a rule that takes this mail from others. */
	| 'network'
	/** A login, in a rule for who has signed in. */
	| 'login'
	/** The same, where the listener offers no login. */
	| 'login-off'
	/** The client has signed in, and no rule counts it. */
	| 'login-rule'
	/** The recipient’s domain, though its MX is this server. */
	| 'domain';

const isFrom = ({kind}: Criterion): boolean => kind.startsWith('from-');
const isFor = ({kind}: Criterion): boolean => kind.startsWith('for-') || kind === 'rcpt-to';
const isLogin = ({kind, negated}: Criterion): boolean => kind === 'auth' && !negated;

/** Rules that would take the message, but for what `lacks` says. */
function nearly(
	tried: readonly Tried[],
	lacks: (criterion: Criterion) => boolean,
): readonly Tried[] {
	return tried.filter(
		({rule, failed}) => rule.action !== undefined && failed.length > 0 && failed.every(lacks),
	);
}

export type Lacks = {
	missing: readonly Missing[];
	/** The rule that comes nearest to taking the message. */
	nearest: Rule | undefined;
	/** Why none does, each in a part of a sentence. */
	because: readonly string[];
};

function networkInWords({failed, rule}: Tried, client: string): string {
	const [first] = failed;
	const where = `(line ${rule.at.line})`;
	return first?.kind === 'from-local'
		? `${client} is none of the server’s own addresses, for which \`from local\` ${where} is`
		: `${client} is not among those for whom \`${first ? criterionInWords(first) : ''}\` ${where} is`;
}

/** Why no rule takes a message that is refused for its recipient’s domain, its client, or the lack of a login. */
export function lacksOf(
	tried: readonly Tried[],
	dialogue: Dialogue,
	offersLogin: boolean,
	isOwnDomain: boolean,
): Lacks {
	const {client, recipient, login} = dialogue;
	const domain = recipient.replace(/^.*@/, '');
	const networks = nearly(tried, isFrom);
	const logins = nearly(tried, isLogin);
	const others = nearly(tried, isFor);
	if (isOwnDomain) {
		return {
			missing: ['domain'],
			nearest: (others.at(-1) ?? networks.at(0))?.rule ?? tried.at(-1)?.rule,
			because: [`no rule takes mail for ${domain} from this client`],
		};
	}

	const [network] = networks;
	const [needsLogin] = logins;
	const missing: Missing[] = [
		...(network ? (['network'] as const) : []),
		...(login === undefined
			? needsLogin
				? ([offersLogin ? 'login' : 'login-off'] as const)
				: []
			: (['login-rule'] as const)),
	];
	return {
		missing,
		nearest: (network ?? needsLogin ?? others.at(-1))?.rule ?? tried.at(-1)?.rule,
		because: [
			...(network ? [networkInWords(network, client.address)] : []),
			...(needsLogin && login === undefined
				? [`nobody has signed in, as line ${needsLogin.rule.at.line} wants`]
				: []),
			...(login === undefined
				? []
				: [`that the client has signed in as ${login} counts in no rule for ${domain}`]),
			...(network || needsLogin || login !== undefined
				? []
				: [`no rule takes mail for ${domain} from this client`]),
		],
	};
}

/** The action that a new rule should name: that of a rule of the same kind, or the first there is. */
export function actionFor(
	{rules, actions}: Configuration,
	wants: 'relay' | 'here',
): string | undefined {
	const fits = (name: string | undefined): name is string => {
		const kind = actions.get(name ?? '')?.kind;
		return kind !== undefined && (kind === 'relay') === (wants === 'relay');
	};
	const wide = rules.find(
		({action, criteria}) =>
			fits(action) &&
			criteria.some(({kind}) => kind === (wants === 'relay' ? 'for-any' : 'for-domain')),
	);
	return wide?.action ?? [...actions.keys()].find(fits);
}
