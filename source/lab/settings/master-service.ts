/** A line of master.cf: off, or its `-o` overrides. */
export type MasterService =
	{active: false} | {active: true; overrides: ReadonlyMap<OverrideName, string>};

/** Parameters that the practice server reads from `-o name=value`; the first two change nothing here. */
export const overrideNames = [
	'syslog_name',
	'milter_macro_daemon_name',
	'mynetworks',
	'mydestination',
	'relay_domains',
	'smtpd_client_restrictions',
	'smtpd_relay_restrictions',
	'smtpd_recipient_restrictions',
	'smtpd_sasl_auth_enable',
	'smtpd_tls_security_level',
	'smtpd_tls_auth_only',
	'smtpd_tls_wrappermode',
] as const;
export type OverrideName = (typeof overrideNames)[number];

function isOverrideName(name: string): name is OverrideName {
	return overrideNames.some(known => known === name);
}

const override = /^-o\s*(?:\{\s*([^\s={}]+)\s*=\s*([^{}]*?)\s*\}|([^\s={}]+)=(\S*))(?:\s+|$)/;

/**
 * Reads the arguments of a service as master.cf writes them (master(5)): `-o name=value` without
 * spaces, or `-o { name = value }`; `off` stands for a line that is commented out.
 * Returns the service, or a sentence that says what is wrong.
 */
export function parseMasterService(value: string): {service: MasterService} | {wrong: string} {
	let rest = value.trim();
	if (rest === 'off') {
		return {service: {active: false}};
	}

	const overrides = new Map<OverrideName, string>();
	while (rest !== '') {
		const match = override.exec(rest);
		if (!match) {
			return {
				wrong: `"${rest.slice(0, 40)}" is not an override such as -o smtpd_tls_security_level=encrypt (no spaces around "="), nor "off".`,
			};
		}

		const name = match[1] ?? match[3] ?? '';
		if (!isOverrideName(name)) {
			return {wrong: `The practice server does not know the parameter "${name}".`};
		}

		overrides.set(name, match[2] ?? match[4] ?? '');
		rest = rest.slice(match[0].length);
	}

	return {service: {active: true, overrides}};
}
