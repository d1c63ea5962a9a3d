import {expect, test} from 'vitest';
import {olderFiles} from '../../../source/core/mail-log/log-files.ts';

/** `ls -1t /var/log` on Debian, on Red Hat, and what lies beside it. */
const debian = ['mail.log', 'syslog', 'mail.log.1', 'mail.log.2.gz', 'mail.log.3.gz', 'mail.err.1'];
const redHat = ['maillog', 'messages', 'maillog-20261122', 'maillog-20261115.gz', 'maillog.bak'];

test('the older logs are known by what rotation appends to the name, in their order', () => {
	expect(olderFiles('/var/log/mail.log', debian.join('\n'))).toEqual([
		{file: '/var/log/mail.log.1', packing: ''},
		{file: '/var/log/mail.log.2.gz', packing: 'gz'},
		{file: '/var/log/mail.log.3.gz', packing: 'gz'},
	]);
	expect(olderFiles('/var/log/maillog', redHat.join('\n'))).toEqual([
		{file: '/var/log/maillog-20261122', packing: ''},
		{file: '/var/log/maillog-20261115.gz', packing: 'gz'},
	]);
	expect(olderFiles('/var/log/exim4/mainlog', 'mainlog\nmainlog.1\nmainlog.2.xz')).toEqual([
		{file: '/var/log/exim4/mainlog.1', packing: ''},
		{file: '/var/log/exim4/mainlog.2.xz', packing: 'xz'},
	]);
});

test('what a name may be is narrow, and how many there are is bounded', () => {
	const odd = ['mail.log.', 'mail.log.1;id', 'mail.log.1 2', 'mail.log.1.gz.sh', 'mail.log.$(id)'];
	expect(olderFiles('/var/log/mail.log', odd.join('\n'))).toEqual([]);
	const many = Array.from({length: 400}, (_, index) => `mail.log.${index + 1}`);
	expect(olderFiles('/var/log/mail.log', many.join('\n'))).toHaveLength(10);
});
