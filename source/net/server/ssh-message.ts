/** Numbers of the messages of the SSH connection protocol (RFC 4254 9) that channels are made of. */
export const messageNumber = {
	open: 90,
	confirmed: 91,
	failed: 92,
	windowAdjust: 93,
	data: 94,
	extendedData: 95,
	eof: 96,
	close: 97,
} as const;

/** A 32-bit number, or bytes with their length in front (RFC 4251 5). */
type Field = number | string | Uint8Array;

function encoded(field: Field): Buffer {
	if (typeof field === 'number') {
		const number = Buffer.alloc(4);
		number.writeUInt32BE(field);
		return number;
	}

	const bytes = Buffer.from(field);
	return Buffer.concat([encoded(bytes.length), bytes]);
}

/** Fields with the length of them all in front, as the multiplexing protocol frames its messages. */
export function framed(...fields: readonly Field[]): Buffer {
	const body = Buffer.concat(fields.map(encoded));
	return Buffer.concat([encoded(body.length), body]);
}

/** A message of the connection protocol as it goes through a master in proxy mode: no padding, not encrypted. */
export function channelMessage(type: number, ...fields: readonly Field[]): Buffer {
	const body = Buffer.concat([Buffer.from([0, type]), ...fields.map(encoded)]);
	return Buffer.concat([encoded(body.length), body]);
}

/** Takes whole frames off the front of what has arrived. Throws for one that is longer than `longest`. */
export function takeFrames(
	received: Buffer,
	longest: number,
): {frames: readonly Buffer[]; rest: Buffer} {
	const frames: Buffer[] = [];
	let rest = received;
	while (rest.length >= 4) {
		const length = rest.readUInt32BE(0);
		if (length > longest) {
			throw new RangeError(`a frame of ${length} bytes`);
		}

		if (rest.length < 4 + length) {
			break;
		}

		frames.push(rest.subarray(4, 4 + length));
		rest = rest.subarray(4 + length);
	}

	return {frames, rest};
}

/** Reads the fields of a message one after the other. Throws a RangeError beyond its end. */
export function fieldsOf(body: Buffer): {number(): number; bytes(): Buffer} {
	let at = 0;
	const number = () => {
		at += 4;
		return body.readUInt32BE(at - 4);
	};

	return {
		number,
		bytes() {
			const length = number();
			if (length > body.length - at) {
				throw new RangeError('a field goes beyond the end');
			}

			at += length;
			return body.subarray(at - length, at);
		},
	};
}
