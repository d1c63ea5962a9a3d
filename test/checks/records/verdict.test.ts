// When the records are looked at, what they decide, and what they cost.
import {expect, test} from 'vitest';
import {startNameServer, type Zone} from '../../helpers/name-server.ts';
import {optionsFor, runSession} from '../../helpers/run-session.ts';
import {startScriptServer} from '../../helpers/script-server.ts';
import {smtp, type Answers} from '../../helpers/smtp-script.ts';
import {egress, examine, reverse, sender, sound} from './examine.ts';

/** A session as somebody has it who does not ask for records. */
async function refused(zone: Zone, answers: Answers, more = {}) {
	const [server, dns] = await Promise.all([
		startScriptServer(smtp(answers)),
		startNameServer(zone),
	]);
	return runSession(optionsFor(server.port, {dns, egress, from: `ada@${sender}`, ...more}));
}

const steps = (ran: Awaited<ReturnType<typeof refused>>) =>
	ran.events.flatMap(event => (event.type === 'step-started' ? [event.step] : []));

test('mail that is accepted is not held up by records', async () => {
	const ran = await refused(sound, {});
	expect(ran.result.outcome).toBe('healthy');
	expect(steps(ran).filter(step => step.startsWith('records'))).toEqual([]);
});

test.each<[name: string, reply: string]>([
	['greylisting', '451 4.7.1 Greylisting in action, please come back later'],
	['a relay that says no', '554 5.7.1 <eve@example.test>: Relay access denied'],
	['a mailbox that is not there', '550 5.1.1 User unknown'],
	['a full mailbox', '452 4.2.2 Mailbox full'],
])('neither is a refusal that is about something else: %s', async (_, reply) => {
	const ran = await refused(sound, {RCPT: reply});
	expect(steps(ran).filter(step => step.startsWith('records'))).toEqual([]);
});

type Case = readonly [zone: Zone, reply: string, cause: string, standing: string];

const spfOnly = {...sound, [sender]: {MX: ['10 mail.sender.example'], TXT: ['v=spf1 -all']}};
const zenListed = {
	...sound,
	'2.0.0.127.zen.spamhaus.org': {A: ['127.0.0.2']},
	'7.113.0.203.zen.spamhaus.org': {A: ['127.0.0.4']},
};

const cases: Readonly<Record<string, Case>> = {
	'SPF that fails': [
		spfOnly,
		'550 5.7.23 SPF validation failed: 203.0.113.7 is not allowed to send',
		'spf-fail',
		'confirmed',
	],
	'an SPF record that is void': [
		{...sound, [sender]: {MX: ['10 mail.sender.example'], TXT: ['v=spf1 -all', 'v=spf1 mx -all']}},
		'550 5.7.23 SPF check failed',
		'spf-permerror',
		'confirmed',
	],
	'no reverse name': [
		{...sound, [reverse]: {}},
		'450 4.7.25 Client host rejected: cannot find your hostname',
		'ptr-missing',
		'confirmed',
	],
	'a reverse name that leads elsewhere': [
		{...sound, [reverse]: {PTR: ['old.sender.example']}, 'old.sender.example': {A: ['192.0.2.1']}},
		'450 4.7.25 Client host rejected: cannot find your hostname',
		'ptr-mismatch',
		'confirmed',
	],
	'a generic reverse name': [
		{
			...sound,
			[reverse]: {PTR: ['203-0-113-7.pool.isp.example']},
			'203-0-113-7.pool.isp.example': {A: [egress]},
		},
		'550 5.7.25 Access denied, generic reverse DNS',
		'ptr-generic',
		'confirmed',
	],
	'an address that is listed': [
		zenListed,
		'554 5.7.1 Service unavailable; Client host [203.0.113.7] blocked using zen.spamhaus.org',
		'ip-listed',
		'confirmed',
	],
	'an address that should not send itself': [
		{...zenListed, '7.113.0.203.zen.spamhaus.org': {A: ['127.0.0.11']}},
		'554 5.7.1 Service unavailable; Client host [203.0.113.7] blocked using zen.spamhaus.org',
		'dynamic-range',
		'confirmed',
	],
	'a domain that is listed': [
		{
			...sound,
			'dbltest.com.dbl.spamhaus.org': {A: ['127.0.1.2']},
			[`${sender}.dbl.spamhaus.org`]: {A: ['127.0.1.2']},
		},
		`554 5.7.1 Sender address [ada@${sender}] blocked using dbl.spamhaus.org`,
		'domain-listed',
		'confirmed',
	],
};

test.each(Object.entries(cases))(
	'%s is confirmed by what DNS says',
	async (_, [zone, reply, cause, standing]) => {
		const {diagnosis} = await refused(zone, {RCPT: reply});
		const first = diagnosis?.causes[0];
		expect(`${first?.id} ${first?.standing}`).toBe(`${cause} ${standing}`);
	},
);

test('an address that the named list does not have is the receiver’s own trouble', async () => {
	const {diagnosis} = await refused(
		{...sound, '2.0.0.127.zen.spamhaus.org': {A: ['127.0.0.2']}},
		{RCPT: '554 5.7.1 Client host [203.0.113.7] blocked using zen.spamhaus.org'},
	);
	const standing = (id: string) => diagnosis?.causes.find(cause => cause.id === id)?.standing;
	expect(standing('receiver-resolver-refused')).toBe('likely');
	expect(standing('ip-listed')).toBe('possible');
});

