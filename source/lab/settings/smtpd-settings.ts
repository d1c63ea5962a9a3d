import type {SettingName} from '../../core/practice.ts';
import type {Service} from '../../core/vocabulary.ts';
import {expandDomains} from './domain-list.ts';
import {type OverrideName, parseMasterService} from './master-service.ts';
import {type Network, parseNetworks} from './network-list.ts';
import {parseRestrictions, type Restriction} from './restriction-list.ts';

/** All settings of a practice server, as text under their real names. */
export type SettingValues = Readonly<Record<SettingName, string>>;

export type TlsSecurityLevel = 'none' | 'may' | 'encrypt';

/** A restriction list; `undefined` where it cannot be read, which makes smtpd answer 451. */
export type RestrictionList = readonly Restriction[] | undefined;

/** What one smtpd process works with: main.cf with the overrides of its service. */
export type SmtpdSettings = {
	myhostname: string;
	mynetworks: readonly Network[];
	mydestination: readonly string[];
	relayDomains: readonly string[];
	clientRestrictions: RestrictionList;
	relayRestrictions: RestrictionList;
	recipientRestrictions: RestrictionList;
	saslAuthEnable: boolean;
	tlsSecurityLevel: TlsSecurityLevel;
	tlsAuthOnly: boolean;
	tlsWrapperMode: boolean;
	/** Octets. */
	messageSizeLimit: number;
};

function toLevel(text: string): TlsSecurityLevel {
	return text === 'encrypt' || text === 'may' ? text : 'none';
}

/** The settings with which a service of the practice server runs. */
export function smtpdSettings(
	values: SettingValues,
	service: Service,
	myhostname: string,
): SmtpdSettings {
	const master =
		service === 'smtp' ? undefined : parseMasterService(values[`master.cf/${service}`]);
	const overrides =
		master && 'service' in master && master.service.active
			? master.service.overrides
			: new Map<OverrideName, string>();
	const get = (name: OverrideName & SettingName): string => overrides.get(name) ?? values[name];
	const names = {myhostname, mydomain: myhostname.slice(myhostname.indexOf('.') + 1)};
	const list = (text: string): RestrictionList => {
		const parsed = parseRestrictions(text);
		return 'list' in parsed ? parsed.list : undefined;
	};

	const networks = parseNetworks(get('mynetworks'));
	const level = toLevel(get('smtpd_tls_security_level'));
	return {
		myhostname,
		mynetworks: 'networks' in networks ? networks.networks : [],
		mydestination: expandDomains(get('mydestination'), names),
		relayDomains: expandDomains(get('relay_domains'), names),
		clientRestrictions: list(overrides.get('smtpd_client_restrictions') ?? ''),
		relayRestrictions: list(get('smtpd_relay_restrictions')),
		recipientRestrictions: list(overrides.get('smtpd_recipient_restrictions') ?? ''),
		saslAuthEnable: get('smtpd_sasl_auth_enable') === 'yes',
		tlsSecurityLevel: level,
		// Enforced TLS switches this on as well (postconf(5), smtpd_tls_security_level).
		tlsAuthOnly: get('smtpd_tls_auth_only') === 'yes' || level === 'encrypt',
		tlsWrapperMode: overrides.get('smtpd_tls_wrappermode') === 'yes',
		messageSizeLimit: 10_240_000,
	};
}
