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

function optionText(name: string, value: unknown): string {
	if (value === '') {
		return '<>';
	}

	if (typeof value === 'number') {
		return name === 'timeout' || name === 'patience' ? duration(value) : String(value);
	}

	if (Array.isArray(value)) {
		return value.join(', ');
	}

	return typeof value === 'object' && value !== null
		? Object.entries(value)
				.map(([key, part]) => `${key} ${String(part)}`)
				.join(', ')
		: String(value);
}

/** What was asked, under the names of the options. */
function askedRows(options: SessionReport['options']): ReadonlyArray<readonly Cell[]> {
	return Object.entries(options)
		.filter(([name, value]) => !notAsked.has(name) && value !== false)
		.map(([name, value]) => [
			plain(name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)),
			code(optionText(name, value)),
		]);
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
				[plain('made'), plain(`${utc(startedAt)}, in ${duration(elapsed)}`)],
				[plain('by'), plain(`smtp-medic ${version}; secrets are replaced`)],
				...askedRows(options),
			],
		),
		paragraph(plain('The same again:')),
		...command(report.command),
	];
}
