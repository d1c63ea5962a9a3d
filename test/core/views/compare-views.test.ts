// Two views of one server: what is the same, what differs, and what only one of them came to see.
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Observation} from '../../../source/core/observation.ts';
import {compareViews, meaningsOf} from '../../../source/core/views/compare-views.ts';
import type {ViewKind, ViewRow} from '../../../source/core/views/view-row.ts';
import {viewMeanings} from '../../../source/knowledge/views.ts';
import {seen} from '../../knowledge/sample-facts.ts';

const rowsOf = (
	first: readonly Observation[],
	second: readonly Observation[],
	kind: ViewKind = 'here',
) =>
	compareViews({
		kind,
		first: {place: 'app01', observations: first},
		second: {place: 'this machine', observations: second},
	});

const cellsOf = (rows: readonly ViewRow[], row: ViewRow['row']) =>
	rows
		.filter(found => found.row === row)
		.map(({about, seenFirst, seenSecond, differs}) => [about, seenFirst, seenSecond, differs]);

/** The one row of that name. */
function rowNamed(rows: readonly ViewRow[], row: ViewRow['row']): ViewRow {
	const [found, ...others] = rows.filter(one => one.row === row);
	expect(others).toEqual([]);
	if (!found) {
		throw new Error(`no row ${row}`);
	}

	return found;
}

const meansOf = (rows: readonly ViewRow[]) =>
	meaningsOf(rows, viewMeanings).map(({meaning}) => meaning);

const certificate = {
	subject: 'CN=mail.example.com',
	issuer: 'CN=Example CA',
	names: ['mail.example.com'],
	validFrom: '2026-01-01T00:00:00.000Z',
	validTo: '2027-01-01T00:00:00.000Z',
	selfSigned: false,
};
const open = seen('tcp.open');
const silent = seen('tcp.silent');
const chosen = seen('endpoint.chosen');
const reply = (code: number, text: string, enhanced = '') =>
	seen('smtp.reply', {reply: {code, text, enhanced}, accepted: code < 400});

test('a port that only one of them finds open differs, and locates the fault between', () => {
	const rows = rowsOf([open, chosen, seen('smtp.greeting')], [silent]);
	expect(cellsOf(rows, 'tcp')).toEqual([['203.0.113.25 port 25', 'open', 'no answer', true]]);
	expect(rowNamed(rows, 'greeting')).toMatchObject({seenSecond: '', differs: false});
	expect(meansOf(rows)).toEqual(['shut-for-second']);
	expect(meansOf(rowsOf([silent], [open]))).toEqual(['shut-for-first']);
	expect(meansOf(rowsOf([silent], [silent]))).toEqual(['shut-for-both']);
	expect(meansOf(rowsOf([open], [open]))).toEqual([]);
});

test('no address means one machine from both places where it is loopback', () => {
	const loopback = {address: '127.0.0.1'};
	const [row] = rowsOf([seen('tcp.refused', loopback)], [seen('tcp.open', loopback)]);
	expect(row).toMatchObject({asked: false, differs: true});
});

test('other ports are told where they differ, and control ports never', () => {
	const other = {port: 587, role: 'mail'} as const;
	const same = rowsOf([open, seen('tcp.refused', other)], [open, seen('tcp.refused', other)]);
	expect(cellsOf(same, 'tcp')).toHaveLength(1);
	const differing = rowsOf([open, seen('tcp.refused', other)], [open, seen('tcp.open', other)]);
	expect(cellsOf(differing, 'tcp')).toContainEqual([
		'203.0.113.25 port 587',
		'refused',
		'open',
		true,
	]);
	const control = {port: 443, role: 'control'} as const;
	expect(rowsOf([seen('tcp.open', control)], [seen('tcp.silent', control)])).toEqual([]);
});

test('a reply is the same by its codes, since its words hold ids and times', () => {
	const one = reply(451, '4.3.2 Try again, id 8A7F', '4.3.2');
	const other = reply(451, '4.3.2 Try again, id 91B0', '4.3.2');
	expect(rowNamed(rowsOf([one], [other]), 'rcpt').differs).toBe(false);
	const refused = reply(554, '5.7.1 Relay access denied', '5.7.1');
	const rows = rowsOf([refused], [reply(250, '2.1.5 Ok', '2.1.5')]);
	expect(rowNamed(rows, 'rcpt').differs).toBe(true);
	expect(meansOf(rows)).toEqual(['second-may']);
});

