import type {SettingName} from '../../core/practice.ts';

type Texts = {help: string; command: string};

const reload = (name: SettingName): string =>
	`postconf -e '${name} = {value}' && systemctl reload postfix`;

const service = (port: number): Texts => ({
	help: `The line of port ${port} in master.cf: its -o overrides, which outrank main.cf for this port alone, or off where the line is commented out.`,
	command: 'sudoedit /etc/postfix/master.cf && systemctl reload postfix',
});

/** What each setting does, and how it is set on a real server; `{value}` is the new value. */
export const settingTexts: Readonly<Record<SettingName, Texts>> = {
	postfix: {
		help: 'Whether the master process runs: running or stopped. Where it does not start, “postfix check” and the first “fatal:” line of the log say why.',
		command: 'postfix check && systemctl restart postfix',
	},
	inet_interfaces: {
		help: 'The addresses on which Postfix listens: all, or loopback-only, where no other machine reaches it. A reload is not enough to change it.',
		command: "postconf -e 'inet_interfaces = {value}' && systemctl restart postfix",
	},
	mynetworks: {
		help: 'Clients whose address is in one of these networks may relay without a login.',
		command: reload('mynetworks'),
	},
	mydestination: {
		help: 'The domains whose mail this server delivers to mailboxes of its own.',
		command: reload('mydestination'),
	},
	relay_domains: {
		help: 'Domains whose mail this server takes from everybody and passes on.',
		command: reload('relay_domains'),
	},
	smtpd_relay_restrictions: {
		help: 'Who may relay: the list is read from left to right, and the first entry that fits decides.',
		command: reload('smtpd_relay_restrictions'),
	},
	smtpd_sasl_auth_enable: {
		help: 'Whether clients can sign in (AUTH): yes or no.',
		command: reload('smtpd_sasl_auth_enable'),
	},
	smtpd_tls_security_level: {
		help: 'Encryption: none, may (STARTTLS is offered) or encrypt (STARTTLS is demanded).',
		command: reload('smtpd_tls_security_level'),
	},
	smtpd_tls_auth_only: {
		help: 'Whether AUTH is offered on encrypted connections only: yes or no.',
		command: reload('smtpd_tls_auth_only'),
	},
	'master.cf/submission': service(587),
	'master.cf/submissions': service(465),
	firewall: {
		help: 'Rules of the packet filter before the server, such as "25 drop"; the first rule for a port decides, and without one the port is open.',
		command: 'sudoedit /etc/nftables.conf && nft -f /etc/nftables.conf',
	},
	'dns/mail.shop.example': {
		help: 'The A record of mail.shop.example: the address to which whoever looks up the name connects.',
		command:
			'sudoedit /etc/bind/db.shop.example && named-checkzone shop.example /etc/bind/db.shop.example && rndc reload shop.example',
	},
};
