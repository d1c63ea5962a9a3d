/**
 * The resolver of these tests: `node name-server.ts ADDRESS ZONE-FILE`. Beside records the zone may say
 * `NAME SERVFAIL`, `NAME REFUSED` and `NAME SILENT`, for a name and all below it.
 */
import {createSocket} from 'node:dgram';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:net';
import process from 'node:process';
import {decode, encode, type Answer} from 'dns-packet';

const [address = '', file = ''] = process.argv.slice(2);
const codes: Readonly<Record<string, number>> = {NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5};

const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
const faults = new Map<string, string>();
const records: Answer[] = [];
for (const line of lines) {
	const [name = '', type = '', ...data] = line.split(' ');
	if (type in codes || type === 'SILENT') {
		faults.set(name, type);
	} else {
		records.push(record(name, type, data));
	}
}

function record(name: string, type: string, data: readonly string[]): Answer {
	const [first = '', second = ''] = data;
	const ttl = 60;
	switch (type) {
		case 'MX': {
			return {name, type, ttl, data: {preference: Number(first), exchange: second}};
		}

		case 'TXT': {
			return {name, type, ttl, data: data.join(' ')};
		}

		case 'A':
		case 'AAAA':
		case 'CNAME':
		case 'PTR': {
			return {name, type, ttl, data: first};
		}

		default: {
			throw new Error(`the zone has a record of type ${type}`);
		}
	}
}

/** The reply to a question, or nothing where the zone says so. */
function answer(message: Buffer): Buffer | undefined {
	const {id, questions = []} = decode(message);
	const name = questions[0]?.name.toLowerCase() ?? '';
	const fault = faultOf(name);
	if (fault === 'SILENT') {
		return undefined;
	}

	const {answers, exists} = lookUp(name, questions[0]?.type ?? '');
	const code = codes[fault ?? (exists ? 'NOERROR' : 'NXDOMAIN')] ?? 0;
	const flags = 0x01_80 | code; // Recursion desired and available
	return encode({
		type: 'response',
		id: id ?? 0,
		flags,
		questions,
		answers: fault === undefined ? answers : [],
	});
}

function lookUp(name: string, type: string): {answers: Answer[]; exists: boolean} {
	const named = records.filter(r => r.name === name);
	const alias = named.find(r => r.type === 'CNAME');
	if (alias?.type === 'CNAME' && type !== 'CNAME') {
		const {answers} = lookUp(alias.data, type);
		return {answers: [alias, ...answers], exists: true};
	}

	const exists = named.length > 0 || records.some(r => r.name.endsWith(`.${name}`));
	return {answers: named.filter(r => r.type === type), exists};
}

function faultOf(name: string): string | undefined {
	const labels = name.split('.');
	const above = labels.map((_, index) => labels.slice(index).join('.'));
	const found = above.find(n => faults.has(n));
	return found === undefined ? undefined : faults.get(found);
}

const udp = createSocket('udp4');
udp.on('message', (message, peer) => {
	const reply = answer(message);
	if (reply) {
		udp.send(reply, peer.port, peer.address);
	}
});

const tcp = createServer(socket => {
	let buffered = Buffer.alloc(0);
	socket.on('error', () => socket.destroy());
	socket.on('data', (chunk: Buffer) => {
		buffered = Buffer.concat([buffered, chunk]);
		while (buffered.length > 1 && buffered.length >= 2 + buffered.readUInt16BE(0)) {
			const length = buffered.readUInt16BE(0);
			const reply = answer(buffered.subarray(2, 2 + length));
			buffered = buffered.subarray(2 + length);
			if (reply) {
				const prefix = Buffer.alloc(2);
				prefix.writeUInt16BE(reply.length);
				socket.write(Buffer.concat([prefix, reply]));
			}
		}
	});
});
tcp.listen(53, address, () => udp.bind(53, address));
