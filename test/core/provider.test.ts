import {expect, test} from 'vitest';
import {recogniseProvider} from '../../source/core/provider.ts';
import {providers} from '../../source/knowledge/providers.ts';

const nameOf = (traces: Partial<Parameters<typeof recogniseProvider>[0]>) =>
	recogniseProvider({reverseNames: [], dmi: [], ...traces}, providers)?.name;

test('the firmware of a rented machine tells whose it is', () => {
	expect(nameOf({dmi: ['Amazon EC2', 't3.micro']})).toBe('Amazon EC2');
	expect(nameOf({dmi: ['Google', 'Google Compute Engine\n']})).toBe('Google Cloud');
	expect(nameOf({dmi: ['DigitalOcean', 'Droplet']})).toBe('DigitalOcean');
	expect(nameOf({dmi: ['Hetzner', 'vServer']})).toBe('Hetzner Cloud');
});

test('Hyper-V at home, a Chromebook and somebody’s OpenStack are no cloud of ours', () => {
	expect(nameOf({dmi: ['Microsoft Corporation', 'Virtual Machine']})).toBeUndefined();
	expect(nameOf({dmi: ['Google', 'Eve']})).toBeUndefined();
	expect(nameOf({dmi: ['OpenStack Foundation', 'OpenStack Nova']})).toBeUndefined();
	expect(nameOf({dmi: ['Microsoft Corporation', '7783-7084-3265-9085-8269-3286-77']})).toBe(
		'Microsoft Azure',
	);
});

test('a reverse name counts by its whole labels, whatever its case and final dot', () => {
	expect(nameOf({reverseNames: ['ec2-198-51-100-1.compute-1.AMAZONAWS.com.']})).toBe('Amazon EC2');
	expect(nameOf({reverseNames: ['c-198-51-100-1.hsd1.ma.comcast.net']})).toBe(
		'Comcast Xfinity (home line)',
	);
	expect(nameOf({reverseNames: ['mail.notcomcast.net']})).toBeUndefined();
	expect(nameOf({reverseNames: ['vultr.com.example']})).toBeUndefined();
});

test('the firmware counts before a name that a customer can choose', () => {
	expect(nameOf({dmi: ['Vultr'], reverseNames: ['a.compute.amazonaws.com']})).toBe('Vultr');
});

test('what was recognised says by what, and what is blocked as of when', () => {
	const facts = recogniseProvider({reverseNames: [], dmi: ['DigitalOcean']}, providers);
	expect(facts).toMatchObject({blocked: [25, 465, 587], open: [], asOf: '2026-07'});
	expect(facts?.evidence).toContain('DigitalOcean');
	expect(facts?.source).toContain('docs.digitalocean.com');
});
