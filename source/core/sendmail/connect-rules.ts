import {hasRuleset, rulesIn, ruleText, type CfLine, type CfRule} from './cf-file.ts';
import {errorIn, type Decision} from './decision.ts';
import {asClientAddr, clientName, type TestDialogue} from './test-input.ts';
import type {Answer, LookUp} from './trace.ts';

/** A list in DNS that `FEATURE(dnsbl)` or `FEATURE(enhdnsbl)` asks about the client. */
export type ListAsked = {map: string; key: string; rule: CfRule; refusal: CfRule | undefined};

const within = 'Basic_check_relay';

/**
 * `check_relay` takes two values with `$|` between, which no command of a test can say. With
 * `FEATURE(delay_checks)` the rules for the recipient ask it; else what it does is put together here.
 */
export function isAskedAtRcpt(cf: readonly CfLine[]): boolean {
	return hasRuleset(cf, 'checkrelay');
}

/** The lists that `check_relay` asks by itself; none where the rules for the recipient ask it. */
export function listsAsked(cf: readonly CfLine[], client: string): readonly ListAsked[] {
	const rules = isAskedAtRcpt(cf) || client.includes(':') ? [] : rulesIn(cf);
	return rules.flatMap((rule, index) => {
		const [, map = '', zone = ''] =
			/\$\((\w+) \$4\.\$3\.\$2\.\$1\.([\w.-]+?)\.? \$: OK \$\)/.exec(rule.right) ?? [];
		const refusal = rules
			.slice(index + 1, index + 8)
			.find(({left, right}) => left === '<?>$+' && right.startsWith('$#error'));
		const key = `${client.split('.').toReversed().join('.')}.${zone}.`;
		return rule.ruleset === within && map !== '' ? [{map, key, rule, refusal}] : [];
	});
}

/** A right side with what is known put in. */
function filled(right: string, dialogue: TestDialogue): string {
	const address = asClientAddr(dialogue.client);
	return right
		.replaceAll('$&{client_addr}', address)
		.replaceAll('$&{client_name}', clientName(dialogue))
		.replaceAll('$1', address);
}

function byRule(rule: CfRule, why: Decision['why'], dialogue: TestDialogue): Decision {
	const error = errorIn(filled(rule.right, dialogue));
	return {
		outcome: 'refused',
		why,
		// The server says it to the first command for mail, and hangs up where the code is 421
		stage: error.code === 421 ? 'banner' : 'mail',
		...error,
		rule: ruleText(rule),
		ruleset: rule.ruleset,
		line: rule.line,
	};
}

/** What an entry for the client in the access table comes to. */
function byEntry(
	entry: LookUp & {value: string},
	rules: readonly CfRule[],
	dialogue: TestDialogue,
): Decision | undefined {
	const {value} = entry;
	const [, status, message] = /^ERROR:(?:(\d\.\d+\.\d+):)?(.*)$/.exec(value) ?? [];
	const left =
		message === undefined
			? `<${value}> <$*>`
			: status === undefined
				? '<ERROR:$+> <$*>'
				: '<ERROR:$-.$-.$-:$+> <$*>';
	const rule =
		rules.find(found => found.left === left) ?? rules.findLast(found => found.left === '<$+> <$*>');
	if (!rule || /^(OK|RELAY|SKIP)$/.test(value) || value.startsWith('QUARANTINE')) {
		return undefined;
	}

	if (value === 'DISCARD') {
		return {
			...byRule(rule, 'entry', dialogue),
			outcome: 'discarded',
			code: 250,
			enhanced: '',
			text: '',
			entry,
		};
	}

	const right =
		value === 'REJECT'
			? rule.right
			: `$#error ${status === undefined ? '' : `$@ ${status} `}$: ${message ?? value}`;
	return {...byRule({...rule, right}, 'entry', dialogue), rule: ruleText(rule), entry};
}

/** What `check_relay` does with the client; nothing where it lets it in, or is asked later. */
export function connectDecision(
	cf: readonly CfLine[],
	dialogue: TestDialogue,
	answers: {name: Answer | undefined; address: Answer | undefined},
	listed: readonly ListAsked[],
): Decision | undefined {
	if (isAskedAtRcpt(cf)) {
		return undefined;
	}

	const rules = rulesIn(cf).filter(({ruleset}) => ruleset === within);
	const found = [answers.name, answers.address]
		.flatMap(answer => answer?.lookUps ?? [])
		.find(({value}) => value !== undefined);
	if (found?.value !== undefined) {
		// What is found ends it, also where it lets the client in
		return byEntry({...found, value: found.value}, rules, dialogue);
	}

	const byName = rules.find(({left}) => left === `$* $| ${dialogue.resolve}`);
	if (byName && dialogue.resolve !== 'OK') {
		return byRule(byName, 'reverse-name', dialogue);
	}

	const [first] = listed;
	return first?.refusal
		? {
				...byRule(first.refusal, 'listed', dialogue),
				entry: {map: first.map, key: first.key, value: 'listed'},
			}
		: undefined;
}
