import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createClassifier, type ClassifyInput} from '../../source/core/classify.ts';
import {
	mtas,
	replyClasses,
	services,
	stages,
	type ReplyClass,
	type Stage,
} from '../../source/core/vocabulary.ts';
import {rules} from '../../source/knowledge/rules.ts';

const classify = createClassifier(rules);

function classOf(stage: Stage, text: string, more: Partial<ClassifyInput> = {}): ReplyClass {
	return classify({stage, text, ...more}).class;
}

const wordings = readFileSync(new URL('wordings.txt', import.meta.url), 'utf8')
	.split('\n')
	.filter(line => line !== '')
	.map(line => {
		const [expected = '', stage = '', ...text] = line.split(' | ');
		return {expected, stage, text: text.join(' | ').replaceAll(String.raw`\n`, '\n')};
	});

test.each(wordings)('$expected at $stage: $text', ({expected, stage, text}) => {
	const found = classify({stage: stages.find(name => name === stage), text});
	expect(found.class).toBe(expected);
});

describe('how doubtful cases are decided', () => {
	test('the words win over a wrong code; a telling code decides where words say nothing', () => {
		expect(classOf('rcpt', '550 5.7.1 User unknown')).toBe('recipient-unknown');
		expect(classOf('rcpt', '554 5.0.0 <kim@example.org>: Relay access denied')).toBe(
			'relay-denied',
		);
		expect(classOf('message', '550 5.2.2 no')).toBe('mailbox-full');
		expect(classOf('message', '', {code: 552, enhanced: '5.3.4'})).toBe('message-too-large');
	});

	test('5.7.1 alone is not about relaying', () => {
		expect(classOf('rcpt', '550 5.7.1 Access denied')).not.toBe('relay-denied');
		expect(classOf('message', '550 5.7.1 Spam refused')).toBe('policy-or-spam');
		expect(classOf('rcpt', '550 5.7.1 SPF check failed')).toBe('sender-auth-failed');
	});

	test('where the words allow two classes, both are said', () => {
		const found = classify({stage: 'rcpt', text: '550 Invalid recipient'});
		expect([found.class, ...found.alternatives]).toEqual(['recipient-unknown', 'relay-denied']);
		expect(found.certainty).not.toBe('certain');
	});

	test('Postfix names the true stage in the words of a reply to RCPT', () => {
		const at = (what: string) => classOf('rcpt', `554 5.7.1 <x.example>: ${what}: Access denied`);
		expect(at('Client host rejected')).toBe('blocklisted');
		expect(at('Helo command rejected')).toBe('helo-rejected');
		expect(at('Sender address rejected')).toBe('sender-rejected');
	});

	test('the same words mean different things at different stages', () => {
		const text = '502 5.5.1 Command not implemented';
		expect(classOf('auth', text)).toBe('auth-mechanism');
		expect(classOf('starttls', text)).toBe('starttls-unavailable');
		expect(classOf('command', text)).toBe('syntax-or-protocol');
		expect(classOf('banner', '554 Transaction failed')).toBe('banner-rejected');
		expect(classOf('message', '554 Transaction failed')).not.toBe('banner-rejected');
	});

	test('the service tells a block from a missing login', () => {
		const text = '554 5.7.1 <unknown[192.0.2.7]>: Client host rejected: Access denied';
		expect(classify({stage: 'rcpt', text, service: 'smtp'})).toMatchObject({
			class: 'blocklisted',
			alternatives: [],
		});
		expect(
			classify({stage: 'rcpt', text, service: 'submission', authenticated: false}),
		).toMatchObject({class: 'auth-required', alternatives: ['blocklisted']});
		expect(classify({stage: 'rcpt', text})).toMatchObject({
			class: 'blocklisted',
			alternatives: ['auth-required'],
		});
	});

	test('reputation is the address, rate is what is counted, spam is this message', () => {
		expect(classOf('mail', '554 Your IP 192.0.2.7 has a poor reputation')).toBe('blocklisted');
		expect(classOf('mail', '451 Rate limited due to IP reputation')).toBe('rate-limited');
		expect(classOf('message', '554 Your message looks like spam')).toBe('policy-or-spam');
		expect(classOf('message', '550 URL in this message is on SURBL')).toBe('policy-or-spam');
	});

	test('a missing PTR or a HELO name is the reason behind a block', () => {
		expect(classOf('banner', '554 192.0.2.7 is blocked: no PTR record')).toBe('reverse-dns');
		expect(classOf('rcpt', '554 Helo name is listed in the block list')).toBe('helo-rejected');
	});

	test('connections are counted apart from messages, recipients and logins', () => {
		expect(classOf('banner', '421 Too many connections from 192.0.2.7')).toBe(
			'too-many-connections',
		);
		expect(classOf('banner', '421 Too many messages per connection')).toBe('rate-limited');
		expect(classOf('auth', '454 4.7.0 Too many login attempts')).toBe('rate-limited');
		expect(classOf('rcpt', '550 5.2.2 Submission quota exceeded')).toBe('rate-limited');
		expect(classOf('rcpt', '552 5.2.2 Mailbox quota exceeded')).toBe('mailbox-full');
	});

	test('5.7.27 and 5.7.30 are SPF and DKIM from Gmail alone', () => {
		expect(classOf('message', '550 5.7.27 no')).toBe('sender-rejected');
		expect(classOf('message', '550 5.7.30 no')).toBe('tls-required');
		expect(classOf('message', '550 5.7.25 no')).toBe('reverse-dns');
		for (const enhanced of ['5.7.27', '5.7.30', '5.7.32', '5.7.40']) {
			expect(classOf('message', `550 ${enhanced} no`, {mta: 'gmail'})).toBe('sender-auth-failed');
		}
	});

	test('a login that is wanted, refused, or not to be had', () => {
		expect(classOf('mail', '530 5.7.0 Authentication required')).toBe('auth-required');
		expect(classOf('auth', '534 5.7.9 Please log in with your web browser')).toBe('auth-failed');
		expect(classOf('auth', '535 5.7.139 Basic authentication is disabled')).toBe('auth-mechanism');
		expect(classOf('auth', '538 Encryption required for requested mechanism')).toBe('tls-required');
		expect(classOf('auth', '454 4.7.0 Temporary authentication failure')).toBe(
			'server-local-error',
		);
	});

	test('greylisting is only what says so', () => {
		expect(classOf('rcpt', '451 4.7.1 Greylisted, try later')).toBe('greylisted');
		const postscreen = classify({stage: 'rcpt', text: '450 4.3.2 Service currently unavailable'});
		const rspamd = classify({stage: 'message', text: '451 4.7.1 Try again later'});
		for (const found of [postscreen, rspamd]) {
			expect(found.class).toBe('server-local-error');
			expect(found.alternatives).toContain('greylisted');
		}
	});

	test('a greylisting service that fails greylists nobody', () => {
		const service = fc.constantFrom('service', 'server', 'database', 'daemon');
		const fault = fc.constantFrom('unavailable', 'failure', 'timed out', 'not responding', 'down');
		fc.assert(
			fc.property(service, fault, (what, how) => {
				const found = classify({stage: 'rcpt', text: `451 4.3.0 Greylisting ${what} ${how}`});
				expect(found.class).toBe('server-local-error');
				expect(found.certainty).not.toBe('certain');
			}),
		);
	});

	test('what is wrong with an address is about the sender at MAIL, about the recipient at RCPT', () => {
		for (const text of [
			'553 Malformed address',
			'501 5.1.0 Bad address syntax',
			'553 Address not allowed',
		]) {
			expect(classOf('mail', text), text).toBe('sender-rejected');
			expect(classOf('rcpt', text), text).toBe('recipient-unknown');
		}
	});

	test('who does not tell an unknown mailbox from a disabled one is said to mean either', () => {
		const found = classify({stage: 'rcpt', text: '550 Account not found or suspended'});
		expect(found.class).toBe('recipient-unknown');
		expect(found.alternatives).toContain('mailbox-disabled');
	});

	test('a list of senders is about the sender, a list in DNS about the client', () => {
		expect(classOf('rcpt', '554 The sender is on our black list')).toBe('sender-rejected');
		expect(classOf('rcpt', '554 The sender is on the black list rbl.example.net')).toBe(
			'blocklisted',
		);
	});

	test('a reason that passes is no refusal for good, whatever the code', () => {
		expect(classOf('rcpt', '550 Not now, please try later')).toBe('server-local-error');
		expect(classOf('rcpt', '550 Mailbox full, please try later')).toBe('mailbox-full');
		expect(classOf('mail', '550 Rate limit reached, please try later')).toBe('rate-limited');
	});

	test('a part of the message that is named is its content, unless spam or policy is', () => {
		const parts = ['header', 'subject', 'attachment', 'HTML', 'file extension', 'script'];
		for (const part of parts) {
			expect(classOf('message', `554 We do not like this ${part}`), part).toBe('content-rejected');
			expect(classOf('message', `554 This ${part} looks like spam`), part).toBe('policy-or-spam');
		}
	});

	test('content without spam is content; order errors are the protocol', () => {
		expect(classOf('message', '550 5.7.1 message content rejected')).toBe('content-rejected');
		expect(classOf('message', '550 5.7.1 spam content rejected')).toBe('policy-or-spam');
		expect(classOf('data', '554 5.5.1 Error: no valid recipients')).toBe('syntax-or-protocol');
		expect(classOf('ehlo', '501 Syntax: EHLO hostname')).toBe('helo-rejected');
	});

	test.each([
		['dns', 'ECONNREFUSED', 'dns-failure'],
		['dns', 'ETIMEDOUT', 'dns-failure'],
		['connect', 'ECONNREFUSED', 'refused'],
		['connect', 'ETIMEDOUT', 'timeout'],
		['connect', 'ENETUNREACH', 'unreachable'],
		['connect', 'EHOSTUNREACH', 'unreachable'],
		['connect', 'EHOSTDOWN', 'unreachable'],
		['connect', 'EACCES', 'unreachable'],
		['connect', 'EPERM', 'unreachable'],
		['connect', 'EINVAL', 'unreachable'],
		['connect', 'ENETDOWN', 'unreachable'],
		['connect', 'EADDRNOTAVAIL', 'unreachable'],
		['connect', 'EAFNOSUPPORT', 'unreachable'],
		['connect', 'ENOTFOUND', 'dns-failure'],
		['connect', 'ENODATA', 'dns-failure'],
		['connect', 'ESERVFAIL', 'dns-failure'],
		['connect', 'EAI_AGAIN', 'dns-failure'],
		['connect', 'ETIMEOUT', 'dns-failure'],
		['banner', 'ECONNRESET', 'reset-or-dropped'],
		['message', 'EPIPE', 'reset-or-dropped'],
		['tls', 'ECONNRESET', 'tls-handshake'],
		['tls', 'CERT_HAS_EXPIRED', 'tls-certificate'],
		['tls', 'SELF_SIGNED_CERT_IN_CHAIN', 'tls-certificate'],
		['tls', 'ERR_TLS_CERT_ALTNAME_INVALID', 'tls-certificate'],
		['tls', 'ERR_SSL_WRONG_VERSION_NUMBER', 'tls-handshake'],
		['tls', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls-handshake'],
	] satisfies ReadonlyArray<[Stage, string, ReplyClass]>)(
		'at %s, %s is %s',
		(stage, error, expected) => {
			expect(classify({stage, error}).class).toBe(expected);
		},
	);

	test('behind the time limit of happy eyeballs stands what the attempts came to', () => {
		const text =
			'AggregateError [ETIMEDOUT]: connect ECONNREFUSED 192.0.2.7:25; connect ETIMEDOUT 2001:db8::7';
		expect(classify({stage: 'connect', error: 'ETIMEDOUT', text}).class).toBe('refused');
		const alone = 'AggregateError [ETIMEDOUT]: connect ETIMEDOUT 192.0.2.7:25';
		expect(classify({stage: 'connect', error: 'ETIMEDOUT', text: alone}).class).toBe('timeout');
	});
});

describe('what a reply looks like', () => {
	test('2xx and 3xx mean that the step worked, whatever the text says', () => {
		expect(classOf('rcpt', '250 2.1.5 not relayed, blocked, spam')).toBe('success');
		expect(classify({stage: 'data', code: 354}).class).toBe('success');
	});

	test('codes may be given apart, stand in the text, or both', () => {
		const text = '<kim@example.org>: Relay access denied';
		const apart = classify({stage: 'rcpt', code: 554, enhanced: '5.7.1', text});
		expect(classify({stage: 'rcpt', text: `554 5.7.1 ${text}`})).toEqual(apart);
		expect(classify({stage: 'rcpt', code: 554, text: `554-5.7.1 ${text}`})).toEqual(apart);
	});

	test('a text over several lines is one sentence', () => {
		const text =
			'550-5.1.1 The email account that you tried to reach\n550-5.1.1 does not exist.\n550 5.1.1 Bye';
		expect(classOf('rcpt', text)).toBe('recipient-unknown');
	});

	test('words within addresses are not the server’s words', () => {
		expect(classOf('rcpt', '550 <spam-blocked@greylist.example> User unknown')).toBe(
			'recipient-unknown',
		);
		expect(classOf('rcpt', '550 no such user: virus@relay-denied.example')).toBe(
			'recipient-unknown',
		);
	});

	test('an address in the query of a URL takes no more of the URL with it', () => {
		const text = '550 Refused, see https://spf.example.org/why?sender=kim@example.net&ip=192.0.2.7';
		expect(classOf('mail', text)).toBe('sender-auth-failed');
		expect(classOf('mail', '550 Refused, see //virus/spam@example.net')).toBe(
			classOf('mail', '550 Refused, see //virus/kim@example.net'),
		);
	});

	test('accents, apostrophes and case do not matter', () => {
		expect(classOf('rcpt', '550 UTILISATEUR INCONNU')).toBe('recipient-unknown');
		expect(classOf('rcpt', '552 Boîte pleine')).toBe(classOf('rcpt', '552 boite pleine'));
		expect(classOf('message', '550 rejected due to example.net’s DMARC policy')).toBe(
			'sender-auth-failed',
		);
	});

	test('what says nothing is possible at most', () => {
		for (const stage of stages) {
			for (const code of [421, 450, 451, 452, 500, 550, 553, 554]) {
				const {certainty, rule} = classify({stage, code});
				expect(certainty, `${code} at ${stage}: ${rule}`).not.toBe('certain');
			}
		}
	});

	test('a sure sign that contradicts another is no longer sure', () => {
		const both =
			'550 5.1.1 <kim@example.org>: Recipient address rejected: User unknown in local recipient table';
		expect(classify({stage: 'rcpt', text: both}).certainty).toBe('certain');
		expect(classify({stage: 'rcpt', text: `${both}; greylisted by SPF`}).certainty).not.toBe(
			'certain',
		);
	});
});

describe('any input', () => {
	const words = fc.constantFrom(
		...rules.flatMap(({samples}) => samples.flatMap(sample => sample.split(/[ \n]/))),
	);
	const text = fc.oneof(
		fc.string({unit: 'binary', maxLength: 500}),
		fc.array(words, {maxLength: 60}).map(parts => parts.join(' ')),
		fc
			.tuple(fc.string({maxLength: 12}), fc.nat(40_000))
			.map(([piece, times]) => piece.repeat(Math.ceil(times / (piece.length || 1)))),
	);

	test('has a class of the vocabulary, and nothing is thrown', () => {
		fc.assert(
			fc.property(
				fc.record(
					{
						stage: fc.constantFrom(...stages),
						code: fc.oneof(fc.integer({min: 200, max: 599}), fc.double()),
						enhanced: fc.string({maxLength: 12}),
						text,
						error: fc.string({maxLength: 30}),
						mta: fc.constantFrom(...mtas),
						service: fc.constantFrom(...services),
						authenticated: fc.boolean(),
						tls: fc.boolean(),
					},
					{requiredKeys: []},
				),
				input => {
					const found = classify(input);
					expect(replyClasses).toContain(found.class);
					expect(found.alternatives).not.toContain(found.class);
					expect(['certain', 'likely', 'possible']).toContain(found.certainty);
				},
			),
			{numRuns: 300},
		);
	});

	test('is judged by its beginning: what a hostile server adds changes nothing', () => {
		const beginning = `550 ${'User unknown. '.padEnd(5000, 'really. ')}`;
		const found = classify({stage: 'rcpt', text: beginning});
		expect(classify({stage: 'rcpt', text: beginning + 'relaying denied '.repeat(50_000)})).toEqual(
			found,
		);
	});
});
