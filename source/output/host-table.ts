import {all, last, type Observation} from '../core/observation.ts';
import {duration} from '../core/phrase.ts';

/** What became of one address of the target; `preference` is empty where no MX named it. */
export type HostRow = {preference: string; host: string; address: string; state: string};

/** What became of the ports that mail would go to on one address. */
function stateOf(address: string, observations: readonly Observation[]): string {
	const failed = all(observations, 'other.failed').find(o => o.address === address);
	if (failed) {
		return failed.why;
	}

	if (all(observations, 'other.worked').some(o => o.address === address)) {
		return 'works as far as EHLO and TLS';
	}

	if (last(observations, 'endpoint.chosen')?.address === address) {
		return 'the dialogue above';
	}

	for (const o of observations) {
		if (!('address' in o.data) || o.data.address !== address || !('role' in o.data)) {
			continue;
		}

		const {port, role, after} = o.data;
		if (role !== 'conversation') {
			continue;
		}

		switch (o.tag) {
			case 'tcp.open': {
				return `port ${port} is open (${duration(after)}), not spoken to`;
			}

			case 'tcp.refused': {
				return `port ${port} refused (${duration(after)})`;
			}

			case 'tcp.silent': {
				return `port ${port} gave no answer in ${duration(after)}`;
			}

			case 'tcp.unreachable': {
				return `port ${port} unreachable: ${o.data.code}`;
			}

			default: {
				break;
			}
		}
	}

	return 'not tried';
}

/**
 * The hosts of the target in the order in which mail tries them, with what each address came to. Empty where
 * there is only one address.
 */
export function hostRows(observations: readonly Observation[]): readonly HostRow[] {
	const exchanges = all(observations, 'dns.mx').at(0)?.exchanges ?? [];
	const found = all(observations, 'dns.address').flatMap(({host, addresses, preference}) =>
		addresses.map((address): HostRow => ({
			preference: exchanges.length > 0 ? String(preference ?? '') : '',
			host,
			address,
			state: stateOf(address, observations),
		})),
	);
	const missing = exchanges
		.filter(({exchange}) => !found.some(({host}) => host === exchange))
		.map(({exchange, preference}): HostRow => ({
			preference: String(preference),
			host: exchange,
			address: '-',
			state: 'has no address that mail could go to',
		}));
	const rows = [...found, ...missing].toSorted(
		(a, b) => Number(a.preference) - Number(b.preference),
	);
	return rows.length < 2 ? [] : rows;
}

/** The same as the lines of a table. */
export function hostTable(observations: readonly Observation[]): readonly string[] {
	const rows = hostRows(observations);
	if (rows.length === 0) {
		return [];
	}

	const hasExchanges = (all(observations, 'dns.mx').at(0)?.exchanges ?? []).length > 0;
	const heading: HostRow = {
		preference: hasExchanges ? 'MX' : '',
		host: 'host',
		address: 'address',
		state: 'what it came to',
	};
	const table = [heading, ...rows];
	const width = (key: keyof HostRow) => Math.max(...table.map(row => row[key].length));
	const widths = {preference: width('preference'), host: width('host'), address: width('address')};
	return [
		'',
		...table.map(({preference, host, address, state}) =>
			[
				...(widths.preference > 0 ? [preference.padStart(widths.preference)] : []),
				host.padEnd(widths.host),
				address.padEnd(widths.address),
				state,
			].join('  '),
		),
	];
}
