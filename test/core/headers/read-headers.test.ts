// What a header tells: the way hop by hop with its delays, and what receivers found.
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readAuthenticationResults} from '../../../source/core/headers/authentication-results.ts';
import {mailDate} from '../../../source/core/headers/mail-date.ts';
import {
	faultIn,
	isMessage,
	pickMessage,
	readHeaders,
} from '../../../source/core/headers/read-headers.ts';
import {readReceived} from '../../../source/core/headers/received.ts';

const at = Date.UTC(2026, 10, 26, 12, 2, 13);

test.each([
	[
		'Postfix',
		'from app.example.test (app.example.test [192.0.2.10])\n\tby mail.example.test (Postfix) with ESMTP id 3022259\n\tfor <eve@elsewhere.test>; Thu, 26 Nov 2026 12:02:13 +0000 (UTC)',
		{
			from: 'app.example.test',
			address: '192.0.2.10',
			by: 'mail.example.test',
			protocol: 'ESMTP',
			id: '3022259',
		},
	],
	[
		'Exim',
		'from app.example.test ([192.0.2.10])\n\tby mail.example.test with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t(Exim 4.96)\n\t(envelope-from <bob@app.test>)\n\tid 1xWYBm-00008Z-02\n\tfor ada@example.test;\n\tThu, 26 Nov 2026 12:02:13 +0000',
		{
			from: 'app.example.test',
			address: '192.0.2.10',
			by: 'mail.example.test',
			protocol: 'ESMTPS',
			id: '1xWYBm-00008Z-02',
		},
	],
	[
		'Sendmail',
		'from app.example.test (app.example.test [192.0.2.10])\n\tby mail.example.test (8.17.1.9/8.17.1.9/Debian-2+deb12u2) with ESMTP id 6AQC2Dpc000142\n\tfor <ada@example.test>; Thu, 26 Nov 2026 12:02:13 GMT',
		{
			from: 'app.example.test',
			address: '192.0.2.10',
			by: 'mail.example.test',
			protocol: 'ESMTP',
			id: '6AQC2Dpc000142',
		},
	],
	[
		'OpenSMTPD',
		'from app.example.test (app.example.test [192.0.2.10])\n\tby mail.example.test (OpenSMTPD) with ESMTPSA id a07b69e4 (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)\n\tfor <ada@example.test>;\n\tThu, 26 Nov 2026 12:02:13 +0000 (UTC)',
		{
			from: 'app.example.test',
			address: '192.0.2.10',
			by: 'mail.example.test',
			protocol: 'ESMTPSA',
			id: 'a07b69e4',
		},
	],
	[
		'Exchange',
		'from AM0PR01MB0001.example.test (2001:db8:208:1::1) by\n DB8PR01MB0002.example.test (2001:db8:10:2::2) with Microsoft SMTP Server\n (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.9000.1;\n Thu, 26 Nov 2026 12:02:13 +0000',
		{
			from: 'AM0PR01MB0001.example.test',
			address: '2001:db8:208:1::1',
			by: 'DB8PR01MB0002.example.test',
			protocol: 'SMTP',
			id: '15.20.9000.1',
		},
	],
	[
		'a mailbox’s own server, without a sender',
		'by 2001:db8:a05:1::1 with SMTP id a640c23a62f3a;\n        Thu, 26 Nov 2026 04:02:13 -0800 (PST)',
		{from: '', address: '', by: '2001:db8:a05:1::1', protocol: 'SMTP', id: 'a640c23a62f3a'},
	],
	[
		'a literal in EHLO',
		'from [192.0.2.7] (unknown [192.0.2.7])\n\tby mail.example.test (Postfix) with ESMTPSA id 4TQ1Xc0z5Fz1; Thu, 26 Nov 2026 13:02:13 +0100 (CET)',
		{from: '192.0.2.7', address: '192.0.2.7', protocol: 'ESMTPSA', id: '4TQ1Xc0z5Fz1'},
	],
])('Received of %s', (_, value, expected) => {
	expect(readReceived(value)).toMatchObject({...expected, at});
});

test.each([
	['Thu, 26 Nov 2026 12:02:13 +0000', at],
	['26 Nov 2026 14:02:13 +0200', at],
	['Thu, 26 Nov 26 07:02:13 EST', at],
	['Thu,  26 Nov 2026 12:02 GMT', at - 13_000],
	['Thu Nov 26 12:02:13 2026', null],
	['soon', null],
])('the date %s', (text, expected) => {
	expect(mailDate(text)).toBe(expected);
});

test('the results of a receiver, with comments, properties and quoted strings', () => {
	const value = `mx.receiver.test;
       dkim=pass header.i=@app.test header.s=s1 header.b="Ab; c";
       spf=softfail (mx.receiver.test: domain of transitioning bob@app.test (does) not designate 192.0.2.10; see there) smtp.mailfrom=bob@app.test;
       dmarc=fail (p=REJECT sp=REJECT dis=NONE) header.from=app.test;
       arc=none`;
	expect(readAuthenticationResults(value)).toMatchObject([
		{
			server: 'mx.receiver.test',
			method: 'dkim',
			result: 'pass',
			about: ['header.i=@app.test', 'header.s=s1', 'header.b="Ab; c"'],
		},
		{method: 'spf', result: 'softfail', about: ['smtp.mailfrom=bob@app.test']},
		{method: 'dmarc', result: 'fail', comment: 'p=REJECT sp=REJECT dis=NONE'},
		{method: 'arc', result: 'none'},
	]);
	expect(readAuthenticationResults('mx.receiver.test 1; none')).toEqual([]);
	expect(readAuthenticationResults('spf=pass (ok) smtp.mailfrom=app.test')).toMatchObject([
		{server: '', method: 'spf', result: 'pass'},
	]);
});

