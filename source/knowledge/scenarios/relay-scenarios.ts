import type {Scenario} from '../../core/practice.ts';

/** The server works, and refuses to pass mail on. */
export const relayScenarios: readonly Scenario[] = [
	{
		id: 'relay-mynetworks',
		level: 1,
		title: 'The shop has moved',
		ticket:
			'Since the shop’s application moved to the new machine app01 last night, no order confirmation goes out. Nothing was changed in its code. It hands its mail to mail.shop.example on port 25 and has never needed a password. Its log says “Relay access denied” for each customer.',
		class: 'relay-denied',
		cause: 'client-not-in-mynetworks',
		aim: 'submit',
		target: 'mail.shop.example',
		service: 'smtp',
		from: 'orders@shop.example',
		to: 'ada@customer.example',
		settings: {
			mynetworks: '192.0.2.10/32',
			'master.cf/submission': 'off',
			'master.cf/submissions': 'off',
		},
		hints: [
			'The server answers, greets and takes the sender. At which command does it say no, and with which words?',
			'Look at the EHLO reply: is AUTH in it? Where nobody can sign in, only the address of the client can be what allows relaying.',
			'Compare the client’s own address, which the verdict shows, with `mynetworks`. Whose address is the one in there?',
			'Add 127.0.0.1/32 to `mynetworks`, beside what is there already, and run the check again.',
		],
		debrief:
			'The old machine’s address, 192.0.2.10, was in `mynetworks`; the new one’s was not. The evidence: port and handshake were fine, the refusal came at RCPT TO as “554 5.7.1 Relay access denied”, and without AUTH in the EHLO reply only the address could decide. In Postfix, add the client to the networks that are there, `postconf -e "mynetworks = $(postconf -h mynetworks) 127.0.0.1/32"` with the real address, then `systemctl reload postfix`. In Exim on Debian, add it to `dc_relay_nets` in /etc/exim4/update-exim4.conf.conf and run `update-exim4.conf`, then `systemctl reload exim4`. After a move, look at every list of addresses: relaying, firewalls, SPF.',
	},
];
