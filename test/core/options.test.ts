import {expect, test} from 'vitest';
import {
	conversationPorts,
	defaultPatience,
	defaultTimeout,
	serviceOf,
	type Options,
} from '../../source/core/options.ts';

const options = (more: Partial<Options> = {}): Options => ({
	target: {kind: 'host', host: 'mail.example.com'},
	aim: 'deliver',
	tls: 'auto',
	allowPlaintextAuth: false,
	insecure: false,
	send: false,
	timeout: defaultTimeout,
	patience: defaultPatience,
	pipeline: true,
	...more,
});

test('the defaults are those of the documentation: 10 and 60 seconds', () => {
	expect([defaultTimeout, defaultPatience]).toEqual([10_000, 60_000]);
});

test.each([
	[25, options(), 'smtp'],
	[25, options({aim: 'submit'}), 'smtp'],
	[465, options(), 'submissions'],
	[587, options(), 'submission'],
	[2525, options(), 'submission'],
	[12_345, options(), 'smtp'],
	[12_345, options({aim: 'submit'}), 'submission'],
	[12_345, options({aim: 'submit', tls: 'implicit'}), 'submissions'],
	[12_345, options({services: {12345: 'submissions'}}), 'submissions'],
	[25, options({services: {25: 'submission'}}), 'submission'],
] as const)('port %i is for %o: %s', (port, given, service) => {
	expect(serviceOf(port, given)).toBe(service);
});

test('the ports of the conversation follow the aim, and a port that was given is the only one', () => {
	expect(conversationPorts(options())).toEqual([25]);
	expect(conversationPorts(options({aim: 'submit'}))).toEqual([587, 465, 25]);
	expect(conversationPorts(options({aim: 'submit', port: 2525}))).toEqual([2525]);
});

test('where high ports stand for services, they are the ports of the conversation', () => {
	const services = {10_025: 'smtp', 10_465: 'submissions', 10_587: 'submission'} as const;
	expect(conversationPorts(options({services}))).toEqual([10_025]);
	expect(conversationPorts(options({services, aim: 'submit'}))).toEqual([10_587, 10_465, 10_025]);
});
