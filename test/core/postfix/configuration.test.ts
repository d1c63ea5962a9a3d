// main.cf, master.cf and what postconf prints: the value that counts, and the line in which it stands.
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {placeInWords} from '../../../source/core/postfix/config-file.ts';
import {parseMainCf, parsePostconf} from '../../../source/core/postfix/main-cf.ts';
import {parseMasterCf, serviceAt} from '../../../source/core/postfix/master-cf.ts';
import {textOf, wordsOf} from '../../../source/core/postfix/placed.ts';
import {readConfiguration, settingsAt} from '../../../source/core/postfix/read-configuration.ts';
import {settingsOf} from '../../../source/core/postfix/settings.ts';

const main = (text: string) => parseMainCf(text, '/etc/postfix/main.cf');
const master = (text: string) => parseMasterCf(text, '/etc/postfix/master.cf');

describe('main.cf', () => {
	test('a list over several lines, with comments between them, keeps the line of each word', () => {
		const file = [
			'# who may relay',
			'smtpd_relay_restrictions =',
			'  permit_mynetworks,',
			'# signed in',
			'',
			'\tpermit_sasl_authenticated',
			'  reject_unauth_destination',
			'myhostname = mail.example.org',
		].join('\n');
		const words = wordsOf(main(file).get('smtpd_relay_restrictions') ?? []);
		expect(words.map(({text, at}) => `${at.line} ${text}`)).toEqual([
			'3 permit_mynetworks',
			'6 permit_sasl_authenticated',
			'7 reject_unauth_destination',
		]);
	});

	test('of two entries the last one counts', () => {
		const value =
			main('mynetworks = 10.0.0.0/8\nmynetworks=192.0.2.0/24\n').get('mynetworks') ?? [];
		expect(textOf(value)).toBe('192.0.2.0/24');
		expect(placeInWords(value[0]?.at ?? {parameter: '', file: '', line: null})).toBe(
			'/etc/postfix/main.cf, line 2',
		);
	});

	test('braces keep a table together', () => {
		const value = main(
			'smtpd_sender_restrictions = check_sender_access inline:{a=OK, b=REJECT}, reject',
		);
		expect(wordsOf(value.get('smtpd_sender_restrictions') ?? []).map(w => w.text)).toEqual([
			'check_sender_access',
			'inline:{a=OK, b=REJECT}',
			'reject',
		]);
	});

	test('whatever stands in a file, it is read without a fault', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), text => {
				const entry = {...master('x inet n - n - - smtpd')[0]};
				const service = {name: '', type: '', chroot: '', command: '', file: '', line: 1, ...entry};
				const settings = settingsOf(
					{...service, overrides: service.overrides ?? new Map()},
					main(text),
					parsePostconf(text),
				);
				for (const name of main(text).keys()) {
					settings.words(name);
				}

				master(text);
			}),
		);
	});
});

describe('values that refer to others', () => {
	const cases: ReadonlyArray<readonly [string, string, string]> = [
		['$name', 'a = 1\nx = <$a>', '<1>'],
		['${name} and $(name)', 'a = 1\nx = ${a}$(a)', '11'],
		['a name that is not there', 'x = <$nothing>', '<>'],
		['?: where it is set', 'a = 1\nx = ${a?yes}', 'yes'],
		['?{}:{}', 'a = 1\nx = ${a?{yes}:{no}}${b?{yes}:{no}}', 'yesno'],
		[': where it is not', 'x = ${b:no}', 'no'],
		['a comparison', 'a = 1\nx = ${{$a} == {1} ? {same} : {other}}', 'same'],
		['numbers compare as numbers', 'a = 10\nx = ${{$a} > {9} ? {more} : {less}}', 'more'],
		[
			'levels compare part by part',
			'compatibility_level = 3.10\nx = ${{$compatibility_level} <level {3.6} ? {no} : {yes}}',
			'yes',
		],
		['$$ is a dollar', 'x = $$a', '$a'],
		['one that refers to itself', 'x = a$x', 'a'],
	];
	test.each(cases)('%s', (_, file, expected) => {
		const [service] = master('smtp inet n - n - - smtpd');
		const x = service && settingsOf(service, main(file), new Map()).text('x');
		expect(x?.replace(/^a+$/, 'a')).toBe(expected);
	});

	test('a word that comes from another parameter leads to that one’s line', () => {
		const [service] = master('smtp inet n - n - - smtpd');
		const settings = service && settingsOf(service, main('a = x y\nlist = $a, z'), new Map());
		expect(
			settings?.words('list').map(({text, at}) => `${text} ${at.parameter} ${at.line}`),
		).toEqual(['x a 1', 'y a 1', 'z list 2']);
	});
});

