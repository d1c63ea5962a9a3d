import type {Hint} from '../components/hint-row.ts';
import type {RunGeometry} from './geometry.ts';
import {isWaiting as isRetrying} from './retry.ts';
import type {RunScreen} from './run-state.ts';
import type {Sheet} from './sheet.ts';

function sheetHints(sheet: Sheet): readonly Hint[] {
	switch (sheet.kind) {
		case 'read': {
			return [
				['esc', 'close'],
				['↑↓', 'scroll'],
				...(sheet.about === 'ticket'
					? [['h', 'hint'] as const]
					: [['1-9', 'copy that command'] as const, ['C', 'copy all commands'] as const]),
			];
		}

		case 'form': {
			return [
				['enter', sheet.fields.specs.length > 1 ? 'next' : 'go on'],
				['esc', 'cancel'],
				['ctrl-c', sheet.purpose === 'password' ? 'stop' : 'quit'],
			];
		}

		case 'guess': {
			return [
				['↑↓', 'move'],
				['enter', 'that is it'],
				['esc', 'look again'],
			];
		}

		case 'settings': {
			return sheet.editing
				? [
						['enter', 'apply'],
						['esc', 'leave as it is'],
					]
				: [
						['↑↓', 'move'],
						['enter', 'edit'],
						['r', 'run again'],
						['esc', 'close'],
					];
		}
	}
}

/** The keys that help most at this moment, the most helpful first. */
export function runHints(screen: RunScreen, {pane}: RunGeometry): readonly Hint[] {
	const {sheet, view, search, incident, guided} = screen;
	if (sheet) {
		return sheetHints(sheet);
	}

	const isWaiting = view.question?.node === 'step';
	const more: readonly Hint[] = [
		...(isRetrying(screen) ? [['W', 'stop waiting'] as const] : []),
		...(search.query ? [['n', 'next found'] as const] : []),
		...(view.end ? [['r', 'run again'] as const] : [['ctrl-c', 'stop'] as const]),
		...(incident
			? ([
					['s', 'settings'],
					['h', 'hint'],
					['t', 'ticket'],
				] as const)
			: view.diagnosis
				? ([
						['f', 'fix'],
						['y', 'copy command'],
					] as const)
				: []),
		['e', 'explain line'],
		['/', 'search'],
		['c', 'copy'],
		['g', guided ? 'not guided' : 'guided'],
		['esc', 'back'],
		['q', 'quit'],
	];
	if (isWaiting) {
		return [['enter', 'run this step'], ['g', 'run all'], ['tab', 'pane'], ...more.slice(1)];
	}

	switch (pane) {
		case 'steps': {
			return [['tab', 'pane'], ['↑↓', 'step'], ['enter', 'details'], ...more];
		}

		case 'dialogue': {
			return [['tab', 'pane'], ['↑↓', 'line'], ...more];
		}

		case 'verdict': {
			return [
				['tab', 'pane'],
				...(view.end
					? ([
							['↑↓', 'move'],
							['enter', 'choose'],
						] as const)
					: []),
				...more,
			];
		}
	}
}
