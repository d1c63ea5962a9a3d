import {createSocket} from 'node:dgram';
import {isIPv6} from 'node:net';
import type {ResolverAddress} from '../../core/options.ts';
import type {Query} from './query.ts';
import {bare, type Read, readAnswer} from './read-answer.ts';

/** What one resolver said over UDP; what is foreign is waited past. */
export type UdpAnswer = Exclude<Read, {kind: 'foreign'}>;

/**
 * Sends a question in one datagram and waits for its answer until `signal` aborts; then it counts as
 * silent, or as malformed where something came that was no answer. The socket is connected:
 * the kernel drops what comes from elsewhere, and an ICMP error is reported. Never rejects.
 */
export async function askUdp(
	query: Query,
	{address, port}: ResolverAddress,
	signal: AbortSignal,
): Promise<UdpAnswer> {
	return new Promise(resolve => {
		const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
		let heard = false;
		let over = false;
		const settle = (answer: UdpAnswer) => {
			if (!over) {
				over = true;
				signal.removeEventListener('abort', givenUp);
				socket.close();
				resolve(answer);
			}
		};

		const givenUp = () => {
			settle({kind: 'answer', reading: bare(heard ? 'malformed' : 'silent')});
		};

		const unreachable = () => {
			settle({kind: 'answer', reading: bare('unreachable')});
		};

		socket.on('error', unreachable);
		socket.on('message', message => {
			const read = readAnswer(message, query);
			heard = true;
			if (read.kind !== 'foreign') {
				settle(read);
			}
		});
		signal.addEventListener('abort', givenUp, {once: true});
		if (signal.aborted) {
			givenUp();
			return;
		}

		try {
			// Node hands a failure to this callback, too, instead of emitting it
			socket.connect(port, address, (failure?: unknown) => {
				if (failure) {
					unreachable();
				} else if (!over) {
					socket.send(query.bytes, error => {
						if (error) {
							unreachable();
						}
					});
				}
			});
		} catch {
			unreachable();
		}
	});
}
