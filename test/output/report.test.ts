import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {CauseReport, SessionEvent} from '../../source/core/event.ts';
import {reportText} from '../../source/output/report.ts';
import {longestDialogue} from '../../source/output/report-object.ts';
import {sessionReport} from '../../source/output/session-report.ts';

const end = {
	outcome: 'healthy',
	class: null,
	stage: null,
	cause: null,
	summary: 'All is well.',
	warnings: [],
	elapsed: 3,
} as const;

const said = (text: string, id = 1): SessionEvent => ({
	type: 'line',
	at: 1,
	id,
	connection: 1,
	from: 'server',
	text,
	secure: false,
});

const begun = (target = 'mail.example.com'): SessionEvent => ({
	type: 'session',
	at: 0,
	schema: 1,
	version: '1.2.3',
	target,
	options: {
		target,
		aim: 'submit',
		to: 'eve@example.net',
		port: 25,
		insecure: false,
		timeout: 2500,
		dns: {address: '192.0.2.53', port: 53},
		inside: {kind: 'ssh', host: 'mail', sudo: true},
		follow: {sought: '4BEF15B', around: '14:30'},
		dkimSelectors: ['s1', 's2'],
	},
	startedAt: '2026-01-02T03:04:05.678Z',
});

const looked = (
	command: string,
	status: 'seen' | 'absent',
	why = 'whether it runs',
): SessionEvent => ({
	type: 'observation',
	at: 1,
	step: 'service',
	kind: 'server.looked',
	facts: {where: 'mail', command, why, status},
	lines: [],
});

const cause = (text: string, standing: CauseReport['standing']): CauseReport => ({
	id: 'client-not-in-mynetworks',
	title: `${standing} ${text}`,
	because: `Why ${text}`,
	standing,
	evidence: [`seen ${text}`],
	confirm: standing === 'ruled-out' ? [] : [{text: `look ${text}`, command: 'postconf mynetworks'}],
	fix:
		standing === 'ruled-out'
			? []
			: [
					{
						mta: 'postfix',
						text: `do ${text}`,
						command: 'postfix reload',
						effect: 'changes',
						undo: `undo ${text}`,
					},
					{mta: 'exim', text: 'for others', command: '', effect: 'reads', undo: ''},
				],
});

/** A session with a problem, in which this text stands wherever a server or a user can put one. */
const told = (text: string): SessionEvent[] => [
	begun(text),
	{
		type: 'step-started',
		at: 1,
		step: 'rcpt',
		title: 'RCPT TO',
		command: 'swaks',
		question: 'authorised',
	},
	said(text),
	looked(`cat ${text}`, 'seen', text),
	{
		type: 'observation',
		at: 1,
		step: 'service',
		kind: 'server.not-seen',
		facts: {where: text, what: text, command: text, why: text},
		lines: [],
	},
	{
		type: 'observation',
		at: 1,
		step: 'log',
		kind: 'server.log-line',
		facts: {about: 'session', text},
		lines: [],
	},
	{
		type: 'observation',
		at: 1,
		step: 'spf',
		kind: 'records.finding',
		facts: {
			topic: 'SPF',
			severity: 'problem',
			subject: text,
			says: text,
			advice: text,
			publish: text,
			class: 'sender-auth-failed',
			stage: 'message',
		},
		lines: [],
	},
	{
		type: 'step-finished',
		at: 2,
		step: 'rcpt',
		status: 'failed',
		class: 'relay-denied',
		summary: text,
		elapsed: 1,
	},
	{
		type: 'diagnosis',
		at: 2,
		class: 'relay-denied',
		stage: 'rcpt',
		summary: text,
		certainty: 'certain',
		alternatives: ['auth-required'],
		evidence: [text],
		causes: [cause(text, 'confirmed'), cause(text, 'possible'), cause(text, 'ruled-out')],
		ahead: [{class: 'reverse-dns', summary: text, cause: cause(text, 'likely')}],
	},
	{
		type: 'run-finished',
		at: 3,
		run: 1,
		outcome: 'problem',
		class: 'relay-denied',
		stage: 'rcpt',
		cause: 'client-not-in-mynetworks',
		summary: text,
		warnings: [{class: 'slow', summary: `It is slow: ${text}`}],
		elapsed: 3,
	},
];

