import {deliver, ownRecipient, submit} from '../commands.ts';
import {nobodysAddress, secondName, serverAddress} from '../harness/addresses.ts';
import type {Scenario} from '../scenario.ts';

const soon = ['--timeout', '2'];

/** DNS. */
export const names: readonly Scenario[] = [
	{
		id: 'name-missing',
		server: 'none',
		broken: 'the server’s name does not exist',
		dns: ['-mail.example.test A'],
		check: submit(25),
		expect: {class: 'dns-failure', stage: 'dns', cause: 'name-missing'},
	},
	{
		id: 'domain-missing',
		server: 'none',
		broken: 'the recipient’s domain does not exist',
		check: deliver('ada@nosuch.test'),
		expect: {class: 'dns-failure', stage: 'dns', cause: 'name-missing'},
	},
	{
		id: 'servfail',
		server: 'none',
		broken: 'the zone’s name servers fail',
		dns: ['example.test SERVFAIL'],
		check: deliver(),
		expect: {class: 'dns-failure', among: ['servfail']},
	},
	{
		id: 'resolver-refuses',
		server: 'none',
		broken: 'nothing listens on the resolver’s port',
		resolver: '192.0.2.1',
		check: submit(25, ...soon),
		expect: {class: 'dns-failure', cause: 'resolver-down'},
	},
	{
		id: 'resolver-dead',
		server: 'none',
		broken: 'resolv.conf names a machine that is not there',
		resolver: nobodysAddress,
		check: submit(25, ...soon),
		expect: {class: 'dns-failure', cause: 'resolver-down'},
	},
	{
		id: 'resolver-silent',
		server: 'none',
		broken: 'questions to the resolver are dropped',
		router:
			'iptables -A INPUT -i client -p udp --dport 53 -j DROP; iptables -A INPUT -i client -p tcp --dport 53 -j DROP',
		check: submit(25, ...soon),
		expect: {class: 'dns-failure', among: ['resolver-down']},
	},
	{
		id: 'null-mx',
		server: 'postfix',
		broken: 'the domain says that it takes no mail',
		dns: ['example.test MX 0 .'],
		check: deliver(),
		expect: {class: 'null-mx', stage: 'dns', cause: 'null-mx'},
	},
	{
		id: 'mx-target-missing',
		server: 'postfix',
		broken: 'the name in the MX record has no address',
		dns: ['example.test MX 10 nosuch.example.test'],
		check: deliver(),
		expect: {class: 'dns-failure', cause: 'mx-target-missing'},
	},
	{
		id: 'mx-is-address',
		server: 'postfix',
		broken: 'the MX record holds an address instead of a name',
		dns: [`example.test MX 10 ${serverAddress}`],
		check: deliver(),
		expect: {class: 'dns-failure', cause: 'mx-invalid'},
	},
	{
		id: 'mx-decoy-dead',
		server: 'none',
		broken: 'nothing: the first MX is a decoy that never answers, the second takes mail',
		second: {server: 'postfix'},
		dns: [
			'example.test MX 10 decoy.example.test',
			`example.test MX 20 ${secondName}`,
			`decoy.example.test A ${serverAddress}`,
		],
		check: deliver(),
		expect: {class: null, warnings: ['one-address-broken']},
	},
	{
		id: 'all-mx-dead',
		server: 'none',
		broken: 'no mail server runs on either MX host',
		second: {server: 'none'},
		dns: ['example.test MX 10 mail.example.test', `example.test MX 20 ${secondName}`],
		check: deliver(),
		expect: {class: 'refused', among: ['mta-stopped']},
	},
	{
		id: 'mx-to-old-server',
		server: 'postfix',
		broken: 'the MX record still names the old server, which has given the domain up',
		second: {server: 'postfix', prepare: 'postconf -e "mydestination = localhost"'},
		dns: [`example.test MX 10 ${secondName}`],
		check: deliver(ownRecipient, '--expect-address', serverAddress),
		expect: {class: 'relay-denied', cause: 'domain-not-local'},
	},
];
