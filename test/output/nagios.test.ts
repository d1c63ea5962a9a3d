import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {ResultFacts, SessionEvent} from '../../source/core/event.ts';
import {nagiosLine, nagiosState, nagiosUnknown} from '../../source/output/nagios.ts';

const healthy: ResultFacts = {
	outcome: 'healthy',
	class: null,
	stage: null,
	cause: null,
	summary: 'mail.example.com takes mail for ada@example.net.',
	warnings: [],
	elapsed: 123.4,
};

const session = (target: string): SessionEvent => ({
	type: 'session',
	at: 0,
	schema: 1,
	version: '1.2.3',
	target,
	options: {},
	startedAt: '2026-01-01T12:00:00.000Z',
});

const where = {host: 'mail.example.com', address: '192.0.2.1', port: 25, service: 'smtp'} as const;

const events: readonly SessionEvent[] = [
	session('mail.example.com'),
	{
		type: 'observation',
		at: 1,
		step: 'scan',
		kind: 'tcp.open',
		facts: {...where, role: 'conversation', after: 12.3},
		lines: [],
	},
	{
		type: 'observation',
		at: 1,
		step: 'scan',
		kind: 'tcp.open',
		facts: {...where, port: 587, role: 'mail', after: 99},
		lines: [],
	},
	{
		type: 'observation',
		at: 1,
		step: 'scan',
		kind: 'endpoint.chosen',
		facts: {...where, mode: 'auto', client: '192.0.2.9', local: false},
		lines: [],
	},
	{
		type: 'observation',
		at: 2,
		step: 'starttls',
		kind: 'tls.established',
		facts: {
			...where,
			protocol: 'TLSv1.3',
			cipher: 'x',
			trusted: true,
			name: 'mail.example.com',
			chain: [
				{
					subject: '',
					issuer: '',
					names: [],
					validFrom: '2025-12-01T00:00:00.000Z',
					validTo: '2026-01-31T00:00:00.000Z',
					fingerprint: '',
					selfSigned: false,
				},
			],
			mode: 'starttls',
			tolerated: false,
			after: 5,
		},
		lines: [],
	},
	{type: 'step-finished', at: 3, step: 'rcpt', status: 'passed', summary: '250 OK', elapsed: 7},
	{type: 'step-finished', at: 3, step: 'auth', status: 'skipped', summary: 'none', elapsed: 0},
];

test('state, target and sentence, then what can be drawn: total, connecting, certificate, steps', () => {
	expect(nagiosLine(events, healthy, false)).toBe(
		'SMTP OK - mail.example.com: mail.example.com takes mail for ada@example.net. | ' +
			'time=0.123s;;;0 connect=0.012s;;;0 certificate_days=29 step_rcpt=0.007s;;;0',
	);
});

test('warnings alone are a warning, a problem is critical, and no answer is unknown', () => {
	const warned: ResultFacts = {
		...healthy,
		warnings: [
			{class: 'slow', summary: 'The greeting took 9 s.'},
			{class: 'tls-certificate', summary: 'The certificate ended.'},
		],
	};
	const problem: ResultFacts = {...healthy, outcome: 'problem', class: 'refused', summary: 'No.'};
	expect([healthy, warned, problem].map(nagiosState)).toEqual(['OK', 'WARNING', 'CRITICAL']);
	expect(nagiosState({...healthy, outcome: 'inconclusive'})).toBe('UNKNOWN');
	expect(nagiosLine(events, warned, false)).toMatch(
		/^SMTP WARNING - mail\.example\.com: The greeting took 9 s\. \(and 1 more\) \|/,
	);
	expect(nagiosLine(events, problem, false)).toMatch(
		/^SMTP CRITICAL - mail\.example\.com: refused: No\. \|/,
	);
});

const perfdata = /^[\w.-]+=-?[\d.]+(?:s|ms|%|B|c)?(?:;[\d.]*){0,4}$/;

test('whatever is said, it is one line with one pipe, of a length that agents carry', () => {
	const text = fc.oneof(
		fc.string({unit: 'binary', maxLength: 600}),
		fc.string({
			unit: fc.constantFrom('|', '\n', '\r', '\u001b', '\u202e', 'ä', '…', ' '),
			maxLength: 600,
		}),
	);
	fc.assert(
		fc.property(
			text,
			text,
			fc.boolean(),
			fc.integer({min: 0, max: 100}),
			(said, target, ascii, steps) => {
				const many = Array.from({length: steps}, (_, index): SessionEvent => ({
					type: 'step-finished',
					at: 1,
					step: `${said.slice(0, 5)}${index}`,
					status: 'passed',
					summary: said,
					elapsed: index,
				}));
				const result: ResultFacts = {...healthy, summary: said, warnings: []};
				const line = nagiosLine([session(target), ...many], result, ascii);
				expect(line).toMatch(/^SMTP OK - /);
				expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
				expect(line.length).toBeLessThanOrEqual(4000);
				const [, data = '', ...more] = line.split('|');
				expect(more).toEqual([]);
				for (const item of data.trim().split(' ')) {
					expect(item).toMatch(perfdata);
				}

				expect(ascii && /[^ -~]/.test(line)).toBe(false);
				const unknown = nagiosUnknown(said, ascii);
				expect(unknown).toMatch(/^SMTP UNKNOWN - [^|\p{Cc}]*$/u);
				expect(ascii && /[^ -~]/.test(unknown)).toBe(false);
			},
		),
	);
});
