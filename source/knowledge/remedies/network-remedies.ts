import type {Remedy} from '../../core/knowledge.ts';

const openFirewall: Remedy['steps'] = [
	{
		say: 'Which of these is in use on the server?',
		command: 'ufw status; firewall-cmd --state; nft list ruleset; iptables -S INPUT',
		effect: 'reads',
	},
	{
		say: 'With ufw:',
		command: 'ufw allow {port}/tcp',
		effect: 'changes',
		undo: '`ufw delete allow {port}/tcp`',
	},
	{
		say: 'With firewalld:',
		command: 'firewall-cmd --permanent --add-port={port}/tcp && firewall-cmd --reload',
		effect: 'changes',
		undo: '`firewall-cmd --permanent --remove-port={port}/tcp`, then `firewall-cmd --reload`',
	},
	{
		say: 'With plain iptables (and ip6tables for IPv6). It lasts until the next boot unless the rules are saved.',
		command: 'iptables -I INPUT -p tcp --dport {port} -j ACCEPT',
		effect: 'changes',
		undo: '`iptables -D INPUT -p tcp --dport {port} -j ACCEPT`',
	},
	{
		say: 'With plain nftables, where table and chain are called so:',
		command: 'nft insert rule inet filter input tcp dport {port} accept',
		effect: 'changes',
		undo: '`nft -a list chain inet filter input` shows the handle N; `nft delete rule inet filter input handle N`',
	},
	{
		say: 'Then the hosting provider’s firewall (security group, cloud firewall): allow incoming TCP {port} in its panel.',
		effect: 'changes',
		undo: 'Remove the rule in the panel.',
	},
];

