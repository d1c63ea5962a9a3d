/** What a zone of firewalld lets in, in its own words. */
export type Zone = {name: string; services: string; ports: string; target: string; rich: string};

/** The zone to whose chains a chain of firewalld belongs, with nftables or iptables behind it. */
export function zoneOfChain(chain: string): string {
	const [, zone = ''] =
		/^(?:filter_)?IN_(?!policy_)([\w.-]+?)(?:_(?:pre|log|deny|allow|post))?$/.exec(chain) ?? [];
	return zone;
}

/** What `firewall-cmd --zone=NAME --list-all` prints. */
export function zoneIn(output: string): Zone | undefined {
	const name = /^([\w.-]+)/.exec(output.trim())?.[1];
	const value = (key: string) =>
		new RegExp(`^\\s+${key}: *(.*)$`, 'm').exec(output)?.[1]?.trim() ?? '';
	const rich = output.split(/^\s+rich rules:.*$/m)[1] ?? '';
	return name === undefined || !/^\s+target:/m.test(output)
		? undefined
		: {
				name,
				services: value('services'),
				ports: value('ports'),
				target: value('target'),
				rich: rich
					.trim()
					.split(/\s*\n\s*/)
					.filter(Boolean)
					.join('; '),
			};
}

/** firewalld’s own names of the mail ports. */
const services: Readonly<Record<number, string>> = {
	25: 'smtp',
	465: 'smtps',
	587: 'smtp-submission',
};

/** The service that firewalld has for a port, or nothing. */
export function serviceOf(port: number): string {
	return services[port] ?? '';
}
