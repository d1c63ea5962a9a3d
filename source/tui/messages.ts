import type {SessionEvent} from '../core/event.ts';
import type {Explanation} from '../core/explain.ts';
import type {Options} from '../core/options.ts';
import type {Scenario, Setting, SettingName} from '../core/practice.ts';
import type {Key} from './keys.ts';
import type {Size} from './layout.ts';

/** Everything that can happen to the screens. */
export type Message =
	| {type: 'key'; key: Key}
	| {type: 'pasted'; text: string}
	| {type: 'resized'; size: Size}
	/** Events of the session with that number, as many as came since the last time. */
	| {type: 'events'; session: number; events: readonly SessionEvent[]}
	/** So many milliseconds are left of the wait that a run asked for; none: it is over. */
	| {type: 'waited'; session: number; left: number}
	| {type: 'explained'; explanation: Explanation}
	| {type: 'lab-loaded'; scenarios: readonly Scenario[]}
	| {
			type: 'practice-started';
			scenario: Scenario;
			settings: readonly Setting[];
			options: Options;
	  }
	| {type: 'setting-changed'; settings: readonly Setting[]; name: SettingName; error?: string}
	| {type: 'saved'; name: string}
	| {type: 'not-saved'; error: string}
	/** Something that was asked for could not be had; one sentence. */
	| {type: 'failed'; what: string};

/** What the screens ask the world for; done by the runner. */
export type Effect =
	/** A new session; `password` answers its first question for the password of that user. */
	| {
			type: 'start';
			session: number;
			options: Options;
			password?: string;
			guided: boolean;
	  }
	/** Answers the question that the session waits with. */
	| {
			type: 'answer';
			value: string;
			changes?: Partial<Options>;
			/** Kept for the next question for a password. */
			password?: string;
	  }
	| {type: 'guide'; guided: boolean}
	/** Tells each second how much of this time is left; a new wait, a start, or an answer ends it. */
	| {type: 'wait'; session: number; milliseconds: number}
	| {type: 'stop-waiting'}
	| {type: 'abort'}
	| {type: 'explain'; text: string}
	| {type: 'load-lab'}
	| {type: 'start-practice'; scenario: Scenario}
	| {type: 'stop-practice'}
	| {type: 'change-setting'; name: SettingName; value: string}
	| {type: 'copy'; text: string}
	/** A report of the present session; `command` runs it again. */
	| {type: 'save'; name: string; command: string}
	/** Gives the terminal back to the shell, until it brings this program to the front again. */
	| {type: 'suspend'}
	| {type: 'leave'; code: number | 'verdict'};
