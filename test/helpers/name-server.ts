import {createSocket} from 'node:dgram';
import {decode, encode, type Answer} from 'dns-packet';
import {onTestFinished} from 'vitest';
import type {ResolverAddress} from '../../source/core/options.ts';

/** Records by name: `A`, `AAAA`, `MX` (`preference exchange`), `PTR`. */
export type Zone = Readonly<
	Record<string, Readonly<Partial<Record<'A' | 'AAAA' | 'MX' | 'PTR', readonly string[]>>>>
>;

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
		const records = question && zone[question.name.toLowerCase()];
		const type = question?.type;
		const answers =
			records && (type === 'A' || type === 'AAAA' || type === 'MX' || type === 'PTR')
				? (records[type] ?? []).map(data => answer(question.name, type, data))
				: [];
		const reply = encode({
			type: 'response',
			...(id === undefined ? {} : {id}),
			// RD, RA, and NXDOMAIN where there is no such name
			flags: 0x0180 | (records ? 0 : 3),
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
