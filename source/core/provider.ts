import type {Provider} from './knowledge.ts';
import type {Facts} from './observation.ts';

/** What a machine can know of where it stands, without asking anybody but DNS. */
export type ProviderTraces = {
	/** Reverse names of its public addresses. */
	reverseNames: readonly string[];
	/** What the firmware says (`/sys/class/dmi/id/`: sys_vendor, product_name, chassis_asset_tag …). */
	dmi: readonly string[];
};

/** A name ends in these labels: `b.example` in `a.b.example`, not in `ab.example`. */
function endsIn(name: string, ending: string): boolean {
	const lower = name.toLowerCase().replace(/\.$/, '');
	return lower === ending || lower.endsWith(`.${ending}`);
}

/**
 * The provider in whose network this machine stands, as the observation that says so; `undefined`
 * where none is recognised. The firmware counts before reverse names, which customers can set.
 */
export function recogniseProvider(
	{reverseNames, dmi}: ProviderTraces,
	providers: readonly Provider[],
): Facts['network.provider'] | undefined {
	const known = new Set(dmi.map(text => text.trim().toLowerCase()));
	for (const provider of providers) {
		const vendor = provider.dmi.find(text => known.has(text.toLowerCase()));
		if (vendor !== undefined) {
			return factsOf(provider, `the firmware says “${vendor}”`);
		}
	}

	for (const provider of providers) {
		const name = reverseNames.find(one => provider.reverse.some(ending => endsIn(one, ending)));
		if (name !== undefined) {
			return factsOf(provider, `the reverse name is ${name}`);
		}
	}

	return undefined;
}

function factsOf(provider: Provider, evidence: string): Facts['network.provider'] {
	const {name, policy, blocked, open, lift, source, asOf} = provider;
	return {name, evidence, policy, blocked, open, lift, source, asOf: asOf ?? 'date unknown'};
}
