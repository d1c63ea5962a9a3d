import {expect, test} from 'vitest';
import {never, saw} from '../../source/core/condition.ts';
import {causesOf, diagnose, type Failure} from '../../source/core/diagnose.ts';
import type {Cause, Remedy} from '../../source/core/knowledge.ts';
import {observation, type Facts, type Observation} from '../../source/core/observation.ts';
import type {ErrorClass} from '../../source/core/vocabulary.ts';
import {sentences} from '../../source/knowledge/sentences.ts';

const cause = (id: string, more: Partial<Cause> = {}): Cause => ({
	id,
	explains: ['refused'],
	title: `Title of ${id} on {host}`,
	because: `Because of port {port}`,
	frequency: 'usual',
	evidence: [],
	confirm: [{text: 'Look at {host}', command: 'nc -zv {host} {port}'}],
	...more,
});
const remedy = (mta: Remedy['mta'], say: string, id = 'a'): Remedy => ({
	cause: id,
	mta,
	where: 'server',
	steps: [{say, command: 'systemctl restart {host}', effect: 'changes', undo: 'stop {host}'}],
});

const refusedFacts: Facts['tcp.refused'] = {
	host: 'mail.example.com',
	address: '192.0.2.1',
	port: 25,
	service: 'smtp',
	role: 'conversation',
	after: 3.14,
	code: 'ECONNREFUSED',
};
const refused = observation('tcp.refused', refusedFacts);
const nearby = observation('derived.refused-nearby', {
	host: 'mail.example.com',
	port: 25,
	after: 1,
	roundTrip: 40,
});
const loopback = observation('derived.loopback', {host: 'mail.example.com', address: '127.0.0.1'});
const postfix = observation('server.software', {
	mta: 'postfix',
	evidence: '',
	certainty: 'certain',
});

const saw25 = saw('tcp.refused', {port: 25});
const ranked = (causes: readonly Cause[], seen: readonly Observation[]) =>
	causesOf('refused', seen, {causes, remedies: []}).map(({id, standing}) => `${id} ${standing}`);

test('evidence decides the standing: what excludes beats what proves, what proves beats the rest', () => {
	const causes = [
		cause('plain'),
		cause('for', {evidence: [{when: saw25, says: 'x', weight: 'for'}]}),
		cause('proven', {evidence: [{when: saw25, says: 'x', weight: 'proves'}]}),
		cause('excluded', {
			evidence: [
				{when: saw25, says: 'x', weight: 'proves'},
				{when: saw('derived.loopback'), says: 'y', weight: 'excludes'},
			],
		}),
		cause('against', {
			evidence: [
				{when: saw25, says: 'x', weight: 'for'},
				{when: saw('derived.refused-nearby'), says: 'y', weight: 'against'},
			],
		}),
		cause('not seen', {evidence: [{when: saw('tcp.silent'), says: 'x', weight: 'proves'}]}),
	];
	expect(ranked(causes, [refused, nearby, loopback])).toEqual([
		'proven confirmed',
		'for likely',
		'plain possible',
		'against possible',
		'not seen possible',
		'excluded ruled-out',
	]);
});

test('among equals, more evidence comes first, then what is more frequent, then the order of the table', () => {
	const twice = cause('twice', {
		frequency: 'rare',
		evidence: [
			{when: saw25, says: 'x', weight: 'for'},
			{when: saw('derived.loopback'), says: 'y', weight: 'for'},
		],
	});
	const once = cause('once', {
		frequency: 'common',
		evidence: [{when: saw25, says: 'x', weight: 'for'}],
	});
	const others = [
		cause('rare', {frequency: 'rare'}),
		cause('usual 1'),
		cause('usual 2'),
		cause('common', {frequency: 'common'}),
	];
	expect(
		ranked([...others, once, twice], [refused, loopback]).map(r => r.replace(/ \S+$/, '')),
	).toEqual(['twice', 'once', 'common', 'usual 1', 'usual 2', 'rare']);
});

test('only causes of the class are weighed', () => {
	expect(ranked([cause('other', {explains: ['timeout']})], [refused])).toEqual([]);
});

test('evidence is told with what was measured, the strongest first, and says what it is worth', () => {
	const weighed = cause('a', {
		evidence: [
			{when: saw25, says: 'port {port} of {host} after {after} ms', weight: 'for'},
			{when: never('tcp.silent'), says: 'nothing on {host} was silent', weight: 'proves'},
		],
	});
	const [report] = causesOf('refused', [refused], {causes: [weighed], remedies: []});
	expect(report?.evidence).toEqual([
		'nothing on mail.example.com was silent (proves it)',
		'port 25 of mail.example.com after 3.1 ms (for it)',
	]);
	expect(report?.title).toBe('Title of a on mail.example.com');
	expect(report?.because).toBe('Because of port 25');
	expect(report?.confirm).toEqual([
		{text: 'Look at mail.example.com', command: 'nc -zv mail.example.com 25'},
	]);
});

