// Where Dovecot stores the mail of a user, by what doveadm prints of its settings.
import {expect, test} from 'vitest';
import {dovecotPlace} from '../../../../source/checks/server/log/dovecot-place.ts';

test.each([
	['maildir:~/Maildir\n', '/home/ada/Maildir/'],
	['maildir:/var/vmail/%d/%n/:LAYOUT=fs', '/var/vmail/example.test/Ada/'],
	['maildir:/var/vmail/%Ld/%Ln', '/var/vmail/example.test/ada/'],
	['maildir:%h/mail:INBOX=/var/spool/%u', '/var/spool/Ada@example.test/'],
	['mbox:~/mail:INBOX=/var/mail/%n', '/var/mail/Ada'],
	['mbox:~/mail', undefined],
	['mdbox:~/mdbox', undefined],
	['maildir:/var/vmail/%{ldap:box}', undefined],
	['maildir:relative', undefined],
	['', undefined],
])('%j is %j', (mail, place) => {
	expect(dovecotPlace(mail, '/home/ada\n', 'Ada@example.test')).toBe(place);
});
