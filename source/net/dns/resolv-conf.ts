import {isIP} from 'node:net';

export type ResolvConf = {nameservers: readonly string[]; search: readonly string[]};

/** libresolv asks three resolvers at most (MAXNS), and searches in six domains. */
const limits = {nameservers: 3, search: 6} as const;

/** Reads resolv.conf(5): resolvers in their order, and the domains to search (the last line counts). */
export function parseResolvConf(text: string): ResolvConf {
	const nameservers: string[] = [];
	let search: readonly string[] = [];
	for (const line of text.split('\n')) {
		const [keyword, ...values] = line.trim().split(/[\s]+/);
		const [first = ''] = values;
		switch (keyword) {
			case 'nameserver': {
				if (isIP(first) !== 0) {
					nameservers.push(first);
				}

				break;
			}

			case 'domain':
			case 'search': {
				search = values.map(domain => domain.replace(/\.$/, '')).filter(Boolean);
				break;
			}

			default:
		}
	}

	return {
		nameservers: nameservers.slice(0, limits.nameservers),
		search: search.slice(0, limits.search),
	};
}
