// Who is let through by the address alone: by mynetworks, its files, and access tables.
import {expect, test} from 'vitest';
import {answered} from '../../../source/core/postfix/ask.ts';
import {namedClients} from '../../../source/core/postfix/named-clients.ts';
import {settingsFrom} from './rehearse.ts';

/** What a configuration names; `files` by path, `tables` by `table key`. */
function named(
	main: string,
	members: readonly string[],
	{files = {}, tables = {}}: {files?: Record<string, string>; tables?: Record<string, string>} = {},
) {
	return answered(namedClients(settingsFrom(main), members), ask => {
		const value =
			ask.kind === 'file'
				? files[ask.path]
				: ask.kind === 'table'
					? tables[`${ask.table} ${ask.key}`]
					: undefined;
		return value === undefined ? {status: 'missing'} : {status: 'found', value};
	});
}

test('mynetworks, each line by itself, with the file that it names', () => {
	const main = [
		'# networks',
		'mynetworks = 127.0.0.0/8 192.0.2.10',
		'  !203.0.113.9 203.0.113.0/28',
		'  /etc/postfix/nets',
	].join('\n');
	const files = {'/etc/postfix/nets': '# old machines\n198.51.100.7\n'};
	expect(named(main, ['permit_mynetworks', 'reject'], {files})).toEqual([
		{
			kind: 'mynetworks',
			place: 'mynetworks (/etc/postfix/main.cf, line 2)',
			names: ['127.0.0.0/8', '192.0.2.10'],
		},
		{
			kind: 'mynetworks',
			place: 'mynetworks (/etc/postfix/main.cf, line 3)',
			names: ['203.0.113.0/28'],
		},
		{kind: 'mynetworks', place: 'mynetworks (/etc/postfix/nets, line 2)', names: ['198.51.100.7']},
	]);
});

test('a list without permit_mynetworks takes no notice of it', () => {
	expect(named('mynetworks = 192.0.2.10', ['permit_sasl_authenticated', 'reject'])).toEqual([]);
});

const text = [
	'# who may relay',
	'192.0.2.10     OK',
	'192.0.2.11 REJECT old',
	'203.0.113   permit_auth_destination, permit',
	'app.example.com OK',
	'192.0.2.12     OK',
].join('\n');

test('the entries of an access table that let somebody in, as far as the table still has them', () => {
	const found = named('', ['check_client_access hash:/etc/postfix/clients', 'reject'], {
		files: {'/etc/postfix/clients': text},
		tables: {
			'hash:/etc/postfix/clients 192.0.2.10': 'OK',
			'hash:/etc/postfix/clients 203.0.113': 'permit',
			// The text says OK, and postmap was not run since
			'hash:/etc/postfix/clients 192.0.2.12': 'REJECT',
		},
	});
	expect(found).toEqual([
		{
			kind: 'access-table',
			place: 'hash:/etc/postfix/clients (/etc/postfix/clients, line 2)',
			names: ['192.0.2.10'],
		},
		{
			kind: 'access-table',
			place: 'hash:/etc/postfix/clients (/etc/postfix/clients, line 4)',
			names: ['203.0.113.0/24'],
		},
	]);
});

test('a table of networks is asked for an address in it', () => {
	const found = named('', ['check_client_access cidr:/etc/postfix/cidr'], {
		files: {'/etc/postfix/cidr': '203.0.113.0/28 OK\n0.0.0.0/0 REJECT\n'},
		tables: {'cidr:/etc/postfix/cidr 203.0.113.0': 'OK'},
	});
	expect(found).toMatchObject([
		{names: ['203.0.113.0/28'], place: expect.stringContaining('line 1')},
	]);
});

test('a table whose entries no file lists is left alone', () => {
	expect(named('', ['check_client_access mysql:/etc/postfix/mysql.cf'])).toEqual([]);
});
