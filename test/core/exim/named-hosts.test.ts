// Which hosts Exim’s rules would have let in by their addresses, by its own trace.
import {expect, test} from 'vitest';
import {readHostCheck} from '../../../source/core/exim/host-check.ts';
import {namedHosts} from '../../../source/core/exim/named-hosts.ts';

const check = (list: string) =>
	readHostCheck(
		'',
		[
			'>>> using ACL "acl_check_rcpt"',
			'>>> processing "accept" (/etc/exim4/exim4.conf 335)',
			'>>> check hosts = +relay_from_hosts',
			`>>> host in "${list}"? no (end of list)`,
			'>>> host in "+relay_from_hosts"? no (end of list)',
			'>>> accept: condition test failed in ACL "acl_check_rcpt"',
			'>>> processing "require" (/etc/exim4/exim4.conf 345)',
			'>>> require: condition test failed in ACL "acl_check_rcpt"',
			'>>> end of ACL "acl_check_rcpt": not OK',
		].join('\n'),
	);

test.each([
	['parted by colons', ': 127.0.0.1 : 192.0.2.10', ['127.0.0.1', '192.0.2.10']],
	['IPv6, its colons doubled', '192.0.2.10 : 2001::db8::::1', ['192.0.2.10', '2001:db8::1']],
	['parted by another sign', '<; 192.0.2.10 ; 2001:db8::1', ['192.0.2.10', '2001:db8::1']],
])('%s', (_, list, names) => {
	const [found] = namedHosts(check(list), '');
	expect(found?.names).toEqual(expect.arrayContaining(names));
	expect(found?.place).toBe('+relay_from_hosts of Exim (/etc/exim4/exim4.conf, line 335)');
});

test('on Debian, the line of its settings from which the list comes', () => {
	const settings = "# made by debconf\ndc_relay_domains=''\ndc_relay_nets='192.0.2.10'\n";
	const [found] = namedHosts(check('<; 127.0.0.1 ; ::1 ; 192.0.2.10'), settings);
	expect(found?.place).toBe('dc_relay_nets (/etc/exim4/update-exim4.conf.conf, line 3)');
});
