import type {Scenario} from '../../core/practice.ts';

/** The connection stands, and TLS does not begin as the client expects. */
export const tlsScenarios: readonly Scenario[] = [
	{
		id: 'tls-submissions',
		level: 3,
		title: 'Wrong version number',
		ticket:
			'Port 465 has been opened as the provider’s guide says, but every mail client fails on it: “wrong version number”. On 587 the same clients work.',
		class: 'tls-mode-mismatch',
		cause: 'starttls-port',
		aim: 'submit',
		target: 'mail.shop.example',
		service: 'submissions',
		from: 'orders@shop.example',
		to: 'ada@shop.example',
		settings: {'master.cf/submissions': '-o smtpd_sasl_auth_enable=yes'},
		hints: [
			'The TCP connection stands, and the TLS handshake fails at its first byte. What did the client get instead of TLS?',
			'In plain text the server greets at once. On which ports does TLS begin with the first byte, and on which with STARTTLS?',
			'465 is a port for TLS from the first byte. In Postfix that is no matter of the port’s number: the service has to be told.',
			'Add `-o smtpd_tls_wrappermode=yes` to `master.cf/submissions` and run the check again.',
		],
		debrief:
			'The submissions service lacked `smtpd_tls_wrappermode=yes`, so it greeted in plain text on a port where clients begin with TLS. The evidence: the handshake failed with “wrong version number”, which is what OpenSSL makes of “220 …”, and in plain text the greeting came at once. In Postfix, add `-o smtpd_tls_wrappermode=yes` to the line in master.cf and run `systemctl reload postfix`; `openssl s_client -connect mail.shop.example:465` shows the difference. In Exim, `tls_on_connect_ports = 465`, then `systemctl restart exim4`.',
	},
];
