import type {CheckContext, StepEnd} from '../../core/check.ts';
import {resultFacts} from '../../core/headers/copy-observations.ts';
import {headerBlocks, span} from '../../core/headers/header-lines.ts';
import {readHeaders, type HeaderReport} from '../../core/headers/read-headers.ts';
import {createJudge} from './judge-records.ts';
import {checkSignatures} from './signatures.ts';

/** Where a copy lies, and whose it is. */
export type CopyPlace = {where: string; place: string; own: boolean; isJunk: boolean};

/** What a copy came to, on one line. */
function summaryOf({hops, total, results}: HeaderReport): string {
	const way = `${hops.length} ${hops.length === 1 ? 'hop' : 'hops'}${total === null ? '' : ` in ${span(total).slice(1)}`}`;
	const found = results.map(({method, result}) => `${method}=${result}`).join(', ');
	return found === ''
		? `${way}; the receiver wrote no Authentication-Results.`
		: `${way}; the receiver found ${found}.`;
}

/** Tells the way of a message and what its receiver found, and notes both as facts. */
export async function tellCopy(
	context: CheckContext,
	text: string,
	{where, place, own, isJunk}: CopyPlace,
): Promise<StepEnd> {
	const {say, observe, safe} = context;
	const report = readHeaders(text);
	const judge = await createJudge(context);
	for (const {heading, lines} of headerBlocks(report)) {
		for (const line of [`${heading}:`, ...lines.map(one => `  ${one}`)]) {
			say({connection: 0, from: 'note', text: safe(`copy: ${line}`), secure: false});
		}
	}

	const {hops, total, messageId} = report;
	const spam = isJunk || (report.spam?.flagged ?? false);
	observe('copy.found', {where, place, own, messageId, spam, hops: hops.length, total});
	for (const [index, {from, address, by, protocol, delay}] of hops.entries()) {
		observe('copy.hop', {number: index + 1, from: from || address, by, protocol, delay});
	}

	for (const facts of resultFacts(report)) {
		judge.observe('copy.result', facts);
	}

	for (const facts of await checkSignatures(context, text)) {
		const {domain, selector, state, why} = facts;
		const line = `copy: signature of ${domain} (${selector}): ${state}${why === '' ? '' : `, ${why}`}`;
		say({connection: 0, from: 'note', text: safe(line), secure: false});
		judge.observe('copy.signature', facts);
	}

	const {status, summary, ...rest} = judge.end('');
	const about = `${summaryOf(report)}${summary === '' || status === 'passed' ? '' : ` ${summary}`}`;
	return spam
		? {status: 'warned', summary: `With the spam, in ${place}: ${about}`}
		: {status, ...rest, summary: about};
}

/** The header that the user gave. */
export async function examineHeader(context: CheckContext): Promise<StepEnd> {
	const {headers} = context.options;
	return headers === undefined
		? {status: 'skipped', summary: 'No header of a message was given (--headers).'}
		: tellCopy(context, headers, {
				where: 'this machine',
				place: 'the file of --headers',
				own: false,
				isJunk: false,
			});
}
