// What the programs of a server print about it, and what is read out of that.
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {certificateIn} from '../../../source/checks/server/settings/certificate-files.ts';
import {
	filesAtPort,
	filesOfExim,
	filesOfPostfix,
	lineNaming,
} from '../../../source/checks/server/settings/certificate-settings.ts';
import {
	faultsOfExim,
	faultsOfOpensmtpd,
	faultsOfPostfix,
	faultsOfSendmail,
} from '../../../source/checks/server/settings/configuration.ts';
import {countIn, fileLimitIn} from '../../../source/checks/server/host/open-files.ts';
import {
	filesystemsIn,
	nameServersIn,
	overridesIn,
} from '../../../source/checks/server/host/machine.ts';

describe('the configuration', () => {
	test.each([
		[
			'postconf: fatal: /etc/postfix/main.cf, line 5: missing \'=\' after attribute name: "mynetworks"',
			{file: '/etc/postfix/main.cf', line: 5},
		],
		[
			'postconf: fatal: /etc/postfix/master.cf: line 12: bad transport type: inett',
			{file: '/etc/postfix/master.cf', line: 12},
		],
		['postconf: fatal: bad string length 0 < 1: myhostname =', {file: '', line: 0}],
	])('Postfix: %s', (text, fault) => {
		expect(faultsOfPostfix(text)).toMatchObject([fault]);
	});

	test('a parameter that nothing uses is no fault of Postfix', () => {
		const text =
			'postconf: warning: /etc/postfix/main.cf: unused parameter: mynetwork=x\nmyhostname = a';
		expect(faultsOfPostfix(text)).toEqual([]);
	});

	test('Exim names the line, and the reason beside or below it', () => {
		expect(
			faultsOfExim(
				'2026-11-26 10:00:00 Exim configuration error in line 12 of /etc/exim4/exim4.conf:\n  main option "foo" unknown',
			),
		).toEqual([{file: '/etc/exim4/exim4.conf', line: 12, message: 'main option "foo" unknown'}]);
		expect(faultsOfExim('Exim version 4.96 #2 built 1-Jan-2025')).toEqual([]);
	});

	test('OpenSMTPD names file and line', () => {
		expect(faultsOfOpensmtpd('/etc/smtpd.conf:7: syntax error')).toEqual([
			{file: '/etc/smtpd.conf', line: 7, message: 'syntax error'},
		]);
		expect(faultsOfOpensmtpd('configuration OK')).toEqual([]);
	});

	test('OpenSMTPD 7 names the key that it does not take in a warning', () => {
		const said =
			'warn:  /etc/ssl/mail/key.pem: insecure permissions: must be at most rwxr----- \nsmtpd: load_pki_keys: failed to load key file\n';
		expect(faultsOfOpensmtpd(said)).toEqual([
			{
				file: '/etc/ssl/mail/key.pem',
				line: 0,
				message: 'insecure permissions: must be at most rwxr-----',
			},
			{file: '', line: 0, message: 'load_pki_keys: failed to load key file'},
		]);
	});

	test('Sendmail names file and line', () => {
		const said =
			'554 5.0.0 /etc/mail/sendmail.cf: line 1919: unknown configuration line "no such line"\nVersion 8.17.1.9\n';
		expect(faultsOfSendmail(said)).toEqual([
			{
				file: '/etc/mail/sendmail.cf',
				line: 1919,
				message: 'unknown configuration line "no such line"',
			},
		]);
		expect(faultsOfSendmail('Version 8.17.1.9\n Compiled with: DNSMAP LOG\n')).toEqual([]);
	});

	test('master.cf without enough fields, as `postconf -M` says it', () => {
		expect(
			faultsOfPostfix('postconf: fatal: file /etc/postfix/master.cf: line 140: bad field count'),
		).toEqual([{file: '/etc/postfix/master.cf', line: 140, message: 'fatal: bad field count'}]);
	});
});

