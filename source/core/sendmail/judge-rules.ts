import type {Foreseen} from '../moved/foreseen.ts';
import type {Judgement, Observed} from '../postfix/judge.ts';
import type {Reason} from '../postfix/outcome.ts';
import {classFileIn} from './cf-file.ts';
import {smallestChange, type Situation} from './change.ts';
import type {Daemon} from './daemon.ts';
import type {Decision, Why} from './decision.ts';
import {asClientAddr} from './test-input.ts';
import {aliasesPath, sourceOf, spotInWords, spotOf, zoneOf} from './texts.ts';

const plain = (text: string) =>
	text
		.replace(/^<[^>]*>\.\.\. /, '')
		.replaceAll(/[\s"]/g, '')
		.toLowerCase();

/** Whether the server’s reply is the one that the rules lead to; Sendmail puts the address before it. */
export function isSameReply(decision: Decision, observed: Observed): boolean {
	if (observed.accepted || decision.outcome !== 'refused') {
		return observed.accepted && decision.outcome !== 'refused';
	}

	const {code, enhanced, text, stage} = decision;
	return (
		code === observed.code &&
		(stage === 'banner') === (observed.stage === 'banner') &&
		(enhanced === '' || observed.enhanced === '' || enhanced === observed.enhanced) &&
		plain(observed.text) === plain(text)
	);
}

const reasons: Readonly<Record<Why, Reason>> = {
	relay: 'relay',
	entry: 'access-table',
	listed: 'listed-address',
	'sender-domain': 'sender-domain',
	'sender-form': 'sender-not-fqdn',
	'reverse-name': 'client-name',
	'table-fault': 'table-fault',
	encryption: 'no-encryption',
	rule: 'general',
	'login-wanted': 'general',
	size: 'general',
	'no-such-user': 'recipient-unlisted',
};

/** The causes that a decision bears out. */
function causesOf(situation: Situation): readonly string[] {
	const {decision, dialogue, tested, isOwnDomain, offersLogin} = situation;
	switch (decision.why) {
		case 'relay': {
			if (isOwnDomain) {
				return ['domain-not-local'];
			}

			const {login, mechanism} = dialogue;
			return [
				'client-not-in-mynetworks',
				...(login === undefined && offersLogin && tested.mechanisms.length > 0
					? ['not-authenticated']
					: []),
				...(login !== undefined && !tested.mechanisms.includes(mechanism)
					? ['submission-override']
					: []),
			];
		}

		case 'entry': {
			return entryCauses(decision);
		}

		case 'listed': {
			return ['ip-listed'];
		}

		case 'sender-domain': {
			return ['sender-domain-missing'];
		}

		case 'sender-form': {
			return ['sender-not-fqdn'];
		}

		case 'reverse-name': {
			return [dialogue.resolve === 'FORGED' ? 'ptr-mismatch' : 'ptr-missing'];
		}

		case 'table-fault': {
			return ['lookup-table-down'];
		}

		case 'encryption': {
			return ['client-without-tls'];
		}

		case 'login-wanted': {
			return ['not-authenticated'];
		}

		case 'size': {
			return ['size-limit'];
		}

		case 'no-such-user': {
			return ['no-such-user'];
		}

		case 'rule': {
			return [];
		}
	}
}

/** An entry of access is about who connects, who sends, or who receives; other tables are about the latter. */
function entryCauses({ruleset, code, enhanced, entry}: Decision): readonly string[] {
	if (/check_?mail$/i.test(ruleset)) {
		return ['sender-blocked'];
	}

	if (/check_?relay$/i.test(ruleset)) {
		return ['local-access-list', 'client-denied'];
	}

	const isGone = code === 550 && enhanced === '5.1.1';
	return isGone || entry?.map !== 'access' ? ['no-such-user'] : [];
}

/** Why the rule decides so, in words that follow on “refuses this:”. */
function because(situation: Situation): string {
	const {texts, decision, dialogue, tested, isOwnDomain} = situation;
	const {client, sender, recipient, login, mechanism} = dialogue;
	const domain = /@(.+)$/.exec(recipient)?.[1] ?? recipient;
	switch (decision.why) {
		case 'relay': {
			const own = classFileIn(texts.cf, 'w')?.path;
			const others = classFileIn(texts.cf, 'R')?.path;
			const access = sourceOf(texts, 'access')?.path;
			const where = (path: string | undefined) => (path === undefined ? '' : ` (${path})`);
			const foreign = `${domain} is neither in class w${where(own)} nor in class R${where(others)}`;
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
					? `the client is ${client}${dialogue.name === '' ? '' : ` (${dialogue.name})`}`
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
			return 'a table or a name cannot be looked up for now';
		}

		case 'encryption': {
			return 'the connection is not encrypted as the access table wants it';
		}

		case 'login-wanted': {
			return 'this listener wants a login, and nobody has signed in';
		}

		case 'size': {
			return 'the message is announced as larger than that';
		}

		case 'no-such-user': {
			return `${recipient.replace(/@.*$/, '')} is neither among the aliases (${aliasesPath(texts)}) nor a user of the server`;
		}

		case 'rule': {
			return `that rule applies to ${asClientAddr(client)}, ${sender || 'the null sender'} and ${recipient}`;
		}
	}
}

/** What the rules lead to, and what would change it; no reply bears it out. */
export function foreseeRules(
	situation: Situation,
	daemon: Daemon | undefined,
	port: number,
): Foreseen {
	const {texts, decision, tested} = situation;
	const refused = decision.outcome === 'refused';
	const spot = spotOf(texts, decision, daemon);
	const change = refused ? smallestChange(situation) : undefined;
	const isRuled = decision.rule !== '';
	return {
		service: `sendmail port ${port}${daemon && daemon.line > 0 ? ` (${daemon.name})` : ''}`,
		outcome: refused ? 'refused' : 'accepted',
		certain: true,
		stage: decision.stage,
		code: decision.code,
		text: refused ? `${decision.enhanced} ${decision.text}`.trim() : '',
		restriction: spot.written,
		list: isRuled ? spot.within : '',
		place: isRuled ? spotInWords(spot) : '',
		file: isRuled ? spot.file : '',
		line: isRuled ? spot.line : null,
		reason: refused ? reasons[decision.why] : '',
		causes: refused ? [...new Set([...causesOf(situation), 'setting-found'])] : [],
		because: refused
			? because(situation)
			: decision.outcome === 'discarded'
				? 'it is taken and thrown away'
				: '',
		change: change?.kind ?? 'none',
		changeSays: change?.says ?? '',
		table: change?.table ?? '',
		key: change?.key ?? '',
		unseen: [],
		steps: [tested.mail, tested.rcpt].flatMap(answer =>
			(answer?.applied ?? [])
				.filter(({result}) => result.startsWith('$#') || result === 'RELAY')
				.map(({ruleset, line, result}) => `${ruleset}, line ${line}: ${result}`),
		),
	};
}

/** Holds what the rules lead to against what the server said. */
export function judgeRules(
	situation: Situation,
	observed: Observed,
	daemon: Daemon | undefined,
	port: number,
): Judgement {
	return {
		...foreseeRules(situation, daemon, port),
		agrees: isSameReply(situation.decision, observed),
	};
}