const message = (results: string, more = '') => `Return-Path: <bob@app.test>
Authentication-Results: mx2.receiver.test; ${results}
${more}Received: from mx1.receiver.test (mx1.receiver.test [198.51.100.2])
	by mx2.receiver.test (Postfix) with LMTP id BBBBBB1
	for <eve@receiver.test>; Thu, 26 Nov 2026 12:20:20 +0000 (UTC)
Received: from mail.app.test (mail.app.test [192.0.2.10])
	by mx1.receiver.test (Postfix) with ESMTPS id AAAAAA1
	for <eve@receiver.test>; Thu, 26 Nov 2026 13:02:16 +0100 (CET)
Received: by mail.app.test (Postfix, from userid 1000)
	id 9999991; Thu, 26 Nov 2026 12:02:18 +0000 (UTC)
Authentication-Results: mail.app.test; dkim=pass
Date: Thu, 26 Nov 2026 12:02:13 +0000
From: Bob <bob@app.test>
Subject: hello
Message-ID: <m1@app.test>

550 5.1.1 <nobody@app.test>: this is a body and no reply
`;

test('the way is told from its beginning, with the delay of each hop, and where clocks differ', () => {
	const report = readHeaders(message('spf=pass smtp.mailfrom=app.test'));
	expect(report.hops.map(({by, delay, encrypted}) => [by, delay, encrypted])).toEqual([
		['mail.app.test', 5000, null],
		['mx1.receiver.test', -2000, true],
		['mx2.receiver.test', 1_084_000, false],
	]);
	expect(report.total).toBe(1_087_000);
	expect(report.results).toHaveLength(1);
	expect(report.earlier).toMatchObject([{server: 'mail.app.test', method: 'dkim'}]);
});

test.each([
	['spf=pass smtp.mailfrom=app.test; dmarc=pass header.from=app.test', '', undefined],
	[
		'spf=fail smtp.mailfrom=app.test; dkim=pass header.d=app.test; dmarc=pass header.from=app.test',
		'',
		undefined,
	],
	['spf=pass smtp.mailfrom=list.test; dmarc=fail header.from=app.test', '', 'sender-auth-failed'],
	['spf=softfail smtp.mailfrom=app.test; dkim=none', '', 'sender-auth-failed'],
	['spf=none', 'X-Spam-Flag: YES\n', 'policy-or-spam'],
	['spf=none', 'X-Spam-Status: No, score=-0.1 required=5.0\n', undefined],
])('%s %s comes to %s', (results, more, fault) => {
	expect(faultIn(readHeaders(message(results, more)))).toBe(fault);
});

test('a message is told from a reply, a bounce and a line of a log', () => {
	expect(isMessage(message('spf=pass'))).toBe(true);
	expect(isMessage('Received: from a by b; x\nFrom: a@b.test')).toBe(true);
	expect(isMessage('550 5.1.1 User unknown')).toBe(false);
	expect(isMessage('Nov 26 10:00:00 mail postfix/smtp[1]: 4BEF15B: to=<b@b.test>')).toBe(false);
	const bounce = `${message('spf=pass')}\nFinal-Recipient: rfc822; a@b.test\nStatus: 5.1.1`;
	expect(isMessage(bounce)).toBe(false);
});

test('of a mailbox file the latest test message counts, or else the last one', () => {
	const one = (subject: string) =>
		`From bob@app.test  Thu Nov 26 12:02:13 2026\nFrom: a@b.test\nSubject: ${subject}\nDate: x\n\nbody\n\n`;
	const mine = one('smtp-medic test message mwx1');
	expect(readHeaders(pickMessage(one('a') + mine + one('b'))).subject).toBe(
		'smtp-medic test message mwx1',
	);
	expect(readHeaders(pickMessage(one('a') + one('b'))).subject).toBe('b');
});

test('whatever stands in a header, it is read without a fault, and safe to print', () => {
	const field = fc.constantFrom('Received', 'Authentication-Results', 'Date', 'Subject', 'From');
	const line = fc
		.tuple(field, fc.string({unit: 'binary'}))
		.map(([name, value]) => `${name}: ${value}`);
	fc.assert(
		fc.property(fc.array(line), fc.nat(600), fc.string({unit: 'binary'}), (lines, cut, more) => {
			const whole = message('spf=pass');
			const text = `${lines.join('\n')}\n${whole.slice(0, cut)}${more}${whole.slice(cut)}`;
			const printed = JSON.stringify(readHeaders(text));
			expect(/[\p{Cc}\p{Cf}]/u.test(printed)).toBe(false);
		}),
	);
});
