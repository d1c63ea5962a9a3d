import ipaddr from 'ipaddr.js';
import type {Facts, ListenReach} from '../../../core/observation.ts';

export type Listener = Facts['server.listener'];

/** The kernel keeps 15 characters of a program’s name; more comes from no kernel. */
const longestName = 64;

const isLoopback = (address: string) => /^(127\.|::1$|::ffff:127\.)/i.test(address);

function listener(address: string, port: number, process: string, pid: number | null): Listener {
	const family = address === '*' ? 'both' : address.includes(':') ? 6 : 4;
	const name = process.slice(0, longestName);
	return {address, port, family, loopback: isLoopback(address), process: name, pid};
}

/**
 * Listening sockets in the output of `ss -tlnp`. There `*` is a socket for both families, and `[::]`
 * one for IPv6 alone.
 */
export function socketsOfSs(output: string): readonly Listener[] {
	return output.split('\n').flatMap(line => {
		const [, local = '', port, users = ''] =
			/^LISTEN\s+\d+\s+\d+\s+(\S+):(\d+)\s+\S+:\*(.*)$/.exec(line) ?? [];
		if (port === undefined) {
			return [];
		}

		const address = local.replace(/%[^\]]*/, '').replace(/^\[(.*)\]$/, '$1');
		const [, process = '', pid] = /\(\("([^"]*)",pid=(\d+)/.exec(users) ?? [];
		return [listener(address, Number(port), process, pid === undefined ? null : Number(pid))];
	});
}

/** The bytes of an address in /proc/net/tcp, which is written as words of 32 bits in the machine’s order. */
function bytesOf(hex: string): number[] {
	return (hex.match(/.{8}/g) ?? []).flatMap(word =>
		(word.match(/../g) ?? []).map(byte => Number.parseInt(byte, 16)).toReversed(),
	);
}

/** Listening sockets in /proc/net/tcp or /proc/net/tcp6; which program has them is not in there. */
export function socketsOfProc(text: string): readonly Listener[] {
	return text.split('\n').flatMap(line => {
		const [, hex = '', port] =
			/^\s*\d+:\s+([\dA-F]{8}|[\dA-F]{32}):([\dA-F]{4})\s+[\dA-F]+:0000\s+0A\s/i.exec(line) ?? [];
		if (port === undefined) {
			return [];
		}

		const address = ipaddr.fromByteArray(bytesOf(hex)).toString();
		// Whether a socket on :: takes IPv4, too, is not in here; it does unless its program says otherwise
		const shown = address === '::' ? '*' : address;
		return [listener(shown, Number.parseInt(port, 16), '', null)];
	});
}

/** From where a port can be reached, by all that listens on it. */
export function reachOf(listeners: readonly Listener[]): ListenReach {
	const outside = listeners.filter(({loopback}) => !loopback).map(({address}) => address);
	if (outside.length === 0) {
		return listeners.length === 0 ? 'nobody' : 'loopback';
	}

	const four = outside.includes('0.0.0.0');
	const six = outside.includes('::');
	if (outside.includes('*') || (four && six)) {
		return 'all';
	}

	return four ? 'ipv4' : six ? 'ipv6' : 'some addresses';
}
