import {expect, test} from 'vitest';
import {derive} from '../../source/core/derive.ts';
import {observation, type Facts, type Observation} from '../../source/core/observation.ts';

type Port = Facts['tcp.open'];
const port = (number: number, after: number, rest: Partial<Port> = {}): Port => ({
	host: 'mail.example.com',
	address: '192.0.2.1',
	port: number,
	service: 'smtp',
	role: 'conversation',
	after,
	...rest,
});
const open = (...given: Parameters<typeof port>) => observation('tcp.open', port(...given));
const silent = (...given: Parameters<typeof port>) => observation('tcp.silent', port(...given));
const refused = (...given: Parameters<typeof port>) =>
	observation('tcp.refused', {...port(...given), code: 'ECONNREFUSED'});
const tags = (seen: readonly Observation[]) => derive(seen).map(({tag}) => tag);

test('a refusal in 1 ms from a host that is 30 ms away came from this side', () => {
	const derived = derive([refused(25, 1), open(587, 30, {role: 'mail'})]);
	expect(derived).toContainEqual(
		observation('derived.refused-nearby', {
			host: 'mail.example.com',
			port: 25,
			after: 1,
			roundTrip: 30,
		}),
	);
});

test('a refusal that takes as long as an answer came from the host', () => {
	expect(tags([refused(25, 29), open(587, 30, {role: 'mail'})])).not.toContain(
		'derived.refused-nearby',
	);
});

test('on a near host nothing is concluded from the time of a refusal', () => {
	expect(tags([refused(25, 0.1), open(587, 2, {role: 'mail'})])).not.toContain(
		'derived.refused-nearby',
	);
});

test('one slow answer beside a quick one does not make a host far, and nothing makes loopback far', () => {
	const mail = {role: 'mail'} as const;
	expect(tags([refused(25, 1), open(465, 1.5, mail), open(587, 30, mail)])).not.toContain(
		'derived.refused-nearby',
	);
	const here = {address: '127.0.0.1'};
	expect(tags([refused(25, 1, here), open(587, 30, {...mail, ...here})])).not.toContain(
		'derived.refused-nearby',
	);
});

test('one answer alone may be slow because this machine is busy; two that agree are not', () => {
	const mail = {role: 'mail'} as const;
	expect(tags([refused(25, 3), open(587, 20, mail)])).not.toContain('derived.refused-nearby');
	expect(tags([refused(25, 3), open(587, 20, mail), open(465, 21, mail)])).toContain(
		'derived.refused-nearby',
	);
});

test('nothing makes an address of this very machine far', () => {
	const own = {client: '192.0.2.1'};
	expect(tags([refused(25, 1, own), open(587, 30, {role: 'mail'})])).not.toContain(
		'derived.refused-nearby',
	);
});

test('a silent mail port beside an open control port says that the host is up', () => {
	const seen = tags([silent(25, 10_000), open(443, 30, {role: 'control'})]);
	expect(seen).toContain('derived.control-port-open');
	expect(seen).not.toContain('derived.nothing-answers');
});

test('a host of which nothing answers is told from one with a closed port', () => {
	expect(tags([silent(25, 10_000), silent(443, 10_000, {role: 'control'})])).toContain(
		'derived.nothing-answers',
	);
	const up = tags([silent(25, 10_000), refused(443, 30, {role: 'control'})]);
	expect(up).toContain('derived.host-answers');
	expect(up).not.toContain('derived.nothing-answers');
});

test('one family that works beside one that does not is named', () => {
	const six = {address: '2001:db8::1'};
	expect(derive([silent(25, 10_000, six), open(25, 30)])).toContainEqual(
		observation('derived.family-differs', {host: 'mail.example.com', works: 4, fails: 6}),
	);
	expect(tags([open(25, 30, six), open(25, 30)])).not.toContain('derived.family-differs');
});

test('a recipient’s domain whose MX is this server is its own', () => {
	const asked = observation('session.asked', {
		aim: 'deliver',
		target: 'mail.example.com',
		port: 25,
		tls: 'auto',
		signIn: false,
		sender: '',
		recipient: 'ada@shop.example',
		recipientDomain: 'shop.example',
		send: false,
		run: 1,
	});
	const chosen = observation('endpoint.chosen', {
		host: 'mail.example.com',
		address: '192.0.2.1',
		port: 25,
		service: 'smtp',
		mode: 'auto',
		client: '198.51.100.7',
		local: false,
	});
	const mx = (exchange: string) =>
		observation('dns.mx', {
			domain: 'Shop.example',
			source: 'mx',
			exchanges: [{preference: 10, exchange}],
		});
	expect(tags([asked, chosen, mx('MAIL.example.com')])).toContain('derived.own-domain');
	expect(tags([asked, chosen, mx('mx.elsewhere.example')])).not.toContain('derived.own-domain');
});

test('one silent port among refused ones is told from a host on which all mail ports are silent', () => {
	const mail = {role: 'mail'} as const;
	const alone = (...others: readonly Observation[]) =>
		derive([silent(25, 5000), ...others]).filter(({tag}) => tag === 'derived.only-port-silent');
	expect(alone(refused(465, 1, mail), refused(587, 1, mail))).toMatchObject([
		{data: {port: 25, refused: [465, 587]}},
	]);
	expect(alone(silent(465, 5000, mail), silent(587, 5000, mail))).toEqual([]);
	expect(alone(refused(465, 1, mail), silent(587, 5000, mail))).toEqual([]);
	expect(alone(refused(22, 1, {role: 'control'}))).toEqual([]);
});
