import type {Service} from '../../core/vocabulary.ts';

/** What the packet filter before the server does with a new connection. */
export type Verdict = 'accept' | 'drop' | 'reject';

export type FirewallRule = {port: number; verdict: Verdict};

/** The port under which a service stands in firewall rules, whatever high port it has in the lab. */
export const publicPort: Readonly<Record<Service, number>> = {
	smtp: 25,
	submission: 587,
	submissions: 465,
};

/** Reads rules such as `25 drop`, one a line or with commas between. */
export function parseFirewall(value: string): {rules: readonly FirewallRule[]} | {wrong: string} {
	const rules: FirewallRule[] = [];
	for (const line of value.split(/[\n,;]/)) {
		const text = line.trim();
		if (text === '') {
			continue;
		}

		const match = /^(25|465|587)\s+(accept|drop|reject)$/.exec(text);
		if (!match) {
			return {
				wrong: `"${text}" is not a rule: write a port (25, 465 or 587) and accept, drop or reject, such as "25 accept".`,
			};
		}

		rules.push({port: Number(match[1]), verdict: match[2] as Verdict});
	}

	return {rules};
}

/** The first rule for the port decides; without a rule the packet passes. */
export function verdictFor(port: number, rules: readonly FirewallRule[]): Verdict {
	return rules.find(rule => rule.port === port)?.verdict ?? 'accept';
}
