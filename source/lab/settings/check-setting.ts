import type {SettingName} from '../../core/practice.ts';
import {parseAddresses} from './address-list.ts';
import {checkDomains} from './domain-list.ts';
import {parseFirewall} from './firewall.ts';
import {type OverrideName, parseMasterService} from './master-service.ts';
import {parseNetworks} from './network-list.ts';
import {guardsRelay, parseRestrictions} from './restriction-list.ts';

function oneOf(value: string, ...allowed: readonly string[]): string | undefined {
	return allowed.includes(value)
		? undefined
		: `"${value}" will not do: write ${allowed.join(' or ')}.`;
}

function wrongIn(parsed: object): string | undefined {
	return 'wrong' in parsed ? String(parsed.wrong) : undefined;
}

const unguarded =
	'One of reject_unauth_destination, defer_unauth_destination, reject or defer must be in the list. Without it the server would relay for everybody, and smtpd refuses to run.';

function checkRelayRestrictions(value: string): string | undefined {
	const parsed = parseRestrictions(value);
	return 'wrong' in parsed ? parsed.wrong : guardsRelay(parsed.list) ? undefined : unguarded;
}

function checkOverride(name: OverrideName, value: string): string | undefined {
	switch (name) {
		case 'syslog_name':
		case 'milter_macro_daemon_name': {
			return undefined;
		}

		case 'smtpd_tls_wrappermode': {
			return oneOf(value, 'yes', 'no');
		}

		// The other list may hold the guard, so these are checked together.
		case 'smtpd_client_restrictions':
		case 'smtpd_relay_restrictions':
		case 'smtpd_recipient_restrictions': {
			return wrongIn(parseRestrictions(value));
		}

		default: {
			return checkSetting(name, value);
		}
	}
}

function checkMaster(value: string): string | undefined {
	const parsed = parseMasterService(value);
	if ('wrong' in parsed) {
		return parsed.wrong;
	}

	if (!parsed.service.active) {
		return undefined;
	}

	const {overrides} = parsed.service;
	for (const [name, text] of overrides) {
		const wrong = checkOverride(name, text);
		if (wrong !== undefined) {
			return `${name}: ${wrong}`;
		}
	}

	const relay = overrides.get('smtpd_relay_restrictions');
	const recipient = overrides.get('smtpd_recipient_restrictions') ?? '';
	return relay === undefined || guardsRelay(relay.split(','), recipient.split(','))
		? undefined
		: unguarded;
}

/** What is wrong with a new value of a setting, as a sentence, or nothing. */
export function checkSetting(name: SettingName, value: string): string | undefined {
	if (value.length > 2000) {
		return 'That is too long: at most 2,000 characters.';
	}

	switch (name) {
		case 'postfix': {
			return oneOf(value, 'running', 'stopped');
		}

		case 'inet_interfaces': {
			return oneOf(value, 'all', 'loopback-only');
		}

		case 'mynetworks': {
			return wrongIn(parseNetworks(value));
		}

		case 'mydestination':
		case 'relay_domains': {
			return checkDomains(value);
		}

		case 'smtpd_relay_restrictions': {
			return checkRelayRestrictions(value);
		}

		case 'smtpd_sasl_auth_enable':
		case 'smtpd_tls_auth_only': {
			return oneOf(value, 'yes', 'no');
		}

		case 'smtpd_tls_security_level': {
			return oneOf(value, 'none', 'may', 'encrypt');
		}

		case 'master.cf/submission':
		case 'master.cf/submissions': {
			return checkMaster(value);
		}

		case 'firewall': {
			return wrongIn(parseFirewall(value));
		}

		case 'dns/mail.shop.example': {
			return wrongIn(parseAddresses(value));
		}
	}
}
