import type {Action, ActionKind, TableUse} from './configuration.ts';
import type {Cursor} from './cursor.ts';

const kinds: readonly ActionKind[] = [
	'relay',
	'mbox',
	'maildir',
	'lmtp',
	'mda',
	'expand-only',
	'forward-only',
];

type Parsed = Pick<Action, 'name' | 'kind' | 'alias' | 'virtual' | 'userbase'> & {
	/** What a smarthost is signed in to with. */
	credentials: TableUse | undefined;
};

/** What follows on `action`; undefined where it is not understood. */
export function parseAction(cursor: Cursor): Parsed | undefined {
	const name = cursor.any();
	const kind = kinds.find(word => cursor.word(word));
	if (name === undefined || !kind) {
		return undefined;
	}

	const found: Parsed = {
		name,
		kind,
		alias: undefined,
		virtual: undefined,
		userbase: undefined,
		credentials: undefined,
	};
	while (!cursor.atEnd()) {
		if (kind !== 'relay' && cursor.word('alias')) {
			found.alias = cursor.table();
		} else if (kind !== 'relay' && cursor.word('virtual')) {
			found.virtual = cursor.table();
		} else if (kind !== 'relay' && cursor.word('userbase')) {
			found.userbase = cursor.table();
		} else if (kind === 'relay' && cursor.word('auth')) {
			found.credentials = cursor.table();
		} else if (cursor.any() === undefined && !cursor.table() && !skip(cursor)) {
			break;
		}
	}

	return found;
}

/** Passes over a mark that belongs to an option which decides nothing here. */
function skip(cursor: Cursor): boolean {
	return ['<', '>', '!', ',', '=', '}'].some(mark => cursor.mark(mark));
}