describe('the certificate files', () => {
	test('the chain file of Postfix comes before the two older settings', () => {
		expect(filesOfPostfix('/etc/ssl/cert.pem\n/etc/ssl/key.pem\n\n')).toEqual({
			certificate: '/etc/ssl/cert.pem',
			key: '/etc/ssl/key.pem',
		});
		expect(
			filesOfPostfix('/old.pem\n/old.key\n/etc/ssl/all.pem, /etc/ssl/ec.pem\n').certificate,
		).toBe('/etc/ssl/all.pem');
	});

	test('what only the server itself can look up is no path', () => {
		expect(filesOfExim('tls_certificate = ${lookup{x}lsearch{/y}}\ntls_privatekey = \n')).toEqual({
			certificate: '',
			key: '',
		});
		expect(filesOfPostfix('none\n\n\n').certificate).toBe('');
	});

	test('fingerprint, end and key of a certificate', () => {
		const key = '-----BEGIN PUBLIC KEY-----\nMFkwEwYH\n-----END PUBLIC KEY-----';
		expect(
			certificateIn(`sha256 Fingerprint=AA:BB:0C\nnotAfter=Jan  2 03:04:05 2027 GMT\n${key}\n`),
		).toEqual({
			fingerprint: 'AA:BB:0C',
			validTo: '2027-01-02T03:04:05.000Z',
			publicKey: '-----BEGINPUBLICKEY-----MFkwEwYH-----ENDPUBLICKEY-----',
		});
	});
});

describe('the machine', () => {
	test('room on disk, with long device names too', () => {
		const output = [
			'Filesystem     1024-blocks     Used Available Capacity Mounted on',
			'/dev/sda1         41152736 38000000   1040000      98% /',
			'tmpfs                10240    10240         0     100% /var/spool',
		].join('\n');
		expect(filesystemsIn(output)).toEqual([
			{mount: '/', free: 1_040_000, usedPercent: 98},
			{mount: '/var/spool', free: 0, usedPercent: 100},
		]);
	});

	test('resolvers, and names that the hosts file overrides', () => {
		expect(nameServersIn('# x\nnameserver 192.0.2.53\noptions edns0\n nameserver ::1\n')).toEqual([
			'192.0.2.53',
			'::1',
		]);
		expect(
			overridesIn(
				'127.0.0.1 localhost\n127.0.1.1 app01.example.net app01\n192.0.2.9 mail.example.com # old\n',
			),
		).toEqual(['mail.example.com 192.0.2.9']);
	});
});

test('no output, however strange, breaks the reading', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			for (const read of [
				faultsOfPostfix,
				faultsOfExim,
				faultsOfOpensmtpd,
				filesOfPostfix,
				filesOfExim,
				certificateIn,
				filesystemsIn,
				nameServersIn,
				overridesIn,
			]) {
				expect(() => read(text)).not.toThrow();
			}
		}),
	);
});

describe('the settings that name the certificate', () => {
	const masterCf = `smtp inet n - y - - smtpd
  -o smtpd_tls_cert_file=$own/cert.pem
submission inet n - y - - smtpd
  -o smtpd_tls_chain_files=/etc/ssl/chain.pem
`;
	const mainCf =
		'own = /etc/ssl/own\nsmtpd_tls_cert_file = /etc/ssl/cert.pem\nsmtpd_tls_key_file = /etc/ssl/key.pem\n';
	const named = {certificate: '/etc/ssl/cert.pem', key: '/etc/ssl/key.pem'};

	test.each([
		[25, {certificate: '/etc/ssl/own/cert.pem', key: '/etc/ssl/key.pem'}],
		[587, {certificate: '/etc/ssl/chain.pem', key: '/etc/ssl/chain.pem'}],
		[465, named],
	])('those of master.cf count before those of main.cf: port %i', (port, files) => {
		expect(filesAtPort(mainCf, masterCf, port, named)).toEqual(files);
	});

	test('a line about the server’s certificate goes before one about the client’s', () => {
		const text =
			'# smtpd_tls_cert_file = /etc/ssl/cert.pem\nsmtp_tls_cert_file = /etc/ssl/cert.pem\nsmtpd_tls_cert_file = /etc/ssl/cert.pem\n';
		expect(lineNaming('/etc/ssl/cert.pem', [{file: '/etc/postfix/main.cf', text}])).toEqual({
			setting: 'smtpd_tls_cert_file = /etc/ssl/cert.pem',
			place: '/etc/postfix/main.cf, line 3',
		});
		expect(lineNaming('/etc/ssl/other.pem', [{file: '/x', text}])).toEqual({
			setting: '',
			place: '',
		});
	});
});

test('the limit of open files, and how many are', () => {
	const limits = `Limit                     Soft Limit           Hard Limit           Units
Max processes             95642                95642                processes
Max open files            1024                 524288               files
`;
	expect(fileLimitIn(limits)).toBe(1024);
	expect(
		fileLimitIn('Max open files            unlimited            unlimited            files'),
	).toBe(null);
	expect(countIn('0\n1\n2\n10\n')).toBe(4);
});
