import {createSocket} from 'node:dgram';
import {decode, encode, type Answer} from 'dns-packet';
import {onTestFinished} from 'vitest';
import type {ResolverAddress} from '../../source/core/options.ts';

type Records = Readonly<Partial<Record<'A' | 'AAAA' | 'MX' | 'PTR', readonly string[]>>>;

/**
 * Records by name: `A`, `AAAA`, `MX` (`preference exchange`), `PTR`; or how the server fails for it.
 */
export type Zone = Readonly<Record<string, Records | 'SERVFAIL' | 'REFUSED' | 'silent'>>;

const codes = {NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5} as const;

function answer(name: string, type: 'A' | 'AAAA' | 'MX' | 'PTR', data: string): Answer {
	if (type !== 'MX') {
		return {name, type, ttl: 300, data};
	}

	const [preference = '0', exchange = ''] = data.split(' ');
	return {name, type, ttl: 300, data: {preference: Number(preference), exchange}};
}

/** A name server on loopback for one test. Names that are not in the zone do not exist. */
export async function startNameServer(zone: Zone): Promise<ResolverAddress> {
	const socket = createSocket('udp4');
	socket.on('message', (bytes, from) => {
		const {id, questions = []} = decode(bytes);
		const [question] = questions;
		const found = question && zone[question.name.toLowerCase()];
		if (found === 'silent') {
			return;
		}

		const type = question?.type;
		const records = typeof found === 'object' ? found : undefined;
		const answers =
			question && records && (type === 'A' || type === 'AAAA' || type === 'MX' || type === 'PTR')
				? (records[type] ?? []).map(data => answer(question.name, type, data))
				: [];
		const code = records ? 0 : codes[typeof found === 'string' ? found : 'NXDOMAIN'];
		const reply = encode({
			type: 'response',
			...(id === undefined ? {} : {id}),
			// RD and RA
			flags: 0x0180 | code,
			questions,
			answers,
		});
		socket.send(reply, from.port, from.address);
	});
	await new Promise<void>(resolve => {
		socket.bind(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		socket.close();
	});
	return {address: '127.0.0.1', port: socket.address().port};
}
