import type {Foreseen} from '../moved/foreseen.ts';
import type {Judgement, Observed} from '../postfix/judge.ts';
import type {Reason} from '../postfix/outcome.ts';
import {because} from './because.ts';
import {causesOf} from './causes-of.ts';
import {smallestChange, type Situation} from './change.ts';
import type {Daemon} from './daemon.ts';
import type {Decision, Why} from './decision.ts';
import {spotInWords, spotOf} from './texts.ts';

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
	rate: 'general',
	connections: 'general',
	'no-such-user': 'recipient-unlisted',
};

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
