// What the programs of a server print about it, and what is read out of that.
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {certificateIn} from '../../../source/checks/server/certificate-files.ts';
import {filesOfExim, filesOfPostfix} from '../../../source/checks/server/certificate-settings.ts';
import {
	faultsOfExim,
	faultsOfOpensmtpd,
	faultsOfPostfix,
} from '../../../source/checks/server/configuration.ts';
import {filesystemsIn, nameServersIn, overridesIn} from '../../../source/checks/server/machine.ts';

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
