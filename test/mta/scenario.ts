import type {ErrorClass, Stage} from '../../source/core/vocabulary.ts';
import type {BedSetup} from './harness/bed.ts';

/** A real server with one thing broken, and what a right diagnosis says. */
export type Scenario = BedSetup & {
	id: string;
	/** What is broken, as one would tell a colleague. */
	broken: string;
	/** Arguments of the program. */
	check: readonly string[];
	/** The password in the environment, where it is not the right one. */
	password?: string;
	expect: Expectation;
	fix?: Fix;
};

export type Expectation = {
	/** Null: nothing stops mail. */
	class: ErrorClass | null;
	stage?: Stage;
	/** The first cause. */
	cause?: string;
	/** Causes that must not be ruled out. */
	among?: readonly string[];
	ruledOut?: readonly string[];
	/** Other classes that the same words allow, of which the program must speak. */
	alternatives?: readonly ErrorClass[];
	warnings?: readonly ErrorClass[];
	/** The server’s own words, which show that the fault is the real one. */
	says?: string;
};

/** The commands that are shown for a cause are run as they stand, then the check is run again. */
export type Fix = {
	cause: string;
	/** Where they are run. */
	on: 'server' | 'client';
	/** Of commands for several kinds of firewall or set-up, those that fit this machine. */
	only?: RegExp;
	/** Arguments of the second run, where the fix is for a client that then does something else. */
	again?: readonly string[];
	/** What the check then comes to; healthy where this is absent. */
	leaves?: ErrorClass;
};
