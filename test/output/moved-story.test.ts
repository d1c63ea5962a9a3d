// The story of a move, and all that carries it over, in one place.
import {expect, test} from 'vitest';
import {diagnose} from '../../source/core/diagnose.ts';
import {aheadOf} from '../../source/core/ahead.ts';
import type {SessionEvent} from '../../source/core/event.ts';
import type {Observation} from '../../source/core/observation.ts';
import {causes} from '../../source/knowledge/causes.ts';
import {classes} from '../../source/knowledge/classes.ts';
import {remedies} from '../../source/knowledge/remedies.ts';
import {sentences} from '../../source/knowledge/sentences.ts';
import {movedStory} from '../../source/output/moved-story.ts';
import {createPaint} from '../../source/output/paint.ts';
import {createPlainReader} from '../../source/output/plain.ts';
import {sampleFacts, seen} from '../knowledge/sample-facts.ts';

const knowledge = {causes, remedies, sentences};
const record = 'app.example. TXT "v=spf1 ip4:192.0.2.20 ip4:192.0.2.10 -all"';
const walled: readonly Observation[] = [
	seen('session.asked'),
	seen('tcp.silent', {client: '192.0.2.10'}),
	seen('server.identity'),
	seen('server.service', {running: true}),
	seen('server.firewall'),
	seen('client.left-out'),
	seen('server.foreseen'),
	seen('records.spf-ahead'),
	seen('records.finding', {
		topic: 'SPF',
		severity: 'problem',
		class: 'sender-auth-failed',
		publish: record,
	}),
];

const diagnosed = (observations: readonly Observation[]) => ({
	...diagnose(
		{
			class: 'timeout',
			stage: 'connect',
			summary: '',
			certainty: 'certain',
			alternatives: [],
			because: [],
		},
		observations,
		knowledge,
	),
	ahead: aheadOf('timeout', observations, knowledge),
});

test('every change, in the order in which the mail meets them', () => {
	const observations = [...walled, seen('client.moved')];
	const story = movedStory(observations, diagnosed(observations));
	expect(story?.heading).toBe('The same old address in several places');
	expect(story?.carryOver).toEqual([
		{
			where: 'on the server',
			command: 'nft insert rule inet filter input handle 7 ip saddr 192.0.2.10 tcp dport 25 accept',
		},
		{
			where: 'on the server',
			command: 'postconf -e "mynetworks = $(postconf -h mynetworks) 192.0.2.10/32"',
		},
		{where: 'on the server', command: 'systemctl reload postfix'},
		{where: 'in DNS', command: record},
	]);
});

test('several addresses are not called the old one', () => {
	const observations = [
		...walled,
		seen('client.moved', {old: ['192.0.2.77', '192.0.2.78'], certainty: 'possible'}),
	];
	expect(movedStory(observations, diagnosed(observations))?.heading).toBe(
		'The same other addresses in several places',
	);
});

test('no story, no lines', () => {
	expect(movedStory(walled, diagnosed(walled))).toBeUndefined();
});

test('a firewall’s general advice is no part of it: it would let everybody in', () => {
	const observations = [
		...walled.filter(({tag}) => tag !== 'client.left-out'),
		seen('client.moved'),
	];
	const commands = movedStory(observations, diagnosed(observations))?.carryOver ?? [];
	expect(commands.map(({command}) => command).join('\n')).not.toMatch(/ufw|iptables|nft/);
});

test('the plain form tells it before its last line, and what stands behind with its fix', () => {
	const observations = [...walled, seen('client.moved')];
	const read = createPlainReader({paint: createPaint(false), ascii: false, classes});
	const events: readonly SessionEvent[] = [
		...observations.map(
			({tag, data, lines}) =>
				({type: 'observation', at: 1, step: 'x', kind: tag, facts: data, lines}) as SessionEvent,
		),
		{type: 'diagnosis', at: 2, ...diagnosed(observations)},
		{
			type: 'result',
			at: 3,
			outcome: 'problem',
			class: 'timeout',
			stage: 'connect',
			cause: 'firewall-drop',
			summary: 'No answer.',
			warnings: [],
			elapsed: 3,
		},
	];
	const lines = events.flatMap(event => read(event));
	const at = [
		'Behind that, the mail would be stopped by',
		'The same old address in several places',
		`  ${sampleFacts['client.moved'].says}`,
		'  To carry it over, on the server:',
		'    postconf -e "mynetworks = $(postconf -h mynetworks) 192.0.2.10/32"',
		'  To carry it over, in DNS:',
		`    ${record}`,
	].map(line => lines.indexOf(line));
	expect(at, lines.join('\n')).not.toContain(-1);
	expect(at).toEqual(at.toSorted((a, b) => a - b));
	expect(lines.at(-1)).toMatch(/^PROBLEM No answer\./);
});
