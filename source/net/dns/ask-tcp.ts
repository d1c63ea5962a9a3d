import type {DnsStatus} from '../../core/observation.ts';
import type {ResolverAddress} from '../../core/options.ts';
import type {Connected, Ports, Wire} from '../../core/ports.ts';
import {connect as connectHere} from '../connect.ts';
import {now} from '../now.ts';
import type {Query} from './query.ts';
import {bare, readAnswer, type Reading} from './read-answer.ts';

const lengthSize = 2;
const longestMessage = 0xff_ff;

const unconnected: Readonly<Record<Extract<Connected, {ok: false}>['outcome'], DnsStatus>> = {
	refused: 'unreachable',
	silent: 'silent',
	unreachable: 'unreachable',
};

/** Reads one message with its length in front (RFC 1035 4.2.2), or why there is none. */
async function readMessage(
	wire: Wire,
	deadline: number,
	signal: AbortSignal,
): Promise<Buffer | 'silent' | 'malformed'> {
	const received = Buffer.alloc(lengthSize + longestMessage);
	for (let filled = 0; ;) {
		const chunk = await wire.read(deadline, signal);
		if (chunk.kind !== 'data') {
			return chunk.kind === 'late' ? 'silent' : 'malformed';
		}

		received.set(chunk.bytes.subarray(0, received.length - filled), filled);
		filled += chunk.bytes.length;
		const end = lengthSize + received.readUInt16BE(0);
		if (filled >= lengthSize && filled >= end) {
			return received.subarray(lengthSize, end);
		}
	}
}

/**
 * Asks over TCP (RFC 7766), where an answer did not fit into a datagram. `deadline` is on the clock
 * of `now()`; `connect` makes the connection. Rejects for an abort alone.
 */
export async function askTcp(
	query: Query,
	resolver: ResolverAddress,
	deadline: number,
	signal: AbortSignal,
	connect: Ports['connect'] = connectHere,
): Promise<Reading> {
	const timeout = Math.max(1, deadline - now());
	const connected = await connect({...resolver, timeout}, signal);
	if (!connected.ok) {
		return bare(unconnected[connected.outcome]);
	}

	const {wire} = connected;
	try {
		const length = Buffer.alloc(lengthSize);
		length.writeUInt16BE(query.bytes.length);
		wire.write(Buffer.concat([length, query.bytes]));
		const message = await readMessage(wire, deadline, signal);
		if (typeof message === 'string') {
			return bare(message);
		}

		const read = readAnswer(message, query);
		return read.kind === 'answer' ? read.reading : bare('malformed');
	} finally {
		wire.destroy();
	}
}
