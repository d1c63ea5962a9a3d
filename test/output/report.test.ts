import {expect, test} from 'vitest';
import type {SessionEvent} from '../../source/core/event.ts';
import {classes} from '../../source/knowledge/classes.ts';
import {reportText} from '../../source/output/report.ts';

const session: SessionEvent = {
	type: 'session',
	at: 0,
	schema: 1,
	version: '1.2.3',
	target: 'mail.example.com',
	options: {},
	startedAt: '2026-01-02T03:04:05.000Z',
};
const said = (text: string): SessionEvent => ({
	type: 'line',
	at: 1,
	id: 1,
	connection: 1,
	from: 'server',
	text,
	secure: false,
});
const end = {
	outcome: 'healthy',
	class: null,
	stage: null,
	cause: null,
	summary: 'All is well.',
	warnings: [],
	elapsed: 3,
} as const;

test('holds the dialogue, the end of each walk once, and the command', () => {
	const events: SessionEvent[] = [
		session,
		said('220 mail.example.com ESMTP'),
		{type: 'run-finished', at: 2, run: 1, ...end},
		{type: 'result', at: 3, ...end},
	];
	const text = reportText(events, 'smtp-medic mail.example.com', classes);
	expect(text).toContain('S 220 mail.example.com ESMTP');
	expect(text.match(/HEALTHY/g)).toHaveLength(1);
	expect(text).toContain('smtp-medic mail.example.com\n```');
});

test('a server cannot break out of the block that its words stand in', () => {
	const text = reportText([session, said('220 ```` # Heading')], 'x', classes);
	expect(text).toMatch(/^`{5}text$/m);
	expect(text).toMatch(/^`{5}$/m);
});
