// The line with which a start failed, and not what follows from it.
import {expect, test} from 'vitest';
import {logEvents} from '../../../source/core/mail-log/log-events.ts';
import {readLogLines} from '../../../source/core/mail-log/log-line.ts';
import {startFailure} from '../../../source/core/mail-log/start-failure.ts';

const today = new Date('2026-11-26T12:00:00Z');
const failureIn = (...lines: readonly string[]) =>
	startFailure(
		logEvents(readLogLines(lines.map(line => `Nov 26 10:00:01 mail ${line}`).join('\n'), today)),
	)?.text;

// Postfix 3.7
const taken = 'postfix/master[90]: fatal: bind 0.0.0.0 port 25: Address already in use';
const follows = [
	'postfix/master[89]: fatal: daemon initialization failure -- see logs for details',
	'postfix/postfix-script[95]: fatal: mail system startup failed',
];
const started = 'postfix/master[120]: daemon started -- version 3.7.11, configuration /etc/postfix';

test('the reason is told, and not that the start failed for it', () => {
	expect(failureIn(taken, ...follows)).toBe('fatal: bind 0.0.0.0 port 25: Address already in use');
	expect(failureIn(...follows)).toBe('fatal: mail system startup failed');
});

test('nothing is told once it has started', () => {
	expect(failureIn(taken, ...follows, started)).toBeUndefined();
	expect(failureIn()).toBeUndefined();
});
