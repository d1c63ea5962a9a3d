// The doors as checks get them.
import {expect, test} from 'vitest';
import {createPorts} from '../../source/net/create-ports.ts';
import {serveNames} from './dns/name-server.ts';
import {calm, patience} from './peer.ts';

test('a resolver that was named is asked, and no other', async () => {
	const name = 'mail.example';
	const dns = await serveNames(() => ({answers: [{type: 'A', name, data: '192.0.2.7'}]}));
	const answer = await createPorts({dns}).resolve({name, type: 'A', timeout: patience}, calm);
	expect(answer).toMatchObject({records: ['192.0.2.7'], resolver: `127.0.0.1:${dns.port}`});
});

test('the clock never goes back', () => {
	const {now} = createPorts({});
	const times = Array.from({length: 1000}, () => now());
	expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('the hosts file is asked without its being there having to be certain', async () => {
	expect(await createPorts({}).hostsEntries('no-such-host.invalid')).toEqual([]);
});
