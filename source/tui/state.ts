import type {Explanation} from '../core/explain.ts';
import type {CauseReport} from '../core/event.ts';
import type {Observation} from '../core/observation.ts';
import type {Options} from '../core/options.ts';
import type {Scenario} from '../core/practice.ts';
import type {Fields, Values} from './fields/fields.ts';
import type {TextField} from './fields/text-field.ts';
import type {Size} from './layout.ts';
import type {Concern, RunScreen} from './run/run-state.ts';

export type MenuScreen = {readonly kind: 'menu'; readonly cursor: number};

export type ExplainScreen = {
	readonly kind: 'explain';
	readonly field: TextField;
	readonly explanation: Explanation | undefined;
	readonly waiting: boolean;
	readonly top: number;
};

export type FormScreen = {
	readonly kind: 'form';
	readonly concern: Exclude<Concern, 'direct' | 'lab'>;
	readonly fields: Fields;
};

export type LabScreen = {
	readonly kind: 'lab';
	readonly scenarios: readonly Scenario[] | undefined;
	readonly cursor: number;
	/** The incident that is being started. */
	readonly starting: string | undefined;
};

export type Screen = MenuScreen | ExplainScreen | FormScreen | LabScreen | RunScreen;

/** How an incident of the lab went, kept for as long as the program runs. */
export type Solved = {readonly hints: number; readonly tries: number; readonly givenUp: boolean};

export type AppState = {
	readonly size: Size;
	/** The screens on top of each other; the last one is shown. */
	readonly screens: readonly Screen[];
	/** The first row of the help that is shown; `undefined`: it is not open. */
	readonly help: number | undefined;
	/** A word about what was just done, until the next key. */
	readonly toast: string;
	readonly solved: Readonly<Record<string, Solved>>;
	/** How many sessions there have been. */
	readonly sessions: number;
	/** The files that were written. */
	readonly reports: readonly string[];
	/** The last run that came to an end, also when its screen has been left. */
	readonly lastRun: RunScreen | undefined;
};

/** Pure functions over what the user typed, handed in because they belong to the command line. */
export type Services = {
	/** What is wrong with these values, by field. */
	validate(values: Values): Values;
	/** The options that the values mean, or what is wrong with them together. */
	build(values: Values): {options: Options} | {error: string};
	/** The command line that says the same as these options. */
	command(options: Options): string;
	/** What can become of mail that was accepted; empty until a session has begun. */
	afterAcceptance(observations: readonly Observation[]): readonly CauseReport[];
	/** What is known beforehand: this host's name, the user's. */
	known: {host: string; user: string};
};
