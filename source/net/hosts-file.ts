import {isIP, isIPv6, SocketAddress} from 'node:net';
import {platform} from 'node:os';

export type HostsEntry = {address: string; names: readonly string[]};

/** An address as the system prints it, so that two spellings of one can be compared. */
function canonical(address: string): string {
	return isIPv6(address) && !address.includes('%')
		? new SocketAddress({address, family: 'ipv6'}).address
		: address;
}

/** Reads hosts(5): an address, its canonical name and aliases; `#` begins a comment. */
export function parseHosts(text: string): readonly HostsEntry[] {
	return text.split('\n').flatMap(line => {
		const [address = '', ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/);
		return isIP(address) !== 0 && names.length > 0 ? [{address: canonical(address), names}] : [];
	});
}

/** The entries of this machine's hosts file; none where it cannot be read. */
export async function readHosts(): Promise<readonly HostsEntry[]> {
	const file =
		platform() === 'win32' ? String.raw`C:\Windows\System32\drivers\etc\hosts` : '/etc/hosts';
	// Where a target is an address there is no need of it, and it takes Node long to load
	const {readFile} = await import('node:fs/promises');
	return parseHosts(await readFile(file, 'utf8').catch(() => ''));
}

/** Addresses that entries give for a name, whatever its case. */
export function addressesOf(entries: readonly HostsEntry[], name: string): readonly string[] {
	const wanted = name.replace(/\.$/, '').toLowerCase();
	const found = entries.filter(({names}) => names.some(n => n.toLowerCase() === wanted));
	return [...new Set(found.map(({address}) => address))];
}
