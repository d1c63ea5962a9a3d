import {createSocket} from 'node:dgram';
import {isIPv6} from 'node:net';

/**
 * This side's address on the way to another, as the system would choose it; nothing is sent for that.
 * Undefined where there is no way.
 */
export async function sourceAddress({
	address,
	port,
}: {
	address: string;
	port: number;
}): Promise<string | undefined> {
	const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
	return new Promise(resolve => {
		const settle = (source?: string) => {
			socket.close();
			resolve(source === '0.0.0.0' || source === '::' ? undefined : source);
		};

		socket.once('error', () => settle());
		try {
			socket.connect(port, address, () => settle(socket.address().address));
		} catch {
			settle();
		}
	});
}
