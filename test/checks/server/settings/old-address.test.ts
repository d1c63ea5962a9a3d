// What DNS still has of an old address, looked at behind a port that is refused; no flag asks for it.
import {describe, expect, test} from 'vitest';
import {inspections} from '../../../../source/checks/server/inspections.ts';
import type {Facts, Tag} from '../../../../source/core/observation.ts';
import type {Options} from '../../../../source/core/options.ts';
import {startSession} from '../../../../source/engine/start-session.ts';
import {createMachinery} from '../../../../source/wiring.ts';
import {freePort} from '../../../helpers/free-port.ts';
import {startNameServer, type Zone} from '../../../helpers/name-server.ts';
import {optionsFor} from '../../../helpers/run-session.ts';

const [oldAddress, newAddress] = ['192.0.2.10', '192.0.2.20'];
const sender = 'sender.example';

/** A session with a port that is refused, in which nothing is looked at inside but this. */
async function examine(
	record: string,
	more: Zone = {},
	{
		egress = newAddress,
		...options
	}: Omit<Partial<Options>, 'egress'> & {egress?: string | null} = {},
) {
	const dns = await startNameServer({
		[sender]: {TXT: [record], MX: ['10 mx.sender.example']},
		...more,
	});
	const machinery = createMachinery('0.0.0');
	const session = startSession(
		optionsFor(await freePort(), {
			dns,
			...(egress === null ? {} : {egress}),
			from: `ada@${sender}`,
			helo: 'app.sender.example',
			inside: {kind: 'local', sudo: false},
			...options,
		}),
		async () => undefined,
		{
			...machinery,
			inside: async () => ({
				...(await machinery.inside()),
				inspections: inspections.filter(({id}) => id === 'old-address'),
				calls: [{inspection: 'old-address', when: ['refused'], does: '', why: ''}],
			}),
		},
		false,
	);
	const result = await session.done;
	return {
		warnings: result.warnings.map(warning => warning.class),
		result,
		observed: <T extends Tag>(tag: T) =>
			session.events.flatMap(event =>
				event.type === 'observation' && event.kind === tag ? [event.facts as Facts[T]] : [],
			),
	};
}

describe('the SPF record', () => {
	test('names the old address and not this machine, which delivers itself', async () => {
		const {observed, warnings, result} = await examine(`v=spf1 ip4:${oldAddress} -all`);
		expect(result).toMatchObject({class: 'refused', outcome: 'problem'});
		expect(observed('client.left-out')).toEqual([
			{
				kind: 'spf',
				place: 'the SPF record of sender.example',
				names: [oldAddress],
				client: newAddress,
			},
		]);
		expect(observed('records.finding')).toMatchObject([
			{
				topic: 'SPF',
				severity: 'problem',
				publish: `sender.example. TXT "v=spf1 ip4:${newAddress} ip4:${oldAddress} -all"`,
			},
		]);
		expect(warnings).toEqual(['sender-auth-failed']);
		// One place is no story
		expect(observed('client.moved')).toEqual([]);
	});

	test('names it by a name', async () => {
		const {observed} = await examine('v=spf1 a:old.sender.example ~all', {
			'old.sender.example': {A: [oldAddress]},
		});
		expect(observed('client.left-out')).toMatchObject([{kind: 'spf', names: [oldAddress]}]);
	});

	test('of what another server passes on, that server’s address counts', async () => {
		const {observed, warnings} = await examine(
			`v=spf1 ip4:${oldAddress} -all`,
			{},
			{aim: 'submit'},
		);
		expect(observed('records.spf-ahead')).toMatchObject([
			{way: 'passed-on', relay: '127.0.0.1', relayResult: 'fail', result: 'fail'},
		]);
		expect(observed('records.finding')[0]?.says).toContain('is not allowed either (fail)');
		expect(warnings).toEqual(['sender-auth-failed']);
	});

	test('where it allows that server, this machine need not be in it', async () => {
		const record = `v=spf1 ip4:${oldAddress} ip4:127.0.0.1 -all`;
		const {observed, warnings} = await examine(record, {}, {aim: 'submit'});
		expect(observed('client.left-out')).toMatchObject([{names: [oldAddress]}]);
		expect(observed('records.finding')).toEqual([]);
		expect(warnings).toEqual([]);
	});

	test.each([
		['allows this machine as well', `v=spf1 ip4:${oldAddress} ip4:${newAddress} -all`],
		['allows its network', 'v=spf1 ip4:192.0.2.0/24 -all'],
		['is not there', 'some text'],
		['cannot be evaluated', 'v=spf1 ip4:nonsense -all'],
	])('%s: nothing is said', async (_, record) => {
		const {observed, warnings} = await examine(record);
		expect(observed('client.left-out')).toEqual([]);
		expect(observed('records.finding')).toEqual([]);
		expect(warnings).toEqual([]);
	});

	test('is told once, where the sender’s records were looked at anyway', async () => {
		const {observed} = await examine(`v=spf1 ip4:${oldAddress} -all`, {}, {records: true});
		const spf = observed('records.finding').filter(({topic}) => topic === 'SPF');
		expect(spf).toHaveLength(1);
		expect(observed('client.left-out')).toHaveLength(1);
	});

	test('from which address this machine sends is not known behind address translation', async () => {
		const {observed} = await examine(`v=spf1 ip4:${oldAddress} -all`, {}, {egress: null});
		expect(observed('records.spf-ahead')).toEqual([]);
	});
});

test('the name that this machine gives, and SPF: it has moved', async () => {
	const {observed} = await examine(`v=spf1 ip4:${oldAddress} -all`, {
		'app.sender.example': {A: [oldAddress]},
	});
	const [story] = observed('client.moved');
	expect(story).toMatchObject({old: [oldAddress], client: newAddress, certainty: 'likely'});
	expect(story?.says).toBe(
		'192.0.2.10 is still named in the A record of app.sender.example (the HELO name of this machine) and the SPF record of sender.example; this machine is 192.0.2.20. It looks like a move: what was set for the old address was not carried over to the new one.',
	);
});
