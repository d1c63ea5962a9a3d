/** The record types that the practice DNS knows. */
export const recordTypes = ['A', 'AAAA', 'MX', 'PTR', 'TXT', 'CNAME'] as const;
export type RecordType = (typeof recordTypes)[number];

/** One record; names are in lower case and without the final dot. */
export type ZoneRecord = {name: string; type: RecordType; data: string};

export type ZoneAnswer =
	| {status: 'ok'; records: readonly ZoneRecord[]}
	/** `nodata`: the name is there and has no such record. `refused`: not a name of the lab. */
	| {status: 'nodata' | 'nxdomain' | 'refused'; records: readonly ZoneRecord[]};

export type Zone = {lookup(name: string, type: string): ZoneAnswer};

/** Everything that the practice DNS answers for; it refuses all other names. */
const apexes = ['example', '127.in-addr.arpa'] as const;

/** CNAMEs that are followed for one question. */
const aliasLimit = 8;

function isRecordType(text: string): text is RecordType {
	return recordTypes.some(type => type === text);
}

function normal(name: string): string {
	return name.toLowerCase().replace(/\.$/, '');
}

/** Reads a record as scenarios write it: `shop.example MX 10 mail.shop.example`. */
export function parseRecord(line: string): ZoneRecord {
	const [, name = '', type = '', data = ''] = /^(\S+) (\S+) (.+)$/.exec(line) ?? [];
	if (!isRecordType(type)) {
		throw new TypeError(`"${line}" is not a record such as "shop.example A 127.0.0.1"`);
	}

	return {name: normal(name), type, data: type === 'TXT' ? data : data.toLowerCase()};
}

/** The apex above a name, where the practice DNS answers for it. */
export function apexOf(name: string): string | undefined {
	return apexes.find(apex => normal(name) === apex || normal(name).endsWith(`.${apex}`));
}

/** A zone made of lines. Later lines with the name and type of earlier ones take their place. */
export function createZone(usual: readonly string[], further: readonly string[] = []): Zone {
	const added = further.map(parseRecord);
	const records = [
		...usual
			.map(parseRecord)
			.filter(({name, type}) => !added.some(a => a.name === name && a.type === type)),
		...added,
	];
	const exists = (name: string) =>
		records.some(record => record.name === name || record.name.endsWith(`.${name}`));

	return {
		lookup(asked, type) {
			let name = normal(asked);
			const followed: ZoneRecord[] = [];
			for (let step = 0; step < aliasLimit; step++) {
				if (!apexOf(name)) {
					return {status: 'refused', records: followed};
				}

				const own = records.filter(record => record.name === name);
				const found = own.filter(record => record.type === type);
				if (found.length > 0) {
					return {status: 'ok', records: [...followed, ...found]};
				}

				const alias = own.find(record => record.type === 'CNAME');
				if (!alias) {
					const known = exists(name) || apexOf(name) === name;
					return {status: known ? 'nodata' : 'nxdomain', records: followed};
				}

				followed.push(alias);
				name = alias.data;
			}

			return {status: 'nodata', records: followed};
		},
	};
}
