import {duration} from '../core/phrase.ts';
import {
	code,
	command,
	heading,
	paragraph,
	plain,
	table,
	type Block,
	type Cell,
} from './report-document.ts';
import type {SessionReport} from './report-object.ts';

/** The time of a session in UTC, to the second: it is read in other places. */
const utc = (iso: string) => iso.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');

/** What the session needs to know and nobody asked for. */
const notAsked = new Set(['target', 'pipeline', 'services']);

type Asked = readonly [option: string, value: string];

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** The parts of an option that is an object, as they are written down. */
function partsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? {...value} : {};
}

/** The options that one field of the session's stands for, as they are called on the command line. */
function asked(name: string, value: unknown): readonly Asked[] {
	switch (name) {
		case 'inside': {
			const {kind, host, sudo} = partsOf(value);
			return [
				kind === 'ssh' ? ['ssh', textOf(host)] : ['on-server', 'yes'],
				...(sudo === true ? [['sudo', 'yes'] as const] : []),
			];
		}

		case 'follow': {
			const {sought, around} = partsOf(value);
			return [
				['follow', textOf(sought)],
				...(around === undefined ? [] : [['around', textOf(around)] as const]),
			];
		}

		case 'dns': {
			const {address, port} = partsOf(value);
			return [['dns', `${textOf(address)} port ${textOf(port)}`]];
		}

		case 'dkimSelectors': {
			return [['dkim-selector', Array.isArray(value) ? value.join(', ') : textOf(value)]];
		}

		case 'family': {
			return [[`ipv${textOf(value)}`, 'yes']];
		}

		case 'timeout':
		case 'patience': {
			return [[name, duration(Number(value))]];
		}

		default: {
			const text =
				value === true
					? 'yes'
					: value === ''
						? '<>'
						: Array.isArray(value)
							? value.join(', ')
							: textOf(value);
			return [[name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`), text]];
		}
	}
}

/** What was asked, under the names of the options. */
function askedRows(options: SessionReport['options']): ReadonlyArray<readonly Cell[]> {
	return Object.entries(options)
		.filter(([name, value]) => !notAsked.has(name) && value !== false)
		.flatMap(([name, value]) => asked(name, value))
		.map(([option, value]) => [plain(option), code(value)]);
}

/** What it is about: target, time, version, what was asked. */
export function headBlocks(report: SessionReport): readonly Block[] {
	const {target, startedAt, elapsed, version, complete, options} = report;
	return [
		heading(1, plain(`SMTP report: ${target}`)),
		...(complete ? [] : [paragraph([{strong: 'The session ended before there was a verdict.'}])]),
		...table(
			['About', ''],
			[
				[plain('target'), code(target)],
				[plain('made'), plain(`${utc(startedAt)}; it took ${duration(elapsed)}`)],
				[plain('by'), plain(`smtp-medic ${version}; secrets are replaced`)],
				...askedRows(options),
			],
		),
		paragraph(plain('The same again:')),
		...command(report.command),
	];
}
