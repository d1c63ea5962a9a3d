// Blocklists, selectors and what each finding says.
import {expect, test} from 'vitest';
import type {Condition} from '../../source/core/condition.ts';
import {probesOf, readListing} from '../../source/core/records/blocklist.ts';
import {findingOf} from '../../source/core/records/finding-rule.ts';
import {blocklists} from '../../source/knowledge/blocklists.ts';
import {usualSelectors} from '../../source/knowledge/dkim-selectors.ts';
import {findings} from '../../source/knowledge/findings.ts';
import {isIP} from 'node:net';
import {publicResolvers} from '../../source/knowledge/public-resolvers.ts';
import {sampleFacts, seen} from './sample-facts.ts';

test.each(blocklists.map(list => [list.name, list] as const))(
	'%s is asked under a name, says what its answers mean, and where to be removed',
	(_, list) => {
		expect(list.zone).toMatch(/^[a-z\d.-]+\.[a-z]{2,}$/);
		expect(list.delist).toMatch(/^https:\/\//);
		expect(list.about).toMatch(/^\p{Lu}.*\.$/u);
		expect(list.source).not.toBe('');
		expect(list.asOf).toMatch(/^20\d\d-\d\d$/);
		expect(list.named.test(list.name) || list.named.test(list.zone)).toBe(true);
		const {listed, clear} = probesOf(list);
		expect(listed.endsWith(`.${list.zone}`)).toBe(true);
		expect(clear).not.toBe(listed);
		for (const {code, means} of list.codes) {
			const answer = code.startsWith('&') ? `127.0.0.${code.slice(1)}` : code.replace(/-\d+$/, '');
			expect(readListing(list, 'ok', [answer])).toMatchObject({
				state: 'listed',
				means: expect.stringContaining(means),
			});
		}
	},
);

test('no list and no selector is asked twice', () => {
	const zones = blocklists.map(({zone}) => zone);
	expect(zones).toEqual([...new Set(zones)]);
	expect(usualSelectors).toEqual([...new Set(usualSelectors)]);
	for (const selector of usualSelectors) {
		expect(selector).toMatch(/^[a-z\d]([a-z\d-]*[a-z\d])?$/);
	}
});

test('public resolvers are addresses', () => {
	for (const address of Object.keys(publicResolvers)) {
		expect(isIP(address)).not.toBe(0);
	}
});

/** The tag and the fields of a rule that looks at one observation. */
function sawOf(when: Condition) {
	if (!('saw' in when)) {
		throw new TypeError('a finding rests on one observation');
	}

	return when;
}

test.each(findings.map(rule => [rule.says, rule] as const))('%s', (_, rule) => {
	const {saw: tag} = sawOf(rule.when);
	const facts = new Set(Object.keys(sampleFacts[tag]));
	for (const phrase of [rule.says, rule.advice ?? '', rule.publish ?? '']) {
		for (const [, name = ''] of phrase.matchAll(/\{([a-zA-Z]+)\}/g)) {
			expect(facts.has(name), `${name} in “${phrase}”`).toBe(true);
		}
	}

	expect(facts.has(rule.about ?? 'domain')).toBe(true);
	expect(rule.says).toMatch(/^(?:\p{Lu}|\{).*[.)]$/u);
	expect(rule.advice ?? 'A.').toMatch(/(?:[.:]|\{about\}|\{delist\})$/);
	// A line to publish is announced by a colon
	expect((rule.advice ?? '').endsWith(':'), rule.advice).toBe(rule.publish !== undefined);
	expect(rule.severity === 'fine' && rule.advice !== undefined).toBe(false);
	if (rule.severity === 'problem') {
		expect(rule.advice).toBeDefined();
	}
});

test('a record with a gap in it is not offered for publishing', () => {
	const finding = findingOf(
		seen('records.spf', {result: 'fail', suggestion: '', identity: 'sender'}),
		findings,
	);
	expect(finding?.severity).toBe('problem');
	expect(finding?.publish).toBe('');
});
