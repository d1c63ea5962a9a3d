import type {Asking} from './ask.ts';
import {splitAddress} from './keys.ts';
import {matchList} from './pattern-list.ts';
import {parentsMatch, type ReplayState} from './replay-state.ts';

/** The address classes of Postfix (ADDRESS_CLASS_README). */
export type AddressClass = 'local' | 'virtual alias' | 'virtual mailbox' | 'relay' | 'default';

export type Classed =
	| {status: 'known'; class: AddressClass; address: string; domain: string}
	| {status: 'unseen' | 'broken'; why: string};

/** The lists of domains in the order in which trivial-rewrite asks them. */
const lists = [
	{parameter: 'mydestination', class: 'local', kind: 'string'},
	{parameter: 'virtual_alias_domains', class: 'virtual alias', kind: 'string'},
	{parameter: 'virtual_mailbox_domains', class: 'virtual mailbox', kind: 'string'},
	{parameter: 'relay_domains', class: 'relay', kind: 'domain'},
] as const;

/** Which class an address has for this server: whether it is the server’s to take. */
export function* classOf(state: ReplayState, mailbox: string): Asking<Classed> {
	const {settings, dialogue} = state;
	const split = splitAddress(mailbox);
	const host = settings.text('myhostname');
	const domain = split.domain === '' ? host : split.domain.replace(/(?<=[^.])\.$/, '');
	const address = `${split.local}@${domain}`;
	if (/[@%!]/.test(split.local)) {
		return {status: 'unseen', why: `${mailbox} names a route in its local part`};
	}

	if (domain.startsWith('[')) {
		const own = domain.replaceAll(/^\[(?:IPv6:)?|\]$/gi, '') === dialogue.server;
		return {status: 'known', class: own ? 'local' : 'default', address, domain};
	}

	for (const {parameter, class: found, kind} of lists) {
		const list = {words: settings.words(parameter), kind, parents: parentsMatch(state, parameter)};
		const result = yield* matchList(list, {name: domain});
		if (result.status === 'match') {
			return {status: 'known', class: found, address, domain};
		}

		if (result.status !== 'no-match') {
			return {status: result.status, why: `${parameter}: ${result.why}`};
		}
	}

	return {status: 'known', class: 'default', address, domain};
}

/** Whether the class is one that the server takes mail for without further leave. */
export function isAuthorised(found: AddressClass): boolean {
	return found !== 'default';
}
