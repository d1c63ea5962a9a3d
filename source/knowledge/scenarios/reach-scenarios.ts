import type {Scenario} from '../../core/practice.ts';

/** The connection does not come to stand: refused, or without any answer. */
export const reachScenarios: readonly Scenario[] = [
	{
		id: 'refused',
		level: 1,
		title: 'No mail since the update',
		ticket:
			'Last night the server mail.shop.example got its updates and was rebooted. Since then nobody outside can send us mail; partners report “Connection refused”. The web shop on the same machine works.',
		class: 'refused',
		cause: 'mta-stopped',
		aim: 'deliver',
		target: 'ada@shop.example',
		service: 'smtp',
		from: 'grace@customer.example',
		to: 'ada@shop.example',
		settings: {postfix: 'stopped'},
		hints: [
			'“Refused” means that something answered, at once, with “no”. So name, address and network are fine. Which of the mail ports are refused?',
			'All of them are. A firewall rule or a disabled service would mostly be about one port. What do all ports of a mail server have in common?',
			'On a real server you would now ask `postfix status` and `ss -tlnp`. Here, look at the setting `postfix`.',
			'Set `postfix` to `running` and run the check again.',
		],
		debrief:
			'Postfix was not running, so the system itself refused each connection. The evidence: the refusal came at once, the host is up, and ports 25, 465 and 587 were refused alike. On a real server, `postfix status` and `ss -tlnp` confirm it; do not trust `systemctl status postfix`, which on Debian up to 12 says “active (exited)” with nothing running. Before you start it, find out why it stopped: `postfix check`, and the first “fatal:” line of the log, mostly a syntax error in main.cf or master.cf. Then `systemctl start postfix`. With Exim: `systemctl status exim4`, `exim -bV` for the configuration, /var/log/exim4/paniclog, then `systemctl start exim4`.',
	},
	{
		id: 'timed-out',
		level: 1,
		title: 'Silence on port 25',
		ticket:
			'A colleague “tightened” the firewall of mail.shop.example on Friday. Since then partners say that mail to us waits in their queues with “Connection timed out”. Our own people can still send.',
		class: 'timeout',
		cause: 'firewall-drop',
		aim: 'deliver',
		target: 'ada@shop.example',
		service: 'smtp',
		from: 'grace@customer.example',
		to: 'ada@shop.example',
		settings: {firewall: '25 drop'},
		hints: [
			'“Timed out” means that nothing answered at all. That is not a stopped mail server: its machine would answer with a refusal. What could swallow a packet without a word?',
			'Do other ports of the same host answer? If they do, the host is up, and it is about this port.',
			'Look at the setting `firewall`: the first rule for a port decides.',
			'Change the rule to `25 accept` and run the check again.',
		],
		debrief:
			'The firewall before the server dropped port 25. The evidence: no answer at all on 25, while 465 and 587 of the same address were open, so the host and the mail server were up. A provider that blocks outgoing port 25 looks the same from one client, but partners in many networks reported it, and here client and server are in one network. On a real server, `tcpdump -ni any tcp port 25` shows packets that come in and get no answer; then `nft list ruleset` or `iptables -L INPUT -n -v`, and a rule that accepts the port before the default applies. Remember the hosting provider’s own firewall, and make the rule permanent. This is the same for Postfix and Exim: neither of them ever saw the connection.',
	},
	{
		id: 'refused-submission',
		level: 2,
		title: 'A new mail client',
		ticket:
			'The office has new mail clients. They are set to mail.shop.example, port 587, and say “connection refused”. Mail from outside arrives as always.',
		class: 'refused',
		cause: 'service-disabled',
		aim: 'submit',
		target: 'mail.shop.example',
		service: 'submission',
		from: 'orders@shop.example',
		to: 'ada@shop.example',
		settings: {'master.cf/submission': 'off', 'master.cf/submissions': 'off'},
		hints: [
			'Port 587 is refused. Is any other mail port of this host open?',
			'Port 25 is open, so Postfix runs. Each port is a service of its own: where does Postfix keep the list of its services?',
			'In master.cf, the lines for submission and submissions come commented out. Look at the setting `master.cf/submission`.',
			'Set `master.cf/submission` to `-o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes` and run the check again.',
		],
		debrief:
			'The submission service was commented out in master.cf, so nothing listened on 587. The evidence: 587 and 465 were refused while 25 of the same host was open, so the mail server ran and no firewall was needed to explain it. In Postfix, `postconf -M` lists the services; take the comment signs from the line `submission` and its `-o` lines and run `systemctl reload postfix`. In Exim, `daemon_smtp_ports = 25 : 465 : 587` and `tls_on_connect_ports = 465`, then `systemctl restart exim4`.',
	},
	{
		id: 'refused-firewall',
		level: 2,
		title: 'Only from outside',
		ticket:
			'No mail from outside since the new firewall rules; partners report “Connection refused”. The admin swears that Postfix runs, and indeed the office can send through it on port 587.',
		class: 'refused',
		cause: 'firewall-reject',
		aim: 'deliver',
		target: 'ada@shop.example',
		service: 'smtp',
		from: 'grace@customer.example',
		to: 'ada@shop.example',
		settings: {firewall: '25 reject'},
		hints: [
			'Port 25 is refused. Which other mail ports of the host are open, and what does that say about Postfix?',
			'Postfix runs, and its smtp service is hardly ever switched off. What else can answer “refused” in its place?',
			'A firewall rule with REJECT looks like a closed port. Look at the setting `firewall`.',
			'Change the rule to `25 accept` and run the check again.',
		],
		debrief:
			'A firewall rule rejected port 25. The evidence: 25 was refused while 465 and 587 of the same server were open. REJECT with port-unreachable or a TCP reset cannot be told from a closed port by what a program sees; as root, `nmap -sS --reason -p 25` can tell the first of the two. On a real server, `ss -tlnp` shows that Postfix (or Exim) listens on port 25 all the same, and that turns suspicion to the firewall: `nft list ruleset`, `iptables -L INPUT -n -v`. Put a rule that accepts port 25 before the one that rejects. The mail server needs no change and no reload.',
	},
	{
		id: 'refused-loopback',
		level: 2,
		title: 'The fresh installation',
		ticket:
			'We have set up mail.shop.example anew. Sent from the machine itself, mail to ada@shop.example arrives. From anywhere else: “Connection refused”. The firewall is empty.',
		class: 'refused',
		cause: 'loopback-only',
		aim: 'deliver',
		target: 'ada@shop.example',
		service: 'smtp',
		from: 'grace@customer.example',
		to: 'ada@shop.example',
		settings: {inet_interfaces: 'loopback-only'},
		hints: [
			'All mail ports are refused. From outside that looks like a stopped server; but what does the ticket say about mail from the machine itself?',
			'So Postfix runs, and listens where only the machine itself can reach it. On a real server, which column of `ss -tln` would show that?',
			'Look at the setting `inet_interfaces`.',
			'Set `inet_interfaces` to `all` and run the check again. On a real server this one needs a restart, a reload is not enough.',
		],
		debrief:
			'Postfix listened on loopback only, the state of many fresh installations. The evidence from outside is that of a stopped server, all mail ports refused at once; the ticket’s “from the machine itself it works” made the difference. On the server, `ss -tln` shows 127.0.0.1:25 instead of 0.0.0.0:25. In Postfix: `postconf -e "inet_interfaces = all"` and then `systemctl restart postfix`, since a reload does not open new addresses. In Exim on Debian: empty `dc_local_interfaces` in /etc/exim4/update-exim4.conf.conf, `update-exim4.conf`, `systemctl restart exim4`.',
	},
	{
		id: 'timed-out-submission',
		level: 2,
		title: 'Change to port 25?',
		ticket:
			'The mail clients in the office hang on port 587 until they give up with a time-out. Somebody proposes to use port 25 instead, because “that one works”.',
		class: 'timeout',
		cause: 'firewall-drop',
		aim: 'submit',
		target: 'mail.shop.example',
		service: 'submission',
		from: 'orders@shop.example',
		to: 'ada@shop.example',
		settings: {firewall: '587 drop, 465 drop'},
		hints: [
			'Port 587 gives no answer at all. Which other mail ports answer?',
			'Port 25 answers, and that is the one that providers block first. So whose filter is it likely to be?',
			'Look at the setting `firewall`: there are rules for the submission ports.',
			'Set `firewall` to `587 accept, 465 accept` and run the check again. Port 25 is for mail between servers; it would have hidden the fault.',
		],
		debrief:
			'The firewall dropped 587 and 465. The evidence: both silent, port 25 of the same address open, so the host was up and the server ran. A provider’s filter for outgoing mail takes 25 first, and 25 worked. On a real server, `tcpdump -ni any tcp port 587` shows whether packets arrive; then `nft list ruleset` or `iptables -L INPUT -n -v`, and rules that accept 587 and 465. Postfix and Exim need no change. Moving users to port 25 would have worked for a while and cost them encryption by default and the login.',
	},
];
