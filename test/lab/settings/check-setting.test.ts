import fc from 'fast-check';
import {expect, test} from 'vitest';
import {settingNames, type SettingName} from '../../../source/core/practice.ts';
import {checkSetting} from '../../../source/lab/settings/check-setting.ts';
import {defaultSettings} from '../../../source/lab/settings/default-settings.ts';
import {overrideNames, parseMasterService} from '../../../source/lab/settings/master-service.ts';
import {settingTexts} from '../../../source/lab/settings/setting-texts.ts';

test('the settings of a sound server are right as they are', () => {
	expect(settingNames.map(name => checkSetting(name, defaultSettings[name]))).toEqual(
		settingNames.map(() => undefined),
	);
});

const right: ReadonlyArray<readonly [SettingName, string]> = [
	['postfix', 'stopped'],
	['mynetworks', ''],
	['mydestination', '$myhostname, localhost.$mydomain $(mydomain) ${mydomain} bücher.example'],
	['relay_domains', '.branch.example'],
	['smtpd_relay_restrictions', 'permit_mynetworks, Reject_Unauth_Destination'],
	['smtpd_relay_restrictions', 'permit_mynetworks defer'],
	['master.cf/submission', 'off'],
	['master.cf/submission', ''],
	['master.cf/submission', '-o smtpd_relay_restrictions=permit_sasl_authenticated,reject'],
	[
		'master.cf/submission',
		'-o { mynetworks = 192.0.2.0/24, [::1]/128 } -o smtpd_sasl_auth_enable=yes',
	],
	[
		'master.cf/submission',
		'-o smtpd_relay_restrictions=permit_mynetworks -o smtpd_recipient_restrictions=reject',
	],
	['firewall', '25 drop, 587 accept\n465 reject'],
	['dns/mail.shop.example', '127.0.0.1, 127.0.7.1'],
];

test.each(right)('%s = %s is taken', (name, value) => {
	expect(checkSetting(name, value)).toBeUndefined();
});

const wrong: ReadonlyArray<readonly [SettingName, string, RegExp]> = [
	['postfix', 'on', /write running or stopped/],
	['inet_interfaces', '192.0.2.1', /write all or loopback-only/],
	['mynetworks', '192.0.2.0\\24', /is not a network/],
	['mydestination', 'hash:/etc/postfix/domains', /is not a domain/],
	[
		'smtpd_relay_restrictions',
		'permit_mynetworks, reject_unauth_destinations',
		/reject_unauth_destinations/,
	],
	['smtpd_relay_restrictions', 'permit_mynetworks', /would relay for everybody/],
	['smtpd_relay_restrictions', '', /would relay for everybody/],
	['smtpd_sasl_auth_enable', 'true', /write yes or no/],
	['smtpd_tls_security_level', 'required', /write none or may or encrypt/],
	['master.cf/submission', '-o smtpd_sasl_auth_enable = yes', /no spaces around/],
	['master.cf/submission', '-o smtpd_sasl_auth_enabled=yes', /does not know the parameter/],
	['master.cf/submission', '-o smtpd_sasl_auth_enable=on', /^smtpd_sasl_auth_enable: .*yes or no/],
	['master.cf/submissions', '-o smtpd_relay_restrictions=permit_sasl_authenticated', /would relay/],
	['firewall', '26 drop', /is not a rule/],
	['firewall', '25 DROP everything', /is not a rule/],
	['firewall', ' '.repeat(3000), /too long/],
	['dns/mail.shop.example', '', /one to 8 IPv4 addresses/],
	['dns/mail.shop.example', 'mail2.shop.example', /is not an IPv4 address/],
	['dns/mail.shop.example', '::1', /is not an IPv4 address/],
	['dns/mail.shop.example', '127.1', /is not an IPv4 address/],
	['dns/mail.shop.example', '127.0.0.1 192.0.2.10', /192\.0\.2\.10 is outside the lab/],
];

test.each(wrong)('%s = %s is refused with a reason', (name, value, reason) => {
	expect(checkSetting(name, value)).toMatch(reason);
});

test('whatever is typed, the answer is nothing or one sentence', () => {
	fc.assert(
		fc.property(fc.constantFrom(...settingNames), fc.string(), (name, value) => {
			const said = checkSetting(name, value);
			expect(said === undefined || /[.”"]$/.test(said)).toBe(true);
		}),
	);
});

test('overrides are read back as they were written, in both forms of master.cf', () => {
	const value = fc.stringMatching(/^[a-z_,.]{0,20}$/);
	fc.assert(
		fc.property(
			fc.uniqueArray(fc.tuple(fc.constantFrom(...overrideNames), value, fc.boolean()), {
				selector: ([name]) => name,
			}),
			overrides => {
				const text = overrides
					.map(([name, set, braces]) => (braces ? `-o { ${name} = ${set} }` : `-o ${name}=${set}`))
					.join(' ');
				const parsed = parseMasterService(text);
				expect(parsed).toEqual({
					service: {active: true, overrides: new Map(overrides.map(([name, set]) => [name, set]))},
				});
			},
		),
	);
});

test('every setting says what it does, and how it is set for real', () => {
	for (const name of settingNames) {
		const {help, command} = settingTexts[name];
		expect(help, name).toMatch(/\.$/);
		expect(command, name).toMatch(/postconf|systemctl|nft|rndc/);
	}

	expect(settingTexts.inet_interfaces.command).toContain('systemctl restart postfix');
	expect(settingTexts.mynetworks.command).toContain('systemctl reload postfix');
});
