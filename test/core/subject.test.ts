import {expect, test} from 'vitest';
import {observation, type Facts} from '../../source/core/observation.ts';
import {addressRange, domainOf, subjectOf} from '../../source/core/subject.ts';

const asked: Facts['session.asked'] = {
	aim: 'deliver',
	target: 'ada@example.com',
	port: null,
	tls: 'auto',
	signIn: false,
	sender: 'eve@sender.example',
	recipient: 'ada@example.com',
	recipientDomain: 'example.com',
	send: false,
	run: 1,
};
const port: Facts['tcp.open'] = {
	host: 'mx.example.com',
	address: '2001:db8::25',
	port: 25,
	service: 'smtp',
	role: 'conversation',
	after: 3,
};

test.each([
	['192.0.2.1', '192.0.2.1/32'],
	['2001:db8::1', '[2001:db8::1]/128'],
])('%s stands in mynetworks as %s', (address, range) => {
	expect(addressRange(address)).toBe(range);
});

test.each([
	['ada@example.com', 'example.com'],
	['"a@b"@example.com', 'example.com'],
	['', ''],
	['ada', ''],
])('the domain of %j is %j', (mailbox, domain) => {
	expect(domainOf(mailbox)).toBe(domain);
});

test('before anything was reached, the subject is what was asked for', () => {
	expect(subjectOf([observation('session.asked', asked)])).toMatchObject({
		host: 'ada@example.com',
		targetName: 'example.com',
		port: 25,
		senderDomain: 'sender.example',
		client: undefined,
	});
});

test('a refused port is the subject; the endpoint of the dialogue comes before it', () => {
	const refused = observation('tcp.refused', {...port, code: 'ECONNREFUSED'});
	const control = observation('tcp.open', {...port, port: 443, role: 'control'});
	const seen = [observation('session.asked', asked), control, refused];
	expect(subjectOf(seen)).toMatchObject({host: 'mx.example.com', port: 25});

	const chosen = observation('endpoint.chosen', {
		host: 'mx2.example.com',
		address: '192.0.2.26',
		port: 587,
		service: 'submission',
		mode: 'auto',
		client: '2001:db8::7',
		local: false,
	});
	expect(subjectOf([...seen, chosen])).toMatchObject({
		host: 'mx2.example.com',
		port: 587,
		client: '2001:db8::7',
		clientCidr: '[2001:db8::7]/128',
	});
});
