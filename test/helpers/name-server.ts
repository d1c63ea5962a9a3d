import {createSocket} from 'node:dgram';
import {
	AUTHENTIC_DATA,
	decode,
	encode,
	RECURSION_AVAILABLE,
	RECURSION_DESIRED,
	type Answer,
} from 'dns-packet';
import {onTestFinished} from 'vitest';
import type {ResolverAddress} from '../../source/core/options.ts';

const types = ['A', 'AAAA', 'MX', 'PTR', 'TXT', 'CNAME', 'TLSA'] as const;
type Type = (typeof types)[number];

/** `secure`: the answer says that DNSSEC was validated. */
type Records = Readonly<Partial<Record<Type, readonly string[]>>> & {secure?: true};

/**
 * Records by name: `A`, `AAAA`, `MX` (`preference exchange`), `PTR`, `TXT` (cut into strings of 255),
 * `CNAME`, `TLSA` (`usage selector matching hex`); or how the server fails for it. `*.` in front of a
 * name stands for all names below it that are not there.
 */
export type Zone = Readonly<Record<string, Records | 'SERVFAIL' | 'REFUSED' | 'silent'>>;

const codes = {NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5} as const;

function answer(name: string, type: Type, data: string): Answer {
	switch (type) {
		case 'MX': {
			const [preference = '0', exchange = ''] = data.split(' ');
			return {name, type, ttl: 300, data: {preference: Number(preference), exchange}};
		}

		case 'TXT': {
			return {name, type, ttl: 300, data: data.match(/.{1,255}/gs) ?? ['']};
		}

		case 'TLSA': {
			const [usage, selector, matchingType, hex = ''] = data.split(' ');
			const numbers = {
				usage: Number(usage),
				selector: Number(selector),
				matchingType: Number(matchingType),
			};
			return {name, type, ttl: 300, data: {...numbers, certificate: Buffer.from(hex, 'hex')}};
		}

		default: {
			return {name, type, ttl: 300, data};
		}
	}
}

function found(zone: Zone, name: string): Zone[string] | undefined {
	const above = name.split('.').slice(1).join('.');
	// A name between a zone and one that is there exists without records (RFC 8020)
	const between = Object.keys(zone).some(known => known.toLowerCase().endsWith(`.${name}`));
	return zone[name] ?? (between ? {} : zone[`*.${above}`]);
}

function answers(zone: Zone, name: string, type: Type): Answer[] {
	const records = found(zone, name.toLowerCase());
	if (typeof records !== 'object') {
		return [];
	}

	const [alias] = type === 'CNAME' ? [] : (records.CNAME ?? []);
	return alias === undefined
		? (records[type] ?? []).map(data => answer(name, type, data))
		: [answer(name, 'CNAME', alias), ...answers(zone, alias, type)];
}

/** A name server on loopback for one test. Names that are not in the zone do not exist. */
export async function startNameServer(zone: Zone): Promise<ResolverAddress> {
	const socket = createSocket('udp4');
	socket.on('message', (bytes, from) => {
		const {id, questions = []} = decode(bytes);
		const [question] = questions;
		const records = question && found(zone, question.name.toLowerCase());
		if (records === 'silent') {
			return;
		}

		const type = types.find(known => known === question?.type);
		const code =
			typeof records === 'object' ? 0 : codes[typeof records === 'string' ? records : 'NXDOMAIN'];
		const secure = typeof records === 'object' && records.secure ? AUTHENTIC_DATA : 0;
		const reply = encode({
			type: 'response',
			...(id === undefined ? {} : {id}),
			flags: RECURSION_DESIRED | RECURSION_AVAILABLE | secure | code,
			questions,
			answers: question && type ? answers(zone, question.name, type) : [],
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