test('somebody who was not there reads what was asked, found, seen and done', () => {
	const text = reportText('md', told('hello'), 'smtp-medic check hello --to eve@example.net');
	const parts = [
		'# SMTP report: hello',
		'2026-01-02 03:04:05 UTC',
		'smtp-medic 1.2.3',
		'| aim | `submit` |',
		'| timeout | `2.5 s` |\n| dns | `192.0.2.53 port 53` |\n| ssh | `mail` |\n| sudo | `yes` |',
		'| follow | `4BEF15B` |\n| around | `14:30` |\n| dkim-selector | `s1, s2` |',
		'smtp-medic check hello --to eve@example.net\n```',
		'**Problem: Relay access denied** (`relay-denied`, certain, at RCPT TO)',
		'### Evidence\n\n- hello',
		'### Confirmed: confirmed hello',
		'**To confirm it**\n\nlook hello',
		'**The fix on postfix**\n\nChange: do hello\n\n```sh\npostfix reload\n```\n\nTo take it back: undo hello',
		'### Possible: possible hello',
		'## Causes that are ruled out\n\n- ruled-out hello',
		'## What would stop the mail next\n\nhello\n\n### Likely: likely hello',
		'## Warnings',
		'| Are you authorised? | RCPT TO | FAILED | hello | 1 ms |',
		'| problem | SPF | hello hello | `hello` |',
		'- the server’s log: hello',
		'## What was run and read on mail',
		'| `cat hello` | hello | seen |',
		'## What was not seen on mail',
		'1  S hello\n```',
	];
	let from = 0;
	for (const part of parts) {
		const at = text.indexOf(part, from);
		expect(at, `${part} after\n${text.slice(0, from)}`).toBeGreaterThanOrEqual(0);
		from = at;
	}

	expect(text).not.toContain('for others'); // The fix on other software
	expect(text).not.toContain('insecure');
});

test('once a cause is confirmed, those that are merely possible are told without what to do', () => {
	const text = reportText('md', told('hello'), 'x');
	const [causes = ''] = text.split('## What would stop the mail next');
	expect(causes.match(/postfix reload/g)).toHaveLength(1);
});

