import {parseTagList} from './tag-list.ts';

/** A policy of MTA-STS (RFC 8461 3.2). */
export type StsPolicy = {
	mode: 'enforce' | 'testing' | 'none';
	maxAge: number;
	mx: readonly string[];
};

/** The id of a record at `_mta-sts`; undefined where it is no such record (RFC 8461 3.1). */
export function stsId(text: string): string | undefined {
	const {tags} = parseTagList(text);
	const id = tags.get('id') ?? '';
	return /^v=STSv1\s*;/.test(text) && /^[A-Za-z\d]{1,32}$/.test(id) ? id : undefined;
}

/** Whether a TXT record is meant for MTA-STS. */
export function isStsRecord(text: string): boolean {
	return /^v\s*=\s*STSv1\b/i.test(text);
}

/** Reads a policy file, or says what is wrong with it. Lines end in LF or CRLF. */
export function readStsPolicy(text: string): StsPolicy | {fault: string} {
	const fields = text
		.split(/\r?\n/)
		.filter(line => line.trim() !== '')
		.map(line => /^([A-Za-z\d][\w.-]{0,31})[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(line));
	const bad = fields.indexOf(null);
	if (bad !== -1) {
		return {fault: `line ${bad + 1} is no “name: value”`};
	}

	const values = (name: string) =>
		fields.flatMap(field => (field?.[1] === name ? [field[2] ?? ''] : []));
	const [mode = '', age = ''] = [values('mode')[0], values('max_age')[0]];
	const mx = values('mx').map(name => name.toLowerCase().replace(/\.$/, ''));
	if (values('version')[0] !== 'STSv1') {
		return {fault: '“version: STSv1” is missing'};
	}

	if (mode !== 'enforce' && mode !== 'testing' && mode !== 'none') {
		return {fault: `“mode: ${mode}” is none of enforce, testing and none`};
	}

	if (!/^\d{1,10}$/.test(age) || Number(age) > 31_557_600) {
		return {fault: `“max_age: ${age}” is no number of seconds up to a year`};
	}

	return mode !== 'none' && mx.length === 0
		? {fault: 'no “mx:” names a host'}
		: {mode, maxAge: Number(age), mx};
}

/** Whether a policy allows an MX host: `*.` stands for exactly one label (RFC 8461 4.1). */
export function stsAllows({mx}: StsPolicy, host: string): boolean {
	const name = host.toLowerCase().replace(/\.$/, '');
	return mx.some(pattern =>
		pattern.startsWith('*.')
			? name.slice(name.indexOf('.')) === pattern.slice(1)
			: name === pattern,
	);
}