describe('master.cf', () => {
	const file = [
		'smtp      inet  n       -       y       -       -       smtpd',
		'submission inet n       -       y       -       -       smtpd',
		'  -o syslog_name=postfix/submission',
		'# -o smtpd_sasl_auth_enable=no',
		'  -o { smtpd_relay_restrictions = permit_sasl_authenticated, reject }',
		'127.0.0.1:10025 inet n - n - - smtpd -o mynetworks=127.0.0.0/8',
		'192.0.2.1:smtp inet n - n - - smtpd -o soft_bounce=yes',
		'[::1]:2525 inet n - n - - smtpd',
		'pickup    unix  n       -       y       60      1       pickup',
	].join('\n');

	test('overrides of a service stand in the line where they are written', () => {
		const {service} = serviceAt(master(file), '198.51.100.1', 587) ?? {};
		const settings = service && settingsOf(service, main('mynetworks = 10.0.0.0/8'), new Map());
		expect(settings?.words('smtpd_relay_restrictions').map(w => w.text)).toEqual([
			'permit_sasl_authenticated',
			'reject',
		]);
		expect(settings?.place('smtpd_relay_restrictions')).toMatchObject({
			file: '/etc/postfix/master.cf',
			line: 5,
			service: 'submission/inet',
		});
		expect(settings?.place('smtpd_sasl_auth_enable')).toMatchObject({file: '', line: null});
		expect(settings?.text('mynetworks')).toBe('10.0.0.0/8');
	});

	test.each([
		['the port by its name', '198.51.100.1', 25, 'smtp'],
		['the entry for this address goes first', '192.0.2.1', 25, '192.0.2.1:smtp'],
		['a port of one address', '127.0.0.1', 10_025, '127.0.0.1:10025'],
		['an IPv6 address', '::1', 2525, '[::1]:2525'],
		['no such port', '192.0.2.1', 465, undefined],
	])('%s', (_, address, port, name) => {
		expect(serviceAt(master(file), address, port)?.service.name).toBe(name);
	});

	test('postscreen hands the client to the service that it names', () => {
		const found = serviceAt(
			master('smtp inet n - n - 1 postscreen\nsmtpd pass - - n - - smtpd -o a=b'),
			'192.0.2.1',
			25,
		);
		expect(found?.service).toMatchObject({type: 'pass', command: 'smtpd'});
		expect(found?.front?.command).toBe('postscreen');
	});
});

test('where the files cannot be read, the programs tell the values without their lines', () => {
	const configuration = readConfiguration({
		all: 'mynetworks = 127.0.0.0/8\nsmtpd_delay_reject = yes\n',
		set: 'mynetworks = 192.0.2.0/24\n',
		services: 'smtp inet n - y - - smtpd\n    -o soft_bounce=yes\n',
		folder: '/etc/postfix',
		mainCf: undefined,
		masterCf: undefined,
	});
	const {settings} = settingsAt(configuration, '192.0.2.1', 25) ?? {};
	expect(settings?.text('mynetworks')).toBe('192.0.2.0/24');
	expect(settings?.place('mynetworks')).toMatchObject({file: '/etc/postfix/main.cf', line: null});
	expect(settings?.isOn('soft_bounce')).toBe(true);
	expect(settings?.place('soft_bounce')).toMatchObject({line: null, service: 'smtp/inet'});
	expect(settings?.place('smtpd_delay_reject')).toMatchObject({file: ''});
});
