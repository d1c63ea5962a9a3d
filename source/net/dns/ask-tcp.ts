import type {DnsStatus} from '../../core/observation.ts';
import type {ResolverAddress} from '../../core/options.ts';
import type {Connected} from '../../core/ports.ts';
import {connect} from '../connect.ts';
import {now} from '../now.ts';
import type {Query} from './query.ts';
import {bare, readAnswer, type Reading} from './read-answer.ts';

const unconnected: Readonly<Record<Extract<Connected, {ok: false}>['outcome'], DnsStatus>> = {
	refused: 'unreachable',
	silent: 'silent',
	unreachable: 'unreachable',
};

/**
 * Asks over TCP (RFC 7766), where an answer did not fit into a datagram. `deadline` is on the clock
 * of `now()`. Rejects for an abort alone.
 */
export async function askTcp(
	query: Query,
	resolver: ResolverAddress,
	deadline: number,
	signal: AbortSignal,
): Promise<Reading> {
	const timeout = Math.max(1, deadline - now());
	const connected = await connect({...resolver, timeout}, signal);
	if (!connected.ok) {
		return bare(unconnected[connected.outcome]);
	}

	const {wire} = connected;
	try {
		const length = Buffer.alloc(2);
		length.writeUInt16BE(query.bytes.length);
		wire.write(Buffer.concat([length, query.bytes]));
		let received: Buffer = Buffer.alloc(0);
		for (;;) {
			const chunk = await wire.read(deadline, signal);
			if (chunk.kind !== 'data') {
				const given = received.length > 0 || chunk.kind !== 'late';
				return bare(given ? 'malformed' : 'silent');
			}

			received = Buffer.concat([received, chunk.bytes]);
			const expected =
				received.length < 2 ? Number.POSITIVE_INFINITY : received.readUInt16BE(0) + 2;
			if (received.length >= expected) {
				const read = readAnswer(received.subarray(2, expected), query);
				return read.kind === 'answer' ? read.reading : bare('malformed');
			}
		}
	} finally {
		wire.destroy();
	}
}
