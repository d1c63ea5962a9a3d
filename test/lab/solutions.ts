import type {Options} from '../../source/core/options.ts';
import type {Practice, SettingName} from '../../source/core/practice.ts';

export type Change = readonly [name: SettingName, value: string];

/** What puts a scenario right, and what a trainee might try that does not. */
export type Solution = {
	right: Change | {sign: 'in'; on?: (practice: Practice) => Partial<Options>};
	wrong: readonly Change[];
};

const submissionPort = ({options}: Practice): Partial<Options> => {
	const ports = Object.entries(options.services ?? {});
	return {port: Number(ports.find(([, service]) => service === 'submission')?.[0])};
};

const addClient: Change = ['mynetworks', '192.0.2.10/32, 127.0.0.1/32'];
const addV6Client: Change = ['mynetworks', '192.0.2.10/32 [::1]/128'];
const offerAuth: Change = ['smtpd_sasl_auth_enable', 'yes'];

export const solutions: Readonly<Record<string, Solution>> = {
	refused: {
		right: ['postfix', 'running'],
		wrong: [
			['firewall', '25 accept'],
			['master.cf/submission', 'off'],
		],
	},
	'refused-loopback': {
		right: ['inet_interfaces', 'all'],
		wrong: [addClient, ['firewall', '25 accept']],
	},
	'refused-firewall': {
		right: ['firewall', '25 accept'],
		wrong: [
			['inet_interfaces', 'all'],
			['firewall', '587 accept, 25 reject'],
		],
	},
	'refused-wrong-port': {
		right: {sign: 'in', on: submissionPort},
		wrong: [
			['firewall', '25 accept'],
			['inet_interfaces', 'all'],
		],
	},
	'refused-submission': {
		right: [
			'master.cf/submission',
			'-o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes',
		],
		wrong: [
			['firewall', '587 accept'],
			['master.cf/submissions', '-o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes'],
		],
	},
	'timed-out': {
		right: ['firewall', '25 accept'],
		wrong: [['firewall', '465 accept, 25 drop']],
	},
	'timed-out-submission': {
		right: ['firewall', '587 accept, 465 accept'],
		wrong: [['firewall', '587 drop']],
	},
	'timed-out-stale-dns': {
		right: ['dns/mail.shop.example', '127.0.0.1'],
		wrong: [['firewall', '587 accept']],
	},
	'refused-stale-dns': {
		right: ['dns/mail.shop.example', '127.0.0.1'],
		wrong: [
			['inet_interfaces', 'all'],
			['dns/mail.shop.example', '127.0.7.2'],
		],
	},
	'tls-submissions': {
		right: ['master.cf/submissions', '-o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes'],
		wrong: [['smtpd_tls_security_level', 'encrypt']],
	},
	'relay-login': {
		right: {sign: 'in'},
		wrong: [addClient, offerAuth],
	},
	'relay-mynetworks': {
		right: addClient,
		wrong: [addV6Client, ['mydestination', '$myhostname, $mydomain, app01.shop.example']],
	},
	'relay-deferred': {
		right: addClient,
		wrong: [
			addV6Client,
			[
				'smtpd_relay_restrictions',
				'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination',
			],
		],
	},
	'relay-port-25': {
		right: {sign: 'in', on: submissionPort},
		wrong: [offerAuth, ['smtpd_tls_security_level', 'none']],
	},
	'relay-mydestination': {
		right: ['mydestination', '$myhostname, $mydomain, localhost, newbrand.example'],
		wrong: [['relay_domains', 'customer.example'], offerAuth],
	},
	'relay-backup': {
		right: ['relay_domains', 'branch.example'],
		wrong: [['mydestination', '$myhostname, $mydomain, branch.example']],
	},
	'relay-submission-override': {
		right: [
			'master.cf/submission',
			'-o smtpd_tls_security_level=encrypt -o smtpd_relay_restrictions=permit_mynetworks,permit_sasl_authenticated,reject_unauth_destination',
		],
		wrong: [
			['mynetworks', '127.0.0.0/8'],
			[
				'smtpd_relay_restrictions',
				'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination',
			],
		],
	},
};