/** The way between client and server: firewalls, providers, routes. */
export const networkRemedies: readonly Remedy[] = [
	{cause: 'firewall-reject', mta: 'any', where: 'server', steps: openFirewall},
	{cause: 'firewall-drop', mta: 'any', where: 'server', steps: openFirewall},
	{
		cause: 'local-firewall-reject',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Find the rule on this machine.',
				command: 'iptables -S OUTPUT; nft list ruleset',
				effect: 'reads',
			},
			{
				say: 'Let the port out to this server only, before the rule that rejects.',
				command: 'iptables -I OUTPUT -p tcp -d {address} --dport {port} -j ACCEPT',
				effect: 'changes',
				undo: '`iptables -D OUTPUT -p tcp -d {address} --dport {port} -j ACCEPT`',
			},
			{
				say: 'In a container or behind an office router the rule is there; ask whoever runs it.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'local-firewall-drop',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Find the rule on this machine.',
				command: 'iptables -S OUTPUT; nft list ruleset',
				effect: 'reads',
			},
			{
				say: 'Let the port out to this server only, before the rule that drops.',
				command: 'iptables -I OUTPUT -p tcp -d {address} --dport {port} -j ACCEPT',
				effect: 'changes',
				undo: '`iptables -D OUTPUT -p tcp -d {address} --dport {port} -j ACCEPT`',
			},
			{
				say: 'In an office or data-centre network the rule is in its router: ask for TCP {port} to {address}, or for the mail server that one is meant to use.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'banned',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Is the client’s address banned, and by which jail?',
				command: 'fail2ban-client status; fail2ban-client status postfix',
				effect: 'reads',
			},
			{
				say: 'Lift the ban.',
				command: 'fail2ban-client set postfix unbanip {client}',
				effect: 'changes',
				undo: '`fail2ban-client set postfix banip {client}`',
			},
			{
				say: 'Remove what led to it (a client that tries again and again with a wrong login), or list the address under `ignoreip` in `/etc/fail2ban/jail.local`.',
				effect: 'changes',
				undo: 'Take the address off `ignoreip`.',
			},
		],
	},
	{
		cause: 'provider-egress-block',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Hand the mail in at a relay on port 587 or 465 with a login; that is what these ports are for.',
				effect: 'changes',
				undo: 'Put the old host and port back in the program’s settings.',
			},
			{
				say: 'If those are silent too, ask the relay for port 2525, which some offer, or use its API over HTTPS.',
				effect: 'changes',
				undo: 'Put the old settings back.',
			},
			{
				say: 'To run a mail server of your own here, ask the provider to lift the block. Most want to know what is sent, and a reverse name first; some never lift it.',
				effect: 'reads',
			},
			{say: 'See whether it is lifted.', command: 'nc -zv -w 10 {host} {port}', effect: 'reads'},
		],
	},
	{
		cause: 'return-traffic-dropped',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'On both sides: is there a rule for established connections, near the top?',
				command: "iptables -S INPUT | grep -iE 'established|related'",
				effect: 'reads',
			},
			{
				say: 'On the side where it is missing:',
				command: 'iptables -I INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
				effect: 'changes',
				undo: '`iptables -D INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT`',
			},
			{
				say: 'With two network links: answers must leave by the link on which the question came. See `ip rule` and `ip route get {client}` on the server.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'one-family-filtered',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Compare the rules of both families.',
				command: 'iptables -S INPUT; ip6tables -S INPUT',
				effect: 'reads',
			},
			{
				say: 'Allow the port in the family that fails (here IPv6; `iptables` for IPv4).',
				command: 'ip6tables -I INPUT -p tcp --dport {port} -j ACCEPT',
				effect: 'changes',
				undo: '`ip6tables -D INPUT -p tcp --dport {port} -j ACCEPT`',
			},
			{
				say: 'If that family cannot work there, remove its address record (AAAA or A) of {host} from DNS.',
				effect: 'changes',
				undo: 'Add the record again.',
			},
		],
	},
	{
		cause: 'host-down',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Look at the machine through the provider’s console, and start it.',
				effect: 'changes',
				undo: 'Shut it down again.',
			},
			{
				say: 'If it runs: has it the address {address}, and a default route?',
				command: 'ip -brief address; ip route',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'mtu-black-hole',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Find the largest packet that passes.',
				command: 'tracepath {address}',
				effect: 'reads',
			},
			{
				say: 'Let connections through the tunnel or router announce a size that fits.',
				command:
					'iptables -t mangle -I FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu',
				effect: 'changes',
				undo: '`iptables -t mangle -D FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu`',
			},
			{
				say: 'And let ICMP “fragmentation needed” (IPv6: “packet too big”) pass the firewalls on the way.',
				effect: 'changes',
				undo: 'Remove the rule.',
			},
		],
	},
	{
		cause: 'wrong-port',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Which ports are open?',
				command: 'nc -zv -w 5 {host} 587; nc -zv -w 5 {host} 465; nc -zv -w 5 {host} 25',
				effect: 'reads',
			},
			{
				say: 'Set the client to 587 with STARTTLS or 465 with TLS, and a login. Port 25 is for mail between servers.',
				effect: 'changes',
				undo: 'Put the old port back.',
			},
		],
	},
	{
		cause: 'port-25-for-submission',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Set the program to port 587 with STARTTLS, or 465 with TLS, and give it a user name and password.',
				effect: 'changes',
				undo: 'Put the old port back.',
			},
			{
				say: 'Try it before: nothing is sent.',
				command: 'smtp-medic check {host} --port 587 --user {user} --to {recipient}',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'not-the-mx',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'The servers that take the domain’s mail:',
				command: 'dig +short MX {recipientDomain}',
				effect: 'reads',
			},
			{
				say: 'Deliver to those, or hand the mail in at your own mail server, with a login.',
				effect: 'changes',
				undo: 'Put the old server name back.',
			},
		],
	},
	{
		cause: 'wrong-host',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'The right name is in the provider’s instructions; for a domain’s incoming mail its MX records name it.',
				command: 'dig +short MX {recipientDomain}',
				effect: 'reads',
			},
			{
				say: 'Set it in the program, and see that the setting reaches it: an empty host often means `localhost`.',
				effect: 'changes',
				undo: 'Put the old name back.',
			},
			{
				say: 'If the domain has no MX record and should take mail, publish one.',
				effect: 'changes',
				undo: 'Remove the record.',
			},
		],
	},
	{
		cause: 'stale-dns',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'What the responsible name server says, past every cache:',
				command: 'dig +trace A {host}',
				effect: 'reads',
			},
			{
				say: 'If it is old there: correct the A and AAAA records of {host} where the domain’s DNS is kept, and raise the serial number of the zone.',
				effect: 'changes',
				undo: 'Put the old records back.',
			},
			{
				say: 'If only this machine is behind: the record is in a cache until its time to live is over.',
				command: 'resolvectl flush-caches',
				effect: 'changes',
				undo: 'Nothing to take back; the cache fills by itself.',
			},
			{
				say: 'An entry in the hosts file stays old for ever.',
				command: 'grep -nF {host} /etc/hosts',
				effect: 'reads',
			},
		],
	},
];
