import type {Options} from '../../core/options.ts';
import type {Scenario, Setting} from '../../core/practice.ts';
import type {TextField} from '../fields/text-field.ts';
import type {Retry} from './retry.ts';
import type {SessionView} from './session-view.ts';
import type {Sheet} from './sheet.ts';

export type Pane = 'steps' | 'dialogue' | 'verdict';
export const panes: readonly Pane[] = ['steps', 'dialogue', 'verdict'];

/** The practice incident around a run. */
export type Incident = {
	readonly scenario: Scenario;
	readonly settings: readonly Setting[];
	readonly hints: number;
	readonly tries: number;
	/** As long as it is open, the causes stay hidden. `shown`: nobody was asked. */
	readonly answer: 'open' | 'found' | 'given-up' | 'shown';
	readonly solved: boolean;
};

export type RunScreen = {
	readonly kind: 'run';
	/** The number of the session; events of any other are not for this screen. */
	readonly session: number;
	readonly options: Options;
	readonly view: SessionView;
	readonly pane: Pane;
	/** The user chose the pane, so that it does not change by itself. */
	readonly paneChosen: boolean;
	readonly guided: boolean;
	/** Index of the selected step; `undefined` follows the walk. */
	readonly step: number | undefined;
	readonly dialogue: {
		/** Index of the selected line; `undefined` follows the end. */
		readonly cursor: number | undefined;
		readonly top: number;
		readonly wrap: boolean;
		readonly left: number;
	};
	readonly search: {readonly query: string; readonly typing: TextField | undefined};
	readonly verdict: {readonly cursor: number | undefined; readonly top: number};
	readonly sheet: Sheet | undefined;
	readonly incident: Incident | undefined;
	/** Trying again after a while. */
	readonly retry: Retry | undefined;
	/** What the user came with, where it changes what is said at the end. */
	readonly concern: Concern;
	readonly reports: readonly string[];
};

/** What is going wrong, as the first question has it. */
export type Concern = 'submit' | 'deliver' | 'own-server' | 'vanished' | 'direct' | 'lab';

/** Whether keys are text, so that none of them means anything else. */
export function isTyping({sheet, search}: RunScreen): boolean {
	const isEditing = sheet?.kind === 'settings' && sheet.editing !== undefined;
	return search.typing !== undefined || sheet?.kind === 'form' || isEditing;
}
