import type {CauseReport, FixStep} from '../core/event.ts';
import {standingNames} from './names.ts';
import {fixToShow} from './plain-diagnosis.ts';
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
import type {SessionReport} from './report-object.ts';

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function fixBlocks(fix: readonly FixStep[]): readonly Block[] {
	return fix.flatMap((step, index) => {
		const isFirst = step.mta !== fix[index - 1]?.mta;
		const name = step.mta === 'any' ? 'The fix' : `The fix on ${step.mta}`;
		return [
			...(isFirst ? [paragraph([{strong: name}])] : []),
			paragraph(plain(step.effect === 'changes' ? 'Change: ' : ''), phrase(step.text)),
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

/** What would stop the mail once this is put right, each with its likeliest cause. */
export function aheadBlocks({ahead}: SessionReport): readonly Block[] {
	return ahead.length === 0
		? []
		: [
				heading(2, plain('What would stop the mail next')),
				...ahead.flatMap(({summary, cause}) => [
					paragraph(plain(summary)),
					...causeBlocks(cause, true),
				]),
			];
}

/** One address in several places, after a move: what carries it all over, place by place. */
export function storyBlocks({story}: SessionReport): readonly Block[] {
	if (!story) {
		return [];
	}

	const {heading: title, says, carryOver} = story;
	return [
		heading(2, plain(title)),
		paragraph(phrase(says)),
		...(['on the server', 'in DNS'] as const).flatMap(place => {
			const changes = carryOver.filter(({where}) => where === place);
			return changes.length > 0
				? [
						paragraph(plain(`To carry it over, ${place}:`)),
						...changes.flatMap(change => command(change.command)),
					]
				: [];
		}),
	];
}

/** The causes, most likely first, each with its evidence, how to confirm it, and its fix. */
export function causesBlocks({causes}: SessionReport): readonly Block[] {
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
