import {expect, test} from 'vitest';
import {sourceAddress} from '../../source/net/source-address.ts';

test('towards this machine itself, this side is what it is called', async () => {
	expect(await sourceAddress({address: '127.0.0.1', port: 25})).toBe('127.0.0.1');
	expect(await sourceAddress({address: '::1', port: 25})).toBe('::1');
});

test('where nothing can be sent to, there is none', async () => {
	expect(await sourceAddress({address: 'no address', port: 25})).toBeUndefined();
	expect(await sourceAddress({address: '127.0.0.1', port: 0})).toBeUndefined();
});