test('a greeting is the same whatever time it tells, and whoever it is for', () => {
	const greets = (date: string) =>
		seen('smtp.greeting', {reply: {code: 220, text: `mail ESMTP Exim 4.96 ${date}`}});
	const rows = rowsOf(
		[greets('Thu, 26 Nov 2026 13:44:33 +0000')],
		[greets('Thu, 26 Nov 2026 14:44:35 +0100')],
	);
	expect(rowNamed(rows, 'greeting').differs).toBe(false);
	const debian = (client: string) => greets(`; logging access from: ${client}`);
	const two = rowsOf([debian('app01 [192.0.2.10]')], [debian('localhost [127.0.0.1]')]);
	expect(rowNamed(two, 'greeting').differs).toBe(false);
	const hidden = seen('smtp.greeting', {reply: {code: 220, text: '**** ****'}});
	expect(rowNamed(rowsOf([hidden], [greets('')]), 'greeting').differs).toBe(true);
});

test('split DNS shows in the addresses, and names that one of them asked for later do not', () => {
	const inner = seen('dns.address', {addresses: ['10.0.0.25']});
	const later = seen('dns.address', {host: 'mx.elsewhere.example'});
	const rows = rowsOf([seen('dns.address'), later], [inner]);
	expect(cellsOf(rows, 'addresses')).toEqual([
		['mail.example.com', '203.0.113.25', '10.0.0.25', true],
	]);
	expect(meansOf(rows)).toEqual(['names-differ']);
	const order = (...addresses: string[]) => seen('dns.address', {addresses});
	const turned = rowsOf([order('192.0.2.1', '192.0.2.2')], [order('192.0.2.2', '192.0.2.1')]);
	expect(turned.some(({differs}) => differs)).toBe(false);
	const missing = seen('dns.failed', {name: 'mail.example.com', status: 'nxdomain'});
	expect(cellsOf(rowsOf([seen('dns.address')], [missing]), 'addresses')).toMatchObject([
		['mail.example.com', '203.0.113.25', 'none (nxdomain)', true],
	]);
});

test('STARTTLS that is missing in one of the views has a row of its own', () => {
	const offers = (...keywords: string[]) => seen('smtp.capabilities', {keywords});
	const rows = rowsOf([offers('SIZE')], [offers('STARTTLS', 'SIZE')], 'localhost');
	expect(cellsOf(rows, 'starttls')).toEqual([['', 'not offered', 'offered', true]]);
	expect(cellsOf(rows, 'offers')).toEqual([['', 'SIZE', 'SIZE', false]]);
	expect(meansOf(rows)).toEqual(['stripped']);
});

test('another certificate is told by its fingerprint', () => {
	const shows = (fingerprint: string) =>
		seen('tls.established', {chain: [{...certificate, fingerprint}]});
	const rows = rowsOf([shows('AA:BB:CC:DD:EE')], [shows('AA:BB:CC:DD:FF')]);
	expect(rowNamed(rows, 'certificate').differs).toBe(true);
	expect(rowNamed(rows, 'trust').differs).toBe(false);
	expect(meansOf(rows)).toContain('certificates-differ');
});

test('at the server’s own localhost it is one port, whatever its address', () => {
	const within = seen('tcp.open', {address: '127.0.0.1'});
	const rows = rowsOf([seen('tcp.refused')], [within], 'localhost');
	expect(cellsOf(rows, 'tcp')).toEqual([['port 25', 'refused', 'open', true]]);
	expect(meansOf(rows)).toEqual(['works-within']);
	const shut = rowsOf(
		[seen('tcp.refused')],
		[seen('tcp.refused', {address: '127.0.0.1'})],
		'localhost',
	);
	expect(meansOf(shut)).toEqual(['shut-within']);
});

test('two clients have two addresses, which is no difference; the server’s word for it counts more', () => {
	const says = seen('smtp.reply', {
		stage: 'ehlo',
		reply: {code: 250, text: 'mail.example.com Hello app [192.0.2.99]\nSIZE'},
	});
	const rows = rowsOf([chosen, says], [seen('endpoint.chosen', {client: '198.51.100.77'})]);
	expect(cellsOf(rows, 'client')).toEqual([['', '192.0.2.99', '198.51.100.77', false]]);
});

test('whatever servers say: rows stay few and short, on one line, and a view is the same as itself', () => {
	const hostile = fc.string({unit: 'binary', maxLength: 400});
	const dialogue = fc.record({text: hostile, name: hostile, address: hostile, host: hostile});
	fc.assert(
		fc.property(fc.array(dialogue, {maxLength: 100}), said => {
			const view = said.flatMap(({text, name, address, host}) => [
				seen('tcp.open', {address, host}),
				seen('smtp.greeting', {reply: {code: 220, text}, name}),
				seen('smtp.capabilities', {name, keywords: [text]}),
				reply(550, text),
				seen('dns.address', {host, addresses: [address]}),
			]);
			const rows = rowsOf(view, view);
			expect(rows.length).toBeLessThanOrEqual(64);
			expect(rows.some(({differs}) => differs)).toBe(false);
			for (const {seenFirst, seenSecond} of rows) {
				expect(seenFirst.length).toBeLessThanOrEqual(200);
				expect(seenFirst).not.toMatch(/[\r\n]/);
				expect(seenSecond).toBe(seenFirst);
			}
		}),
	);
});
