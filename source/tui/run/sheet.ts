import type {Fields} from '../fields/fields.ts';
import type {TextField} from '../fields/text-field.ts';

/** What a form on top of the run is for. */
export type FormPurpose =
	| 'sign-in'
	| 'password'
	| 'port'
	| 'recipient'
	| 'sender'
	| 'retry'
	| 'look-inside'
	| 'other-view'
	| 'report';

/** Something that covers the run until it is closed. */
export type Sheet =
	/** To read: `id` is the step, the cause, or the index of the line. */
	| {
			readonly kind: 'read';
			readonly about: 'step' | 'cause' | 'line' | 'ticket' | 'debrief' | 'acceptance';
			readonly id: string;
			readonly top: number;
			/** Fixes for every server software, not only for the one that was recognised. */
			readonly all?: boolean;
			/** The fix before how to confirm the cause. */
			readonly fixFirst?: boolean;
	  }
	| {
			readonly kind: 'form';
			readonly purpose: FormPurpose;
			readonly fields: Fields;
			/** Rows that what stands below the form is scrolled by. */
			readonly top?: number;
	  }
	/** The trainee names the root cause. */
	| {readonly kind: 'guess'; readonly cursor: number; readonly wrong: readonly string[]}
	| {
			readonly kind: 'settings';
			readonly cursor: number;
			readonly editing: TextField | undefined;
			readonly error: string;
			/** The command that does on a real server what was just done here. */
			readonly done: string;
	  };

export type SheetOf<K extends Sheet['kind']> = Extract<Sheet, {kind: K}>;

/** The run without what covered it. */
export const closed = <S extends {sheet: Sheet | undefined}>(screen: S): S => ({
	...screen,
	sheet: undefined,
});
