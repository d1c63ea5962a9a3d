import type {Scenario} from '../../core/practice.ts';

const signedInOnly =
	'-o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject_unauth_destination';

/** The server works, and refuses to pass mail on. */
export const relayScenarios: readonly Scenario[] = [
	{
		id: 'relay-login',
		level: 1,
		title: 'The new laptop',
		ticket:
			'On her new laptop Ada can send mail to colleagues, but not to customers: “Relay access denied”. Server mail.shop.example, port 587, as in the manual. Her account is ada@shop.example with the password practice-makes-perfect; she does not remember having typed it on the new laptop.',
		class: 'relay-denied',
		cause: 'not-authenticated',
		aim: 'submit',
		target: 'mail.shop.example',
		service: 'submission',
		from: 'ada@shop.example',
		to: 'grace@customer.example',
		account: {user: 'ada@shop.example', password: 'practice-makes-perfect'},
		settings: {'master.cf/submission': signedInOnly},
		hints: [
			'Colleagues work and customers do not: the server takes mail for its own domain, and refuses to pass mail on. For whom does a server pass mail on?',
			'Is AUTH in the EHLO reply once TLS stands? And was any AUTH sent before MAIL FROM?',
			'Nothing on the server is wrong. The client has to sign in.',
			'Choose “Sign in and try again”, with the user ada@shop.example and the password practice-makes-perfect.',
		],
		debrief:
			'The client did not sign in. The evidence: AUTH was offered after STARTTLS, none was sent, and the refusal came at RCPT TO for a foreign domain only. The fix is in the client: turn on authentication for outgoing mail. The server was right; a change there would have opened it for others too. On a real Postfix, the log confirms it: the session’s lines lack `sasl_username=`. In Exim’s main log, the line lacks `A=`. Where a server offers no AUTH at all, it is `smtpd_sasl_auth_enable` in Postfix, or the authenticators in Exim, that want attention.',
	},
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
		to: 'grace@customer.example',
		settings: {'master.cf/submission': 'off', 'master.cf/submissions': 'off'},
		hints: [
			'The server answers, greets and takes the sender. At which command does it say no, and with which words?',
			'Look at the EHLO reply: is AUTH in it? Where nobody can sign in, only the address of the client can be what allows relaying.',
			'Compare the client’s own address with `mynetworks`: in the lab, it connects from 127.0.0.1. Whose address is the one in there?',
			'Add 127.0.0.1/32 to `mynetworks`, beside what is there already, and run the check again.',
		],
		debrief:
			'The old machine’s address, 192.0.2.10, was in `mynetworks`; the new one’s was not. The evidence: port and handshake were fine, the refusal came at RCPT TO as “554 5.7.1 Relay access denied”, and without AUTH in the EHLO reply only the address could decide. In Postfix, add the client to the networks that are there, `postconf -e "mynetworks = $(postconf -h mynetworks) 127.0.0.1/32"` with the real address, then `systemctl reload postfix`. In Exim on Debian, add it to `dc_relay_nets` in /etc/exim4/update-exim4.conf.conf, then `update-exim4.conf` and `systemctl reload exim4`. After a move, look at every list of addresses: relaying, firewalls, SPF.',
	},
	{
		id: 'relay-mydestination',
		level: 2,
		title: 'The second brand',
		ticket:
			'We have bought the domain newbrand.example and pointed its MX at our server. Whoever writes to info@newbrand.example gets the mail back: “Relay access denied”. But we do not want to relay anything, we want to receive it!',
		class: 'relay-denied',
		cause: 'domain-not-local',
		aim: 'deliver',
		target: 'info@newbrand.example',
		service: 'smtp',
		from: 'grace@customer.example',
		to: 'info@newbrand.example',
		settings: {},
		records: ['newbrand.example MX 10 mail.shop.example'],
		hints: [
			'Which server do the MX records of newbrand.example name? Is it the one that refuses?',
			'So the mail is at the right place, and the server takes it for a stranger’s. How does a server know which domains are its own?',
			'Look at the setting `mydestination`. Neither a login nor `mynetworks` has to do with mail that comes in.',
			'Add newbrand.example to `mydestination` and run the check again.',
		],
		debrief:
			'The server did not know newbrand.example as its own, so it took the mail for a request to relay. The evidence: the domain’s MX is this very server, and all the same it spoke of relaying. In Postfix, add the domain to `mydestination` (or to virtual_alias_domains or virtual_mailbox_domains where its mailboxes differ; to one of them only) and run `systemctl reload postfix`. In Exim on Debian, add it to `dc_other_hostnames` in /etc/exim4/update-exim4.conf.conf, then `update-exim4.conf` and `systemctl reload exim4`. A new domain needs both: the MX in DNS and the server that knows it.',
	},
	{
		id: 'relay-port-25',
		level: 2,
		title: 'It worked in the old office',
		ticket:
			'Ada’s program sends its reports through mail.shop.example, port 25. In the old office that worked without a login. Now she works from changing places and gets “Relay access denied”. Account: ada@shop.example, password practice-makes-perfect. No exception for her address, please: it is another one every day.',
		class: 'relay-denied',
		cause: 'port-25-for-submission',
		aim: 'submit',
		target: 'mail.shop.example',
		service: 'smtp',
		from: 'ada@shop.example',
		to: 'grace@customer.example',
		account: {user: 'ada@shop.example', password: 'practice-makes-perfect'},
		settings: {'master.cf/submission': signedInOnly},
		hints: [
			'The refusal is about relaying. Could Ada sign in here? Look for AUTH in the EHLO reply of this port.',
			'This port offers no login, and is not meant to: what is port 25 for? Which other mail ports of this host are open?',
			'Programs and people hand mail in on the submission ports, 587 or 465, and sign in there. The server needs no change.',
			'Choose the submission port and sign in as ada@shop.example with the password practice-makes-perfect.',
		],
		debrief:
			'Port 25 was used to hand mail in. It is for mail between servers; in the old office, `mynetworks` made an exception for the office’s network and hid that. The evidence: no AUTH on 25, “Relay access denied” at RCPT TO, and an open submission port beside it. The fix is in the client: port 587 with STARTTLS or 465 with TLS from the first byte, and a login. In Postfix those are the services `submission` and `submissions` of master.cf; in Exim `daemon_smtp_ports` and authenticators. To offer AUTH on 25 as well would work, and bring password guessers along.',
	},
	{
		id: 'relay-deferred',
		level: 2,
		title: 'The silent queue',
		ticket:
			'Nobody reports an error, and yet: since the monitoring moved to app01, no alarm reaches the on-call service at customer.example. On app01 the queue grows and grows. Its mail goes through mail.shop.example, port 25, without a login.',
		class: 'relay-denied',
		cause: 'client-not-in-mynetworks',
		aim: 'submit',
		target: 'mail.shop.example',
		service: 'smtp',
		from: 'alarm@shop.example',
		to: 'oncall@customer.example',
		settings: {
			smtpd_relay_restrictions:
				'permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination',
			'master.cf/submission': 'off',
			'master.cf/submissions': 'off',
		},
		hints: [
			'Why does nobody see an error? Look at the first digit of the refusal at RCPT TO, and what a sender does with such a reply.',
			'454 is a temporary refusal: the sender keeps the mail and tries for days. The words after it are those of a denied relay all the same.',
			'No login is offered here, so the address decides. Compare the client’s address, in the lab 127.0.0.1, with `mynetworks`.',
			'Add 127.0.0.1/32 to `mynetworks`. (With reject_unauth_destination instead of defer_unauth_destination the fault would at least be seen.)',
		],
		debrief:
			'The client’s new address was missing from `mynetworks`, as after many moves; but Postfix’s stock `defer_unauth_destination` refuses with 454 instead of 554. A 4xx reply tells the sender to try again, so mail piles up for days and nobody gets a bounce. The evidence: “454 4.7.1 Relay access denied”, no AUTH in the EHLO reply. In Postfix, add the client to `mynetworks` and reload; then `postqueue -f` on the client’s side sends what has waited. Decide too whether strangers should get a clear 554: `smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination`. Exim’s stock configuration answers “550 relay not permitted”; there the list is `dc_relay_nets` on Debian.',
	},
	{
		id: 'relay-backup',
		level: 3,
		title: 'The branch office',
		ticket:
			'Mail for branch.example comes in on our server and goes on to the branch’s own machine behind the firewall. Since main.cf was “tidied up”, everyone who writes to the branch gets “Relay access denied”. A first attempt, adding branch.example to mydestination, made it “User unknown” and was taken back.',
		class: 'relay-denied',
		cause: 'domain-not-local',
		aim: 'deliver',
		target: 'linus@branch.example',
		service: 'smtp',
		from: 'grace@customer.example',
		to: 'linus@branch.example',
		settings: {},
		records: ['branch.example MX 10 mail.shop.example'],
		hints: [
			'The MX of branch.example is this server, and it speaks of relaying. So it knows the domain in none of its lists.',
			'`mydestination` is for domains whose mailboxes are on this machine. Where are those of the branch?',
			'For domains whose mail is taken from everybody and passed on, Postfix has a list of its own.',
			'Set `relay_domains` to branch.example and run the check again.',
		],
		debrief:
			'branch.example was missing from `relay_domains`. The evidence: the domain’s MX is this server, and it refused with “Relay access denied”. Postfix has one list for each kind of domain: `mydestination` for mailboxes of this machine’s own users, virtual_mailbox_domains and virtual_alias_domains for others, and `relay_domains` for those that are passed on, with a transport that says where to. A domain belongs in one list alone; in `mydestination` the unknown users of the branch were refused with 550 5.1.1. `postconf -e "relay_domains = branch.example"`, `systemctl reload postfix`; relay_recipient_maps should list the addresses that exist. In Exim on Debian it is `dc_relay_domains`.',
	},
	{
		id: 'relay-submission-override',
		level: 3,
		title: 'But it is in mynetworks',
		ticket:
			'The reports of app01 used to go out through port 25, because its address is in mynetworks. For the sake of encryption it now uses port 587, without a login as before, and gets “Relay access denied”. On port 25 it still works. The admin has checked mynetworks three times.',
		class: 'relay-denied',
		cause: 'submission-override',
		aim: 'submit',
		target: 'mail.shop.example',
		service: 'submission',
		from: 'reports@shop.example',
		to: 'grace@customer.example',
		settings: {
			mynetworks: '192.0.2.10/32, 127.0.0.1/32',
			'master.cf/submission':
				'-o smtpd_tls_security_level=encrypt -o smtpd_relay_restrictions=permit_sasl_authenticated,reject_unauth_destination',
		},
		hints: [
			'The address is in `mynetworks`, and it works on 25. What can differ between two ports of one Postfix?',
			'The options of a service in master.cf stand above main.cf. Look at `master.cf/submission`: which list decides about relaying there?',
			'That list allows signed-in clients alone, and this service does not even offer a login. `mynetworks` has no effect without permit_mynetworks.',
			'In `master.cf/submission`, change the list to `-o smtpd_relay_restrictions=permit_mynetworks,permit_sasl_authenticated,reject_unauth_destination` and run the check again.',
		],
		debrief:
			'The submission service overrides `smtpd_relay_restrictions`, and its list lacks permit_mynetworks; so `mynetworks` has no effect on port 587, however right it is. The evidence: a submission port that offers no AUTH and denies relaying, while port 25 lets the same client pass. `postconf -P` shows such overrides, `postconf mynetworks` does not. In Postfix, add permit_mynetworks to the override in master.cf and run `systemctl reload postfix`; or leave a client without a login on port 25; better still, switch AUTH on for this service and give the application an account. Exim has one access list for all ports unless it asks for `$received_port`: look for that in acl_smtp_rcpt.',
	},
];
