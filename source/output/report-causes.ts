import type {CauseReport, FixStep} from '../core/event.ts';
import {fixToShow, standingNames} from './plain.ts';
import {
	code,
	command,
	heading,
	list,
	paragraph,
	phrase,
	plain,
	type Block,
} from './report-document.ts';

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function fixBlocks(fix: readonly FixStep[]): readonly Block[] {
	return fix.flatMap((step, index) => {
		const isFirst = step.mta !== fix[index - 1]?.mta;
		const name = step.mta === 'any' ? 'The fix' : `The fix on ${step.mta}`;
		return [
			...(isFirst ? [paragraph([{strong: name}])] : []),
			paragraph(
				plain(step.effect === 'changes' ? 'This changes something: ' : 'To look: '),
				phrase(step.text),
			),
			...command(step.command),
			...(step.undo === '' ? [] : [paragraph(plain('To take it back: '), phrase(step.undo))]),
		];
	});
}

function causeBlocks(cause: CauseReport, inFull: boolean): readonly Block[] {
	const {title, id, standing, because, evidence} = cause;
	return [
		heading(3, plain(`${capital(standingNames[standing])}: `), phrase(title)),
		...(because === '' ? [] : [paragraph(phrase(because), plain(' ('), code(id), plain(')'))]),
		...list(evidence.flatMap(sentence => sentence.split('\n')).map(plain)),
		...(inFull ? wayOut(cause) : []),
	];
}

/** How to find out whether it is this cause, and what puts it right. */
function wayOut({confirm, fix}: CauseReport): readonly Block[] {
	return [
		...(confirm.length > 0 ? [paragraph([{strong: 'To confirm it'}])] : []),
		...confirm.flatMap(step => [paragraph(phrase(step.text)), ...command(step.command)]),
		...fixBlocks(fixToShow(fix)),
	];
}

/** The causes, most likely first, each with its evidence, how to confirm it, and its fix. */
export function causesBlocks(causes: readonly CauseReport[]): readonly Block[] {
	const open = causes.filter(({standing}) => standing !== 'ruled-out');
	const isNamed = open.some(({standing}) => standing === 'confirmed');
	const out = causes.filter(({standing}) => standing === 'ruled-out');
	return [
		...(open.length > 0 ? [heading(2, plain('Causes, most likely first'))] : []),
		...open.flatMap(cause => causeBlocks(cause, !isNamed || cause.standing !== 'possible')),
		...(out.length > 0 ? [heading(2, plain('Causes that are ruled out'))] : []),
		...list(
			out.map(({title, id, evidence}) => [
				...phrase(title),
				...plain(' ('),
				...code(id),
				...plain(evidence.length > 0 ? `): ${evidence.join(' ')}` : ')'),
			]),
		),
	];
}