test('the fix for the software that was recognised comes first, then the one for any', () => {
	const remedies = [remedy('exim', 'exim'), remedy('any', 'any'), remedy('postfix', 'postfix')];
	const fixes = (seen: readonly Observation[]) =>
		causesOf('refused', seen, {causes: [cause('a')], remedies})[0]?.fix.map(({text}) => text);
	expect(fixes([refused, postfix])).toEqual(['postfix', 'any', 'exim']);
	expect(fixes([refused])).toEqual(['any', 'exim', 'postfix']);
});

test('checks for other software are left out where there is one for that which was recognised', () => {
	const texts = (commands: readonly string[], seen: readonly Observation[]) =>
		causesOf('refused', seen, {
			causes: [cause('a', {confirm: commands.map(command => ({text: command, command}))})],
			remedies: [],
		})[0]?.confirm.map(({command}) => command);
	const all = ['ss -tlnp', 'postconf mynetworks', 'exim -bP hosts_proxy', 'postfix; exim'];
	expect(texts(all, [refused, postfix])).toEqual([
		'ss -tlnp',
		'postconf mynetworks',
		'postfix; exim',
	]);
	expect(texts(all, [refused])).toEqual(all);
	expect(texts(['exim -bV'], [refused, postfix])).toEqual(['exim -bV']);
});

test('of two confirmed causes, the one that brings the other about stands first', () => {
	const proves = [{when: saw25, says: 'seen', weight: 'proves'}] as const;
	const effect = cause('stopped', {frequency: 'common', evidence: proves});
	const reason = cause('fault', {
		frequency: 'rare',
		evidence: proves,
		bringsAbout: ['stopped', 'other'],
	});
	const order = (causes: readonly Cause[]) =>
		causesOf('refused', [refused], {causes, remedies: []}).map(({id}) => id);
	expect(order([effect, reason])).toEqual(['fault', 'stopped']);
	const unseen = {...reason, evidence: []};
	expect(order([effect, unseen])).toEqual(['stopped', 'fault']);
});

test('a cause that is rare for a class is named where something speaks for it', () => {
	const rare = cause('rare', {explains: ['refused', 'timeout'], whenSeen: ['refused']});
	const idsOf = (one: Cause, failure: ErrorClass) =>
		causesOf(failure, [refused], {causes: [one], remedies: []}).map(({id}) => id);
	expect(idsOf(rare, 'refused')).toEqual([]);
	expect(idsOf(rare, 'timeout')).toEqual(['rare']);
	expect(idsOf({...rare, evidence: [{when: saw25, says: 'x', weight: 'for'}]}, 'refused')).toEqual([
		'rare',
	]);
	expect(
		idsOf({...rare, evidence: [{when: saw25, says: 'x', weight: 'against'}]}, 'refused'),
	).toEqual([]);
});

test('a cause that is ruled out offers neither confirmation nor fix', () => {
	const out = cause('a', {evidence: [{when: saw25, says: 'x', weight: 'excludes'}]});
	const [report] = causesOf('refused', [refused], {causes: [out], remedies: [remedy('any', 'x')]});
	expect(report).toMatchObject({standing: 'ruled-out', confirm: [], fix: []});
});

test('a hostile host name stays out of the commands of a fix', () => {
	const hostile = observation('tcp.refused', {...refusedFacts, host: 'x; reboot'});
	const [report] = causesOf('refused', [hostile], {
		causes: [cause('a')],
		remedies: [remedy('any', 'x')],
	});
	expect(report?.fix[0]?.command).toBe('systemctl restart HOST');
	expect(report?.confirm[0]?.command).toBe('nc -zv HOST 25');
});

test('a diagnosis says each observation once', () => {
	const failure: Failure = {
		class: 'refused',
		stage: 'connect',
		summary: 'mail.example.com refused the connection.',
		certainty: 'certain',
		alternatives: [],
		because: [refused, refused, nearby],
	};
	const diagnosis = diagnose(failure, [refused, nearby], {causes: [], remedies: [], sentences});
	expect(diagnosis.evidence).toEqual([
		'mail.example.com [192.0.2.1] port 25 refused the connection (3.1 ms)',
		'refused in 1 ms, while an answer from mail.example.com takes 40 ms: the refusal came from this side',
	]);
	expect(diagnosis).toMatchObject({class: 'refused', stage: 'connect', causes: []});
});
