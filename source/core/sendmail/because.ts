import {classFileIn, optionIn} from './cf-file.ts';
import type {Situation} from './change.ts';
import {domainMeant} from './foresee.ts';
import {aliasIn} from './table-file.ts';
import {asClientAddr} from './test-input.ts';
import {aliasesPath, sourceOf, zoneOf} from './texts.ts';

/** Why the rule decides so, in words that follow on “refuses this:”. */
export function because(situation: Situation): string {
	const {texts, decision, dialogue, tested, isOwnDomain} = situation;
	const {client, sender, recipient, login, mechanism} = dialogue;
	switch (decision.why) {
		case 'relay': {
			const own = classFileIn(texts.cf, 'w')?.path;
			const others = classFileIn(texts.cf, 'R')?.path;
			const access = sourceOf(texts, 'access')?.path;
			const where = (path: string | undefined) => (path === undefined ? '' : ` (${path})`);
			const domain = domainMeant(tested.parse, recipient);
			const isOwn = tested.own.some(name => name.toLowerCase() === domain);
			const foreign = isOwn
				? `the rules do not take ${recipient} for one of ${domain}`
				: `${domain} is neither in class w${where(own)} nor in class R${where(others)}`;
			const stranger =
				access === undefined
					? `${client} is not in class R`
					: `${access} lets neither ${client} nor its name relay`;
			const unsigned =
				login === undefined
					? 'nobody has signed in'
					: tested.mechanisms.includes(mechanism)
						? ''
						: `a login by ${mechanism} does not count (TRUST_AUTH_MECH)`;
			return (isOwnDomain ? [foreign] : [foreign, stranger, unsigned])
				.filter(Boolean)
				.join(', and ');
		}

		case 'entry': {
			return /check_?mail$/i.test(decision.ruleset)
				? `the sender is ${sender || 'the null sender'}`
				: /check_?relay$/i.test(decision.ruleset)
					? `the client is ${client}${dialogue.resolve === 'OK' ? ` (${dialogue.name})` : ''}`
					: `the recipient is ${recipient}`;
		}

		case 'listed': {
			return `${zoneOf(decision.entry?.key ?? '')} lists ${client}`;
		}

		case 'sender-domain': {
			return decision.code < 500
				? `the server could not look up the domain of ${sender}`
				: `the server finds neither an MX record nor an address for the domain of ${sender}`;
		}

		case 'sender-form': {
			return `the sender is ${sender}`;
		}

		case 'reverse-name': {
			return dialogue.resolve === 'FORGED'
				? `the reverse name of ${client}, ${dialogue.name}, does not lead back to it`
				: `the server finds no reverse name for ${client}`;
		}

		case 'table-fault': {
			const {failed} = decision;
			const path = failed === undefined ? undefined : sourceOf(texts, failed)?.path;
			return failed === undefined
				? 'a name cannot be looked up for now'
				: `the table ${failed}${path === undefined ? '' : ` (${path})`} cannot be looked up`;
		}

		case 'encryption': {
			return 'the connection is not encrypted as the access table wants it';
		}

		case 'login-wanted': {
			return 'this listener wants a login, and nobody has signed in';
		}

		case 'size': {
			return decision.stage === 'message'
				? 'the message was larger than that'
				: 'the message is announced as larger than that';
		}

		case 'rate': {
			const window = optionIn(texts.cf, 'ConnectionRateWindowSize')?.value ?? '60s';
			return `${client} has connected more often than that within ${window}`;
		}

		case 'connections': {
			return `${client} holds more connections open at the same time`;
		}

		case 'no-such-user': {
			const name = recipient.replace(/@.*$/, '');
			const path = aliasesPath(texts);
			const line = aliasIn(texts.files.get(path) ?? '', name);
			return line !== undefined
				? `${name} is an alias in ${path}, line ${line}, and not in the table that is built from it`
				: `${name} is neither among the aliases (${path}) nor a user of the server`;
		}

		case 'rule': {
			return `that rule applies to ${asClientAddr(client)}, ${sender || 'the null sender'} and ${recipient}`;
		}
	}
}
