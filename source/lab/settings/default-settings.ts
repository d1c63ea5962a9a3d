import type {SettingValues} from './smtpd-settings.ts';

/**
 * A practice server on which nothing is broken. Where Postfix would list the loopback networks in
 * `mynetworks`, the lab lists another machine: its client connects from 127.0.0.1, and stands for a
 * client on the network.
 */
export const defaultSettings: SettingValues = {
	postfix: 'running',
	inet_interfaces: 'all',
	mynetworks: '192.0.2.10/32',
	mydestination: '$myhostname, $mydomain, localhost.$mydomain, localhost',
	relay_domains: '',
	smtpd_relay_restrictions:
		'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination',
	smtpd_sasl_auth_enable: 'no',
	smtpd_tls_security_level: 'may',
	smtpd_tls_auth_only: 'yes',
	'master.cf/submission': '-o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes',
	'master.cf/submissions': '-o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes',
	firewall: '',
	'dns/mail.shop.example': '127.0.0.1',
};