test('SPF that passes rules its failure out, whatever the reply says', async () => {
	const {diagnosis} = await refused(sound, {RCPT: '550 5.7.23 SPF validation failed'});
	const spf = diagnosis?.causes.find(({id}) => id === 'spf-fail');
	expect(spf?.standing).toBe('ruled-out');
	expect(spf?.evidence.join()).toContain('allows 203.0.113.7 by ip4:203.0.113.7');
});

test('the fix for SPF holds the record to publish', async () => {
	const {diagnosis} = await refused(spfOnly, {RCPT: '550 5.7.23 SPF validation failed'});
	const fix = diagnosis?.causes[0]?.fix.map(({text}) => text).join('\n');
	expect(fix).toContain('"v=spf1 ip4:203.0.113.7 -all"');
});

test('a refusal at the greeting is looked into, too', async () => {
	const ran = await refused(
		{...sound, [reverse]: {}},
		{greeting: '554 5.7.1 no reverse DNS for your address', EHLO: '503 5.5.1 no'},
	);
	expect(ran.result.class).toBe('reverse-dns');
	expect(ran.diagnosis?.causes[0]).toMatchObject({id: 'ptr-missing', standing: 'confirmed'});
});

test('on request, mail that is accepted here is judged as others will', async () => {
	const {result, diagnosis} = await examine(spfOnly);
	expect(result).toMatchObject({
		outcome: 'problem',
		class: 'sender-auth-failed',
		stage: 'message',
		cause: 'spf-fail',
	});
	expect(diagnosis?.certainty).toBe('likely');
	expect(result.summary).toContain('SPF does not allow 203.0.113.7');
});

test('what may keep mail from arriving is a warning of a healthy session', async () => {
	const {result} = await examine({
		...sound,
		[sender]: {...sound[sender], TXT: ['v=spf1 ?all']},
		'_dmarc.sender.example': {TXT: ['v=DMARC1; p=none']},
	});
	expect(result.outcome).toBe('healthy');
	expect(result.warnings.map(({class: kind}) => kind)).toContain('sender-auth-failed');
	expect(result.warnings.map(({summary}) => summary).join()).toContain('neutral');
});

test('on request, a sender in order is healthy', async () => {
	const {result, about} = await examine(sound);
	expect(result.outcome).toBe('healthy');
	expect(about('SPF').map(({severity}) => severity)).toEqual(['fine']);
});

test('on request, a port that refuses does not keep the records from being looked at', async () => {
	const dns = await startNameServer(spfOnly);
	const {result, observed} = await runSession(
		optionsFor(1, {dns, egress, records: true, from: `ada@${sender}`}),
	);
	expect(result.class).toBe('refused');
	expect(observed('records.spf')[0]?.result).toBe('fail');
});

test('mail that is handed to a relay does not leave from this side’s address', async () => {
	const {observed} = await examine(sound, {
		egress: null,
		options: {aim: 'submit', services: {}},
		answers: {EHLO: '250 mail.example.test Hello you [203.0.113.7]'},
	});
	expect(observed('records.subject')[0]).toMatchObject({address: '', sends: false});
	expect(observed('records.pointer')).toEqual([]);
});

test('a domain beyond ASCII is looked up as DNS has it', async () => {
	const {observed} = await examine(
		{
			'xn--bcher-kva.example': {
				MX: ['10 mail.sender.example'],
				TXT: ['v=spf1 ip4:203.0.113.7 -all'],
			},
		},
		{answers: {EHLO: '250-mail.example.test\n250 SMTPUTF8'}, options: {from: 'ada@Bücher.example'}},
	);
	expect(observed('records.spf')[0]).toMatchObject({
		domain: 'xn--bcher-kva.example',
		result: 'pass',
	});
});

test('where no resolver answers, that is found out once', async () => {
	const ran = await examine(
		{[sender]: 'silent'},
		{
			options: {timeout: 400},
		},
	);
	const summaries = ran.events.flatMap(event =>
		event.type === 'step-finished' && event.step.startsWith('records') ? [event.summary] : [],
	);
	expect(new Set(summaries)).toEqual(
		new Set(['No resolver answers, so nothing can be looked up.']),
	);
});

test('a hostile zone cannot keep the session busy', async () => {
	const names = Array.from({length: 40}, (_, i) => `z${i}.example`);
	const everything = names.map(name => `include:${name}`).join(' ');
	const zone: Zone = Object.fromEntries([
		...names.map(name => [name, {TXT: [`v=spf1 ${everything}`]}] as const),
		[sender, {TXT: [`v=spf1 ${everything}`], MX: ['10 mail.sender.example']}],
	]);
	let asked = 0;
	const {observed} = await examine(
		{...sound, ...zone},
		{
			ports: real => ({
				...real,
				async resolve(question, signal) {
					asked += question.name.startsWith('z') ? 1 : 0;
					return real.resolve(question, signal);
				},
			}),
		},
	);
	expect(observed('records.spf')[0]?.result).toBe('permerror');
	expect(asked).toBeLessThan(50);
});

test('what a zone says is printed safely', async () => {
	const {observed} = await examine({
		...sound,
		[sender]: {TXT: ['v=spf1 \u001B[31mred -all'], MX: ['10 mail.sender.example']},
	});
	const text = JSON.stringify(observed('records.finding'));
	expect(text).not.toContain('\\u001b');
	expect(text).toContain('red');
});