test('a server’s words change nothing but words, in Markdown and in HTML', () => {
	const words = fc
		.string({unit: 'grapheme-composite', minLength: 1, maxLength: 30})
		.map(text => text.replaceAll('\n', ' ').trim())
		.filter(text => text !== '');
	const hostile = fc.constantFrom(
		'<img src=x onerror=alert(1)>',
		'</pre><script>alert(1)</script>',
		'[click](javascript:alert(1))',
		'![x](http://x.test/x.png)',
		'| a | b |',
		'``` x',
		'# heading',
	);
	const htmlTags = (text: string) => reportText('html', told(text), 'x').match(/<[^>]*>/g);
	const outline = (text: string) =>
		reportText('md', told(text), 'x')
			.split('\n')
			.map(line => /^(?:#{1,3} |- |\|)/.exec(line)?.[0] ?? (line === '' ? '' : 'text'))
			.join('\n');
	const usual = {html: htmlTags('a'), md: outline('a')};
	fc.assert(
		fc.property(fc.oneof(words, hostile), text => {
			expect({html: htmlTags(text), md: outline(text)}).toEqual(usual);
		}),
	);
});

test('of several runs the last one has the word, and all stand there', () => {
	const events: SessionEvent[] = [
		...told('hello'),
		{type: 'run-started', at: 4, run: 2, changes: ['user']},
		{
			type: 'step-started',
			at: 4,
			step: 'rcpt',
			title: 'RCPT TO',
			command: '',
			question: 'authorised',
		},
		{type: 'step-finished', at: 5, step: 'rcpt', status: 'passed', summary: '250 OK', elapsed: 1},
		{type: 'run-finished', at: 6, run: 2, ...end, compared: 'fixed'},
		{type: 'result', at: 6, ...end},
	];
	const report = sessionReport(events, 'x');
	expect(report.verdict).toMatchObject({
		outcome: 'healthy',
		title: 'It works',
		summary: 'All is well.',
	});
	expect(report.causes).toEqual([]);
	expect(report.walks.map(({outcome, compared}) => [outcome, compared])).toEqual([
		['problem', null],
		['healthy', 'fixed'],
	]);
	expect(report.walks.map(({steps}) => steps.map(({status}) => status))).toEqual([
		['failed'],
		['passed'],
	]);
	expect(report.server.looked).toHaveLength(1);
	const text = reportText('md', events, 'x');
	expect(text).toContain('**Healthy: It works**');
	expect(text).toContain(
		'### Run 2\n\nOther than before: user.\n\n**Healthy**, against the run before fixed',
	);
});

test('a session that was left has a report, and it says so', () => {
	const events = told('hello').slice(0, 4);
	const report = sessionReport(events, 'x');
	expect(report).toMatchObject({complete: false, verdict: {outcome: 'inconclusive', class: null}});
	expect(report.walks[0]?.steps[0]).toMatchObject({step: 'rcpt', status: null});
	const text = reportText('md', events, 'x');
	expect(text).toContain('**The session ended before there was a verdict.**');
	expect(text).toContain('| not finished |');
	expect(reportText('html', [], 'x')).toContain('<h1>');
});

test('each look at the server stands there once, with what came of it', () => {
	const events = [
		begun(),
		looked('postconf -n', 'seen'),
		looked('postconf -n', 'seen'),
		looked('exim -bP | head', 'absent'),
	];
	const text = reportText('md', events, 'x');
	expect(text.match(/`postconf -n` \| whether it runs \| seen/g)).toHaveLength(1);
	expect(text).toContain('| `exim -bP `&#124;` head` | whether it runs | not there |');
});

test('two views stand side by side, with what was run on the machine from which it was looked', () => {
	const row: SessionEvent = {
		type: 'observation',
		at: 1,
		step: 'views',
		kind: 'views.row',
		facts: {
			kind: 'here',
			row: 'tcp',
			about: '25',
			asked: true,
			first: 'this machine',
			second: 'jump',
			seenFirst: 'no answer',
			seenSecond: 'open',
			differs: true,
		},
		lines: [],
	};
	const look: SessionEvent = {
		type: 'observation',
		at: 1,
		step: 'views',
		kind: 'views.looked',
		facts: {where: 'jump', command: 'getent ahosts mail', why: 'its addresses', status: 'seen'},
		lines: [],
	};
	const text = reportText('md', [begun(), row, look], 'x');
	expect(text).toMatch(/^\| What \| this machine \| jump \| Differs \|$/m);
	expect(text).toMatch(/\| no answer \| open \| yes \|$/m);
	expect(text).toContain('## What was run and read on jump');
	expect(text).toContain('| `getent ahosts mail` | its addresses | seen |');
});

test('a dialogue without end is cut in its middle, and says so', () => {
	const lines = Array.from({length: longestDialogue + 500}, (_, id) => said(`line ${id}`, id));
	const {dialogue} = sessionReport([begun(), ...lines], 'x');
	expect(dialogue.lines).toHaveLength(longestDialogue);
	expect(dialogue.leftOut).toBe(500);
	const text = reportText('md', [begun(), ...lines], 'x');
	expect(text).toContain('… 500 lines are left out here …');
	expect(text).toMatch(/line 999\n.*left out.*\n.*line 1500\n/);
});

test('as JSON it is one object', () => {
	const report: unknown = JSON.parse(reportText('json', told('hello'), 'x'));
	expect(report).toEqual(JSON.parse(JSON.stringify(sessionReport(told('hello'), 'x'))));
	expect(report).toMatchObject({
		report: 1,
		program: 'smtp-medic',
		verdict: {class: 'relay-denied', alternatives: [{class: 'auth-required'}]},
		server: {place: 'mail', looked: [{command: 'cat hello', why: 'hello', status: 'seen'}]},
	});
});
