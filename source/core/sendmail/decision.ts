import type {Stage} from '../vocabulary.ts';
import {ruleAt, ruleText, type CfLine} from './cf-file.ts';
import {decisive, type Answer, type Applied, type LookUp} from './trace.ts';

/** Why a rule of Sendmail refuses, by which its cause and the smallest change are found. */
export type Why =
	| 'relay'
	/** An entry of a table: access, virtusertable, mailertable. */
	| 'entry'
	| 'listed'
	| 'sender-domain'
	| 'sender-form'
	| 'reverse-name'
	| 'table-fault'
	| 'encryption'
	| 'rule'
	/** Not by a ruleset. */
	| 'login-wanted'
	| 'size'
	| 'rate'
	| 'connections'
	| 'no-such-user';

/** What Sendmail does at a step of the dialogue, and the rule from which it comes. */
export type Decision = {
	outcome: 'refused' | 'accepted' | 'discarded';
	why: Why;
	stage: Stage;
	code: number;
	enhanced: string;
	text: string;
	/** The rule as it is written, its ruleset, and its line in sendmail.cf. */
	rule: string;
	ruleset: string;
	line: number | null;
	entry?: LookUp & {value: string};
	/** The map that could not be asked. */
	failed?: string;
};

/** Maps in which Sendmail works things out; what they find is nobody’s entry. */
const inner = new Set(['host', 'resolve', 'macro', 'dequote', 'arith', 'bestmx', 'mxserved']);

const squeezed = (text: string) => text.replaceAll(/[\s"]/g, '').toLowerCase();

/** Puts the words of a rewriting together again: `eve @ elsewhere . test`. */
export function joined(words: string): string {
	return words
		.replaceAll('"', '')
		.replaceAll(/ ([.@:]) (?=\S)/g, '$1')
		.replaceAll(/(\[) | (\])/g, '$1$2')
		.replaceAll(/\s+/g, ' ')
		.trim();
}

/** Reads `$# error $@ 5 . 7 . 1 $: "550 Access denied"`. Without a code of its own the reply is 553 5.3.0. */
export function errorIn(result: string): Pick<Decision, 'code' | 'enhanced' | 'text'> {
	const [, status = '', message = ''] = /^\$# ?error (?:\$@ (.*?) )?\$: ?(.*)$/.exec(result) ?? [];
	const whole = joined(message);
	const [, code, text = whole] = /^([45]\d\d)\b ?(.*)$/.exec(whole) ?? [];
	if (code === undefined) {
		return {code: 553, enhanced: '5.3.0', text};
	}

	const plain = status.replaceAll(' ', '');
	const [, written, rest = text] = /^([45]\.\d{1,3}\.\d{1,3}) (.*)$/.exec(text) ?? [];
	return {
		code: Number(code),
		// A name, such as `nouser`, may stand in its place
		enhanced: written ?? (/^\d\.\d+\.\d+$/.test(plain) ? plain : ''),
		text: rest,
	};
}

function entryBefore(applied: Applied, {lookUps}: Answer): Decision['entry'] {
	const found = lookUps
		.slice(0, applied.lookUps)
		.findLast(({map, value}) => value !== undefined && !inner.has(map.toLowerCase()));
	return found?.value === undefined ? undefined : {...found, value: found.value};
}

/** Whether the left side of a rule is one for what a table has said. */
function isForEntry({left, result}: Applied, value: string): boolean {
	return (
		/\b(REJECT|DISCARD|QUARANTINE|ERROR|RELAY|FRIEND|HATER)\b/i.test(left) ||
		(/^< ?\$[+*] ?>/.test(left) && squeezed(result).includes(squeezed(value)))
	);
}

const relayRulesets = /^(Basic_check_rcpt|Rcpt_ok|Relay_ok|ParseRecipient)$/;

function reasonOf(applied: Applied, ruleset: string, entry: Decision['entry']): Why {
	const {left, result} = applied;
	const isSender = /check_?mail$/i.test(ruleset);
	if (/TMPF ?>/.test(left)) {
		return 'table-fault';
	}

	if (entry && /^127\.\d/.test(entry.value)) {
		return 'listed';
	}

	if (entry && isForEntry(applied, entry.value)) {
		return 'entry';
	}

	if (isSender && /^< ?(PERM|TEMP) ?>/.test(left)) {
		return 'sender-domain';
	}

	if (isSender && /5 ?\. ?5 ?\. ?4/.test(result)) {
		return 'sender-form';
	}

	if (/check_?relay$/i.test(ruleset) && /\b(FAIL|FORGED|TEMP)\b/.test(left)) {
		return 'reverse-name';
	}

	if (relayRulesets.test(ruleset)) {
		return 'relay';
	}

	return /tls/i.test(ruleset) ? 'encryption' : 'rule';
}

/** The rule in the words of the file; in those of the trace where the file does not have it. */
function asWritten(
	applied: Applied,
	cf: readonly CfLine[],
): Pick<Decision, 'rule' | 'ruleset' | 'line'> {
	const {line, left, result, ruleset} = applied;
	const at = line === null ? undefined : ruleAt(cf, line);
	return at
		? {rule: ruleText(at), ruleset: at.ruleset, line: at.line}
		: {rule: ruleText({left, right: joined(result)}), ruleset, line};
}

/** What a ruleset’s answer means for the client; nothing where it lets the dialogue go on. */
export function decisionIn(
	answer: Answer,
	stage: Stage,
	cf: readonly CfLine[],
): Decision | undefined {
	const {returns} = answer;
	const isDiscard = returns.startsWith('$# discard');
	const applied = decisive(answer);
	if (!applied || !(isDiscard || returns.startsWith('$# error'))) {
		return undefined;
	}

	const at = asWritten(applied, cf);
	const entry = entryBefore(applied, answer);
	const why = reasonOf(applied, at.ruleset, entry);
	const error = errorIn(returns);
	const failed = answer.lookUps.slice(0, applied.lookUps).findLast(lookUp => lookUp.failed)?.map;
	const isHeld = returns.startsWith('$# error $@ quarantine ');
	return {
		outcome: isDiscard ? 'discarded' : isHeld ? 'accepted' : 'refused',
		why,
		stage,
		...(isDiscard || isHeld ? {code: 250, enhanced: '', text: ''} : error),
		...at,
		...(entry && (why === 'entry' || why === 'listed') ? {entry} : {}),
		...(failed !== undefined && why === 'table-fault' ? {failed} : {}),
	};
}

/** What lets a recipient in: an entry, a class, or that the client has signed in. */
export function permissionIn(answer: Answer, cf: readonly CfLine[]): Decision | undefined {
	const applied = answer.applied.find(({result}) => /^(\$# )?RELAY$/.test(result));
	const entry = applied && entryBefore(applied, answer);
	return (
		applied && {
			outcome: 'accepted',
			why: 'relay',
			stage: 'rcpt',
			code: 250,
			enhanced: '',
			text: '',
			...asWritten(applied, cf),
			...(entry && /\bRELAY\b/.test(applied.left) ? {entry} : {}),
		}
	);
}
