import type {Knowledge} from '../core/knowledge.ts';

/**
 * How to see by hand what each check sees: the command, what it does, and why it comes now. Shown
 * with each step, and before it in guided mode.
 */
export const byHand: Knowledge['byHand'] = {
	vantage: {
		command: 'ssh -T {fromHost} true',
		does: 'Connects with `ssh` to the machine from which all is to be seen; what it asks, it asks you.',
		why: 'All connections are then made from there, by its sshd, and names are those that it gets.',
	},
	'view-from-here': {
		command: 'nc -zv -w 10 {host} {port}; dig +short A {targetName}',
		does: 'Tries the same from this machine meanwhile, without a login and without a message.',
		why: 'What is different from here locates the fault: between the server and one of the two places, or at the server.',
	},
	dns: {
		command: 'dig +short A {targetName}; dig +short AAAA {targetName}; dig +short MX {targetName}',
		does: 'Asks DNS which hosts take the mail, and at which addresses.',
		why: 'Everything after this goes to an address. Once it is right, a wrong name or an old record is ruled out.',
	},
	scan: {
		command: 'nc -zv -w 10 {host} {port}',
		does: 'Tries to open a TCP connection to the mail ports, and closes it again.',
		why: 'Three things can happen, and each leads another way: open, refused (something said no) or silent (something swallows it). Once the port is open, network and firewall are ruled out.',
	},
	'control-ports': {
		command: 'for p in 22 25 80 443 465 587 2525; do nc -zv -w 5 {host} $p; done',
		does: 'Tries other ports of the same host, to compare with.',
		why: 'If another port answers, the host is up and the way is open: then it is about this one port. If none does, it is about the host or the way to it.',
	},
	provider: {
		command: 'cat /sys/class/dmi/id/sys_vendor /sys/class/dmi/id/product_name; ip -brief address',
		does: 'Looks in whose network this machine is: what the firmware says, and the reverse name of its address.',
		why: 'Silence on mail ports is mostly a rule of the hosting provider. Whoever it is, its rules are known.',
	},
	path: {
		command: 'traceroute -T -p {port} -n {address}',
		does: 'Sends packets to the silent port that live only so many hops, and notes who answers for each.',
		why: 'The last hop that answers shows where the packets get lost: near this side, on the way, or at the server.',
	},
	'tls-implicit': {
		command: 'openssl s_client -connect {host}:{port} -servername {host} -crlf',
		does: 'Begins TLS with the first byte, as on port 465.',
		why: 'On this port encryption comes before the greeting. Once it stands, TLS mode, versions and certificate are ruled out.',
	},
	greeting: {
		command: 'nc -w 60 {host} {port}',
		does: 'Waits for the line with 220 by which a mail server introduces itself, and says nothing before it.',
		why: 'An open port is not yet a mail server. The greeting rules out a hung server, a wrong service, and a block of this client at the door.',
	},
	'other-mode': {
		command: 'openssl s_client -connect {host}:{port} -crlf',
		does: 'Begins the other way on the same port: with TLS where plain text failed, or in plain text where TLS failed.',
		why: 'The wrong TLS mode looks like a hung or broken server. If the other way works, the server is fine and only the client’s setting is wrong.',
	},
	ehlo: {
		command: 'swaks --server {host} --port {port} --ehlo {helo} --quit-after EHLO',
		does: 'Introduces this side with EHLO and reads the list of what the server can do.',
		why: 'The list says whether encryption and a login are offered here. It rules out that the client’s name is refused, and shows when something on the way changes the dialogue.',
	},
	starttls: {
		command: 'openssl s_client -starttls smtp -connect {host}:{port} -servername {host} -crlf',
		does: 'Asks for encryption with STARTTLS, does the handshake and checks the certificate.',
		why: 'Passwords must not travel in plain text, and many servers offer a login only after this. Once it stands, versions, ciphers and certificate are ruled out.',
	},
	'plain-again': {
		command: 'swaks --server {host} --port {port} --ehlo {helo} --quit-after EHLO',
		does: 'Connects again without encryption, as a sending mail server does when encryption fails.',
		why: 'Between servers, mail goes on in plain text where TLS is broken. This shows whether mail flows in spite of it.',
	},
	interception: {
		command: 'dig +short A {greetingName}; nc -w 5 203.0.113.25 {port}',
		does: 'Looks whether the host in the greeting has the dialled address, and whether an address that belongs to nobody greets as well.',
		why: 'Some access providers and scanners take over every connection to port 25. What they say is not what your server says.',
	},
	'legacy-tls': {
		command:
			'openssl s_client -starttls smtp -connect {host}:{port} -tls1 -cipher DEFAULT@SECLEVEL=0',
		does: 'Tries the handshake once more with versions and ciphers that nobody should use any more.',
		why: 'If that works, the server is too old for this side, and the certificate and the way are not the matter.',
	},
	auth: {
		command:
			'swaks --server {host} --port {port} --tls --auth --auth-user {user} --quit-after AUTH',
		does: 'Signs in with the user name and password; swaks asks for the password.',
		why: 'Who has signed in may usually send anywhere. Once this works, “relay access denied” for lack of a login is ruled out.',
	},
	mail: {
		command: 'swaks --server {host} --port {port} --ehlo {helo} --from {sender} --quit-after MAIL',
		does: 'Announces the sender’s address. Nothing is sent.',
		why: 'Servers check here whether the sender’s domain exists and whether this login may use the address. Once accepted, the sender is mostly ruled out.',
	},
	rcpt: {
		command:
			'swaks --server {host} --port {port} --ehlo {helo} --from {sender} --to {recipient} --quit-after RCPT',
		does: 'Announces the recipient and stops before the message, so nothing is sent.',
		why: 'This is the real question: may this mail pass here? Relaying, unknown users, blocklists and greylisting are all answered at this point, and ruled out once it says 250.',
	},
	message: {
		command: 'swaks --server {host} --port {port} --ehlo {helo} --from {sender} --to {recipient}',
		does: 'Really sends one short test message.',
		why: 'Content, size and SPF, DKIM or DMARC are often judged only at its end. The reply holds the queue id, by which the message is found in the server’s log.',
	},
	'recipient-domain': {
		command: 'dig +short MX {recipientDomain}',
		does: 'Looks up which servers take mail for the recipient’s domain.',
		why: 'If this server is one of them, it should know the domain as its own; if not, it is asked to relay. These two have different remedies.',
	},
	'sender-domain': {
		command:
			'dig +short MX {senderDomain}; dig +short A {senderDomain}; dig +short TXT {senderDomain}',
		does: 'Looks up whether the sender’s domain exists and can take answers.',
		why: 'The refusal is about the sender. If its domain is fine in DNS, that reason is ruled out.',
	},
	'client-pointer': {
		command: 'dig +short -x {client}',
		does: 'Looks up the reverse name of this side’s address, and whether that name leads back to it.',
		why: 'The refusal is about who connects. A missing or generic reverse name is the most frequent reason, and the easiest to rule out.',
	},
	'records-names': {
		command: 'dig +short -x {sendingAddress}; dig +short A {helo}; dig +short AAAA {helo}',
		does: 'Looks up the reverse name of the address from which the mail leaves, whether that name leads back to it, and the HELO name.',
		why: 'Receivers look at this first, before they read a word. Once all three fit together, the connection itself is no reason to refuse.',
	},
	'records-blocklists': {
		command:
			'dig +short 2.0.0.127.zen.spamhaus.org; dig +short TXT 2.0.0.127.multi.uribl.com; dig +short {senderDomain}.dbl.spamhaus.org',
		does: 'Asks public blocklists for the address and the domain, after their test entries have shown that they answer this resolver truthfully.',
		why: 'A listing explains refusals and spam folders at many receivers at once. A list that does not answer proves nothing, so that is told apart.',
	},
	'records-spf': {
		command: 'dig +short TXT {senderDomain}; dig +short MX {senderDomain}',
		does: 'Evaluates the SPF record of the sender’s domain for the sending address, as a receiver does, with its limits; and looks whether the domain takes answers.',
		why: 'A server that moved, or a service that was added, is often missing in the record.',
	},
	'records-dkim': {
		command:
			'dig +short TXT _domainkey.{senderDomain}; dig +short TXT default._domainkey.{senderDomain}',
		does: 'Looks for the keys with which the domain’s signatures are checked.',
		why: 'A signature without its key fails. Keys that are revoked, cut or too short are found here.',
	},
	'records-dmarc': {
		command: 'dig +short TXT _dmarc.{senderDomain}',
		does: 'Finds the DMARC policy by walking up the domain’s name, and compares the domains of SPF and DKIM with that in From.',
		why: 'The policy says what becomes of mail that neither fits: nothing, the spam folder, or a refusal.',
	},
	'records-header': {
		command: 'smtp-medic explain < message.eml',
		does: 'Reads the header that was given: the way of the message with the delay of each hop, and what its receiver found.',
		why: 'A receiver that took a message wrote down how SPF, DKIM and DMARC came out there. Others cannot be asked.',
	},
	'records-transport': {
		command:
			'dig +short TXT _mta-sts.{senderDomain}; curl -sS https://mta-sts.{senderDomain}/.well-known/mta-sts.txt; dig +short TXT _smtp._tls.{senderDomain}',
		does: 'Looks at what the domain demands of those who write to it: MTA-STS, TLS reports and DANE; and at BIMI.',
		why: 'Answers and bounces do not arrive where these are wrong.',
	},
	others: {
		command: 'dig +short MX {recipientDomain}; dig +short A {host}; dig +short AAAA {host}',
		does: 'Goes to every further address of the target as far as EHLO and TLS.',
		why: 'One broken address among several fails only now and then. Once all have been tried, that is ruled out.',
	},
};
