import type {Action, Entry, Rule} from './configuration.ts';
import type {Tried} from './criteria.ts';

/** What could not be replayed, and so may have decided otherwise. */
export type Unseen = {what: string; why: string};

/** Why a recipient is refused once the rules are asked. */
export type NoRecipient =
	| 'no-rule'
	| 'reject-rule'
	/** The rules cannot be asked for now (451). */
	| 'fault'
	/** `virtual` has no entry. */
	| 'no-alias'
	| 'no-user'
	/** An alias says so: `error:550 …`. */
	| 'alias-error'
	/** Aliases that lead nowhere, or in circles. */
	| 'alias-loop'
	/** The action delivers by `.forward` alone. */
	| 'no-forward';

export type Expanded = {
	/** The rule that took the recipient, or its last alias, or refused it. */
	rule: Rule | undefined;
	action: Action | undefined;
	/** Undefined where it is taken. */
	refused:
		| {reason: NoRecipient; reply: string; recipient: string; entry: Entry | undefined; why: string}
		| undefined;
	/** The rules that were tried for the recipient that decided. */
	tried: readonly Tried[];
	unseen: readonly Unseen[];
};

/** A refusal of the rules, or of what stands behind them. */
export type Refused = NonNullable<Expanded['refused']>;
