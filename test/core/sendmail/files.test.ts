// sendmail.cf, sendmail.mc, tables and classes, read with their lines.
import {describe, expect, test} from 'vitest';
import {
	classFileIn,
	mailerIn,
	mapIn,
	optionIn,
	parseCf,
	ruleAt,
	ruleText,
	smartHostIn,
} from '../../../source/core/sendmail/cf-file.ts';
import {daemonAt, flagsOf} from '../../../source/core/sendmail/daemon.ts';
import {keyFault} from '../../../source/core/sendmail/key-file.ts';
import {defineIn, featureIn, listenerIn, parseMc} from '../../../source/core/sendmail/mc-file.ts';
import {aliasIn, entriesIn, entryOf, memberIn} from '../../../source/core/sendmail/table-file.ts';

const cf = parseCf(
	[
		'# built from sendmail.mc', // 1
		'Cwlocalhost',
		'Fw/etc/mail/local-host-names %[^\\#]',
		'DSrelay.example.test', // 4
		'FR-o /etc/mail/relay-domains %[^\\#]',
		'Kaccess hash -T<TMPF> /etc/mail/access',
		'Kdnsbl dns -R A -T<TMP>', // 7
		'#O MaxMessageSize=0',
		'O MaxMessageSize=1000',
		'O DaemonPortOptions=Family=inet,  Name=MTA-v4, Port=smtp, Addr=0.0.0.0', // 10
		'O DaemonPortOptions=Name=MSP, Port=587, M=Ea',
		'SBasic_check_mail',
		'R<? $+> $*\t\t$#error $@ 5.5.4 $: "553 Domain name required" $&f', // 13
		'\t\t\t\t\t...remote is not',
		'R<OKR> $*\t$: @ $2\tdomain ok',
		'Mlocal,\t\tP=/usr/sbin/sensible-mda, F=lsDFMAw5:/|@qPn9S,', // 16
		'\t\tT=DNS/RFC822/X-Unix,',
	].join('\n'),
);

describe('sendmail.cf', () => {
	test('options, maps, classes and mailers, with their lines', () => {
		expect(optionIn(cf, 'maxmessagesize')).toEqual({value: '1000', line: 9});
		expect(optionIn(cf, 'RefuseLA')).toBeUndefined();
		expect(mapIn(cf, 'access')).toEqual({
			name: 'access',
			type: 'hash',
			path: '/etc/mail/access',
			line: 6,
		});
		expect(mapIn(cf, 'dnsbl')?.path).toBe('');
		expect(classFileIn(cf, 'w')).toEqual({path: '/etc/mail/local-host-names', line: 3});
		expect(classFileIn(cf, 'R')).toEqual({path: '/etc/mail/relay-domains', line: 5});
		expect(smartHostIn(cf)).toEqual({value: 'relay.example.test', line: 4});
		expect(mailerIn(cf, 'local')).toMatchObject({line: 16});
	});

	test('a rule by any of its lines, without its comment', () => {
		for (const line of [13, 14]) {
			const rule = ruleAt(cf, line);
			expect(rule).toMatchObject({ruleset: 'Basic_check_mail', line: 13});
			expect(rule && ruleText(rule)).toBe(
				'R<? $+> $* $#error $@ 5.5.4 $: "553 Domain name required" $&f',
			);
		}

		expect(ruleAt(cf, 10)).toBeUndefined();
		expect(ruleAt(cf, 400)).toBeUndefined();
	});

	test('the listener of a port, and its modifiers as the rules have them', () => {
		expect(daemonAt(cf, '198.51.100.25', 25)).toMatchObject({name: 'MTA-v4', line: 10});
		const submission = daemonAt(cf, '198.51.100.25', 587);
		expect(submission).toMatchObject({name: 'MSP', modifiers: 'Ea', line: 11});
		expect(submission && flagsOf(submission)).toBe('EE a');
		expect(daemonAt(cf, '198.51.100.25', 465)).toBeUndefined();
		const both = parseCf(
			'O DaemonPortOptions=Name=V4, Port=25\nO DaemonPortOptions=Family=inet6, Name=V6, Port=25\n',
		);
		expect(daemonAt(both, '2001:db8::25', 25)).toMatchObject({name: 'V6'});
		expect(daemonAt(both, '198.51.100.25', 25)).toMatchObject({name: 'V4'});
		expect(daemonAt(parseCf(''), '198.51.100.25', 25)).toMatchObject({port: 25, line: 0});
	});

	test('is one line after another, whatever ends them', () => {
		expect(optionIn(parseCf('# x\r\nO MaxMessageSize=5\r\n'), 'MaxMessageSize')).toEqual({
			value: '5',
			line: 2,
		});
	});
});

test('sendmail.mc: the lines that count', () => {
	const mc = parseMc(
		[
			'divert(0)dnl',
			"dnl FEATURE(`dnsbl', `old.example')dnl",
			"FEATURE(`dnsbl', `zen.example', `\"550 no\"')dnl",
			"DAEMON_OPTIONS(`Family=inet,  Name=MTA-v4, Port=smtp')dnl",
			"define(`confMAX_MESSAGE_SIZE',`1000')dnl # not much",
			'FEATURE(require_rdns)',
		].join('\n'),
	);
	expect(featureIn(mc, 'dnsbl', 'zen.example')?.line).toBe(3);
	expect(featureIn(mc, 'dnsbl', 'old.example')).toBeUndefined();
	expect(featureIn(mc, 'require_rdns')?.line).toBe(6);
	expect(defineIn(mc, 'confMAX_MESSAGE_SIZE')).toEqual({
		text: "define(`confMAX_MESSAGE_SIZE',`1000')",
		line: 5,
	});
	expect(listenerIn(mc, 'Family=inet, Name=MTA-v4, Port=smtp')?.line).toBe(4);
});

test('tables, aliases and classes', () => {
	const text =
		'# who may\n\nConnect:192.0.2\tRELAY\nFrom:Bob@app.test  ERROR:5.7.1:550 no, thanks\n';
	const entries = entriesIn(text);
	expect(entryOf(entries, 'from:bob@app.test')).toEqual({
		key: 'From:Bob@app.test',
		value: 'ERROR:5.7.1:550 no, thanks',
		line: 4,
	});
	expect(entryOf(entries, '#')).toBeUndefined();
	expect(aliasIn('# x\npostmaster: root\n"ada.l" : ada\n', 'Ada.L')).toBe(3);
	expect(aliasIn('postmaster: root\n', 'root')).toBeUndefined();
	expect(memberIn('example.test\n# new.test\nnew.test # since May\n', 'NEW.test')).toBe(3);
});

test.each([
	['-rw------- 1 0 0 1704 Nov 26 13:45 /etc/ssl/mail/key.pem', ''],
	['-rw-r----- 1 0 108 1704 Nov 26 13:45 /etc/ssl/mail/key.pem', 'readable to its group'],
	['-rw-r--r-- 1 0 0 1704 Nov 26 13:45 /etc/ssl/mail/key.pem', 'readable to everybody'],
	['', ''],
])('the key “%s” is %s', (listing, fault) => {
	expect(keyFault(listing, cf)).toBe(fault);
});

test('a key of a group may be told to be taken, and one of everybody may not', () => {
	const told = parseCf('O DontBlameSendmail=AssumeSafeChown,GroupReadableKeyFile\n');
	expect(keyFault('-rw-r----- 1 0 108 …', told)).toBe('');
	expect(keyFault('-rw-r--r-- 1 0 108 …', told)).toBe('readable to everybody');
});
