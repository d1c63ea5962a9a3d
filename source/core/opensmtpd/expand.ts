import type {Asking} from './ask.ts';
import type {Action, Configuration} from './configuration.ts';
import {type Tried, tryRule} from './criteria.ts';
import {type Envelope, type Mailbox, mailboxText} from './envelope.ts';
import type {Expanded, Refused} from './expanded.ts';
import {add, alias, type Node, refuse, type State} from './expansion.ts';
import {tableInWords, valueOf} from './look-up.ts';

/** Deeper than this, aliases are not followed (`EXPAND_DEPTH`). */
const deepest = 10;
/** A bound for tables of others: smtpd has none but the depth. */
const mostNodes = 200;

const loop = '524 5.2.4 Mailing list expansion problem';
const invalid = '550 Invalid recipient';

/** The first rule that matches an address. */
function* ruleFor(state: State, envelope: Envelope): Asking<Tried | undefined> {
	state.tried = [];
	for (const rule of state.configuration.rules) {
		const tried = yield* tryRule(state.configuration, rule, envelope);
		state.tried.push(tried);
		if (tried.held === 'yes' || tried.held === 'fault') {
			return tried;
		}

		if (tried.held === 'unseen') {
			state.unseen.push({what: rule.written, why: tried.why});
		}
	}

	return undefined;
}

/** In which order `virtual` is asked: with and without the tag, the user alone, the whole domain, everybody. */
function virtualKeys({user, domain}: Mailbox, delimiter: string): string[] {
	const [bare = ''] = user.split(delimiter);
	const tagged = user.includes(delimiter);
	return [
		...(tagged ? [`${user}@${domain}`] : []),
		`${bare}@${domain}`,
		...(tagged ? [user] : []),
		bare,
		...(domain === '' ? [] : [`@${domain}`, '@']),
	];
}

function* expandAddress(state: State, node: Node & {kind: 'address'}): Asking<Refused | undefined> {
	const {configuration} = state;
	const recipient = mailboxText(node.mailbox);
	const envelope = {...state.envelope, recipient: node.mailbox, internal: node.internal};
	const matched = yield* ruleFor(state, envelope);
	state.rule = matched?.rule;
	state.action = undefined;
	if (!matched) {
		return refuse('no-rule', invalid, recipient, node.entry);
	}

	const {rule} = matched;
	if (matched.held === 'fault') {
		return refuse('fault', '451 Temporary failure', recipient, undefined, matched.why);
	}

	if (rule.action === undefined) {
		return refuse('reject-rule', invalid, recipient, matched.entries.at(-1));
	}

	const action = configuration.actions.get(rule.action);
	state.action = action;
	if (!action) {
		state.unseen.push({what: rule.written, why: `the action “${rule.action}” stands nowhere`});
	}

	if (!action || action.kind === 'relay') {
		state.taken = true;
		return undefined;
	}

	if (!action.virtual) {
		state.nodes.push({
			...node,
			kind: 'user',
			name: node.mailbox.user.toLowerCase(),
			depth: node.depth + 1,
			rule,
			origin: node.mailbox,
		});
		return undefined;
	}

	const before = state.unseen.length;
	const keys = virtualKeys(node.mailbox, configuration.delimiter.value);
	const found = yield* alias(state, action.virtual, keys);
	if (found?.targets) {
		add(state, {...node, origin: node.mailbox}, found.targets, rule, found.entry);
		return undefined;
	}

	state.taken ||= state.unseen.length > before;
	return state.taken ? undefined : refuse('no-alias', loop, recipient);
}

/** Whether an account takes mail, by the table of the action or by those of the system. */
function* hasAccount(state: State, action: Action, name: string): Asking<boolean | undefined> {
	if (action.userbase) {
		const found = yield* valueOf(state.configuration, action.userbase, name);
		if (found.status === 'unseen') {
			state.unseen.push({what: tableInWords(action.userbase), why: found.why});
			return undefined;
		}

		return found.status === 'match';
	}

	const found = yield {kind: 'account', name};
	if (found.status === 'found' || found.status === 'missing') {
		return found.status === 'found';
	}

	state.unseen.push({what: `the account ${name}`, why: found.why});
	return undefined;
}

function* expandUser(state: State, node: Node & {kind: 'user'}): Asking<Refused | undefined> {
	const {configuration} = state;
	const action = configuration.actions.get(node.rule?.action ?? '');
	if (!action || !node.rule) {
		return undefined;
	}

	state.rule = node.rule;
	state.action = action;
	const delimiter = configuration.delimiter.value;
	const [bare = ''] = node.name.split(delimiter);
	const recipient = mailboxText(node.origin);
	const table = action.alias ?? action.virtual;
	if (table && node.same === undefined) {
		const keys = action.alias
			? [...(bare === node.name ? [] : [node.name]), bare]
			: virtualKeys({user: node.name, domain: ''}, delimiter);
		const found = yield* alias(
			state,
			table,
			keys.map(key => key.toLowerCase()),
		);
		if (found?.targets) {
			add(state, {...node, name: bare}, found.targets, node.rule, found.entry);
			return undefined;
		}
	}

	const has = yield* hasAccount(state, action, bare);
	if (has === false) {
		return refuse('no-user', invalid, recipient, node.entry, bare);
	}

	state.taken = true;

	if (has && (action.kind === 'expand-only' || action.kind === 'forward-only')) {
		state.unseen.push({what: `~${bare}/.forward`, why: 'the files of users are not read'});
		return action.kind === 'expand-only'
			? refuse('no-forward', loop, recipient, node.entry, bare)
			: refuse(
					'no-forward',
					'424 4.2.4 Mailing list expansion problem',
					recipient,
					node.entry,
					bare,
				);
	}

	return undefined;
}

/**
 * What becomes of a recipient: the rule that matches, and where its action delivers here, the aliases
 * and the account behind it, each followed in the order of smtpd. Files `.forward` are not read.
 */
export function* expand(configuration: Configuration, envelope: Envelope): Asking<Expanded> {
	const start: Node = {
		kind: 'address',
		mailbox: envelope.recipient,
		depth: 0,
		internal: false,
		rule: undefined,
		origin: envelope.recipient,
		entry: undefined,
	};
	const state: State = {
		configuration,
		envelope,
		nodes: [start],
		tried: [],
		unseen: [],
		rule: undefined,
		action: undefined,
		taken: false,
	};
	const done = new Set<string>();
	let refused: Refused | undefined;
	for (let index = 0; index < state.nodes.length && !refused; index++) {
		const node = state.nodes[index] ?? start;
		const {depth, origin, entry} = node;
		const id = JSON.stringify([
			node.kind,
			node.kind === 'address' ? node.mailbox : node.kind === 'user' ? node.name : '',
			node.kind === 'user' ? [node.same, origin] : depth === 0,
		]);
		if (node.kind !== 'delivery' && node.kind !== 'error' && done.has(id)) {
			continue;
		}

		done.add(id);
		if (depth >= deepest || index >= mostNodes) {
			refused = refuse('alias-loop', loop, mailboxText(origin), entry);
		} else if (node.kind === 'error') {
			refused = refuse('alias-error', node.reply, mailboxText(origin), entry);
		} else if (node.kind === 'address') {
			refused = yield* expandAddress(state, node);
		} else if (node.kind === 'user') {
			refused = yield* expandUser(state, node);
		} else {
			state.taken = true;
		}
	}

	const {rule, action, tried, unseen, taken} = state;
	if (!taken) {
		refused ??= refuse('alias-loop', loop, mailboxText(envelope.recipient));
	}

	return {rule, action, refused, tried, unseen};
}
