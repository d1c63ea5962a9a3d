import {expect, test} from 'vitest';
import {everyLog, everyQueue, mailPrograms} from '../../source/core/mail-programs.ts';
import {ownCommand} from '../../source/core/own-command.ts';
import {shownCommand} from '../../source/core/shown-command.ts';

const search = `${everyLog} | grep -F {queueId} | tail -n 20`;

test.each(mailPrograms)(
	'$mta: log and queue by its own programs, in one short command',
	program => {
		const {mta, log, queue} = program;
		expect(ownCommand(search, {mta})).toBe(`${log} | grep -F {queueId} | tail -n 20`);
		expect(ownCommand(everyQueue, {mta})).toBe(queue);
		expect(ownCommand(search, {mta}).length).toBeLessThan(100);
	},
);

test('where it is not known which server it is, the command fits every one', () => {
	expect(ownCommand(search, {})).toBe(search);
	expect(ownCommand(everyQueue, {mta: 'gmail'})).toBe(everyQueue);
});

test('a log that was read on the server takes the place of the journal; a unit’s own journal stays', () => {
	const known = {mta: 'postfix', mailLog: '/var/log/mail.log', queueId: '4BEF15B'};
	expect(shownCommand(search, known)).toBe(
		'tail -n 500 /var/log/mail.log | grep -F 4BEF15B | tail -n 20',
	);
	expect(
		shownCommand("journalctl -u 'postfix*' -n 200 --no-pager | grep -F {client}", {
			...known,
			client: '192.0.2.10',
		}),
	).toBe('tail -n 500 /var/log/mail.log | grep -F 192.0.2.10');
	expect(shownCommand('journalctl -u UNIT -n 20 --no-pager', known)).toBe(
		'journalctl -u UNIT -n 20 --no-pager',
	);
});
