import {both, either, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';

const hasMx = saw('dns.mx', {source: 'mx'});
const someAnswer = saw('dns.answer', {status: ['ok', 'nxdomain', 'nodata']});

/** Why a name leads nowhere. */
export const dnsCauses: readonly Cause[] = [
	{
		id: 'name-missing',
		explains: ['dns-failure'],
		title: 'The name does not exist, or has no address',
		because:
			'It is misspelt, it was removed, or its record was never made. DNS answered, and the answer is “there is nothing”.',
		frequency: 'common',
		evidence: [
			{
				when: both(saw('dns.failed', {status: 'nxdomain'}), {not: hasMx}),
				says: 'DNS says that {name} does not exist.',
				weight: 'proves',
			},
			{
				when: both(saw('dns.failed', {status: 'nodata'}), {not: hasMx}),
				says: 'DNS knows {name}, but it has no such record.',
				weight: 'for',
			},
			{
				when: saw('dns.failed', {status: ['servfail', 'silent', 'unreachable', 'refused']}),
				says: 'There was no answer about {name} ({status}), so nothing says that it is missing.',
				weight: 'excludes',
			},
			{
				when: both(saw('dns.failed', {need: 'address'}), hasMx),
				says: 'It is a host of an MX record that lacks an address: {name}.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'status: NXDOMAIN means that the name does not exist; NOERROR with no answer, that it has no such record.',
				command: 'dig A {host}; dig AAAA {host}; dig MX {host}',
			},
			{text: 'Does the domain itself exist? Its name servers:', command: 'dig +trace NS {host}'},
		],
	},
	{
		id: 'mx-target-missing',
		explains: ['dns-failure'],
		title: 'An MX record names a host that has no address',
		because:
			'The domain says which host takes its mail, and that host has no A or AAAA record, so nobody can deliver.',
		frequency: 'usual',
		evidence: [
			{
				when: both(
					saw('dns.failed', {need: 'address', status: ['nxdomain', 'nodata']}),
					hasMx,
					never('dns.mx-invalid', {why: 'address'}),
				),
				says: 'The MX host {name} has no address ({status}).',
				weight: 'proves',
			},
			{
				when: both(saw('dns.failed'), {not: hasMx}),
				says: 'No MX record was found, so no MX host is missing.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'Each name after the number needs an address of its own.',
				command: 'dig +short MX {recipientDomain}; dig +short A {host}; dig +short AAAA {host}',
			},
		],
	},
	{
		id: 'mx-invalid',
		explains: ['dns-failure'],
		title: 'The MX record holds something that is no host name',
		because:
			'An MX record must name a host. An IP address in it, or an alias (CNAME), makes senders fail, some silently.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('dns.mx-invalid', {why: 'address'}),
				says: 'The MX of {domain} is {exchange}, an IP address.',
				weight: 'proves',
			},
			{
				when: saw('dns.mx-invalid', {why: 'cname'}),
				says: 'The MX of {domain} is {exchange}, an alias; not every sender follows it.',
				weight: 'for',
			},
			{
				when: both(never('dns.mx-invalid'), saw('dns.failed')),
				says: 'No MX record of this kind was seen.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'A name must stand after the number, not an address.',
				command: 'dig +short MX {recipientDomain}',
			},
		],
	},
	{
		id: 'servfail',
		explains: ['dns-failure'],
		title: 'The domain’s name servers answer with an error',
		because:
			'The resolver asked, and got no usable answer: the name servers have a fault, or do not know the domain any more.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('dns.failed', {status: 'servfail'}),
				says: 'The resolver {resolver} reports SERVFAIL for {name}.',
				weight: 'for',
			},
			{
				when: saw('dns.failed', {status: ['nxdomain', 'nodata']}),
				says: 'A regular answer came for {name}: {status}.',
				weight: 'excludes',
			},
			{
				when: saw('dns.failed', {status: ['unreachable', 'silent']}),
				says: 'The resolver did not answer at all.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Ask the responsible name servers one after the other.',
				command: 'dig +trace A {host}; dig +nssearch {host}',
			},
			{text: 'Ask another resolver, for comparison.', command: 'dig A {host} @9.9.9.9'},
		],
	},
	{
		id: 'dnssec-bogus',
		explains: ['dns-failure'],
		title: 'The domain’s DNSSEC signatures are broken',
		because:
			'A validating resolver withholds answers whose signatures are expired or do not fit, and says SERVFAIL. Resolvers that do not validate still answer.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('dns.bogus'),
				says: 'Without validation {resolver} answers ({records}), with it SERVFAIL.',
				weight: 'proves',
			},
			{
				when: saw('dns.failed', {status: 'servfail'}),
				says: 'SERVFAIL is also what a resolver says when signatures fail.',
				weight: 'for',
			},
			{
				when: saw('dns.failed', {
					status: ['nxdomain', 'nodata', 'silent', 'unreachable', 'refused'],
				}),
				says: 'A validation that fails shows as SERVFAIL; here it was {status}.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'With validation off (`+cd`) an answer, without it SERVFAIL: then it is DNSSEC.',
				command: 'dig A {host}; dig +cd A {host}',
			},
			{text: 'Where does the chain break?', command: 'delv A {host}'},
		],
	},
	{
		id: 'resolver-down',
		explains: ['dns-failure'],
		title: 'This machine’s resolver does not answer',
		because:
			'The resolver that `resolv.conf` names is down, unreachable, or does not serve this machine. Then no name at all resolves.',
		frequency: 'common',
		evidence: [
			{
				when: both(saw('dns.failed', {status: 'unreachable'}), {not: someAnswer}),
				says: 'The resolver {resolver} cannot be reached.',
				weight: 'proves',
			},
			{
				when: saw('dns.failed', {status: 'silent'}),
				says: 'The resolver {resolver} gave no answer for {name}.',
				weight: 'for',
			},
			{
				when: saw('dns.failed', {status: 'refused'}),
				says: 'The resolver {resolver} refuses to answer this machine.',
				weight: 'for',
			},
			{
				when: someAnswer,
				says: 'The resolver did answer a question: {name} {type}, {status}.',
				weight: 'excludes',
			},
			{
				when: saw('dns.failed', {status: 'servfail'}),
				says: 'The resolver did answer, with SERVFAIL.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Which resolver is set, and does it answer for any name?',
				command: 'cat /etc/resolv.conf; dig A example.com',
			},
			{text: 'Another resolver, for comparison:', command: 'dig A {host} @9.9.9.9'},
			{text: 'With systemd-resolved:', command: 'resolvectl status'},
		],
	},
	{
		id: 'zone-unreachable',
		explains: ['dns-failure'],
		title: 'The domain’s name servers cannot be reached',
		because:
			'The resolver works, but none of the name servers that are responsible for the domain answers it.',
		frequency: 'rare',
		evidence: [
			{
				when: both(saw('dns.failed', {status: 'silent'}), someAnswer),
				says: '{name} got no answer, while the resolver does answer other questions.',
				weight: 'for',
			},
			{
				when: saw('dns.failed', {status: 'servfail'}),
				says: 'SERVFAIL can mean that no responsible name server answered.',
				weight: 'for',
			},
			{
				when: saw('dns.failed', {status: ['nxdomain', 'nodata']}),
				says: 'A regular answer came for {name}: {status}.',
				weight: 'excludes',
			},
			{
				when: saw('dns.failed', {status: 'unreachable'}),
				says: 'The resolver itself cannot be reached.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Follow the delegation to its end; a time-out there shows the dead name server.',
				command: 'dig +trace A {host}',
			},
		],
	},
	{
		id: 'hosts-file',
		explains: ['dns-failure'],
		title: 'The hosts file overrides DNS',
		because:
			'An entry in `/etc/hosts` wins over DNS on this machine alone, and stays when the real address changes.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('dns.hosts-entry'),
				says: 'The hosts file gives {addresses} for {name}; DNS gives {dns}.',
				weight: 'for',
			},
			{
				when: both(never('dns.hosts-entry'), either(saw('dns.failed'), saw('dns.address'))),
				says: 'The hosts file has no entry for the names that were looked up.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'What applications get, and what DNS says:',
				command: 'getent ahosts {host}; dig +short A {host}; grep -nF {host} /etc/hosts',
			},
		],
	},
	{
		id: 'null-mx',
		explains: ['null-mx'],
		title: 'The domain declares that it takes no mail',
		because:
			'Its only MX record is a dot. Domains that are used for web sites alone do this on purpose; a typo in the address often ends there.',
		frequency: 'common',
		evidence: [
			{when: saw('dns.null-mx'), says: '{domain} has the MX record “0 .”.', weight: 'proves'},
			{
				when: saw('smtp.refusal', {class: 'null-mx'}),
				says: 'The server says so: {code} {text}',
				weight: 'for',
			},
		],
		confirm: [{text: '“0 .” is the null MX.', command: 'dig +short MX {recipientDomain}'}],
	},
];
