import type {LeftOut} from '../moved/left-out.ts';
import {parseAction} from './access-action.ts';
import {type Asking, askFile} from './ask.ts';
import {placeInWords} from './config-file.ts';
import {withFiles} from './pattern-list.ts';
import type {Word} from './placed.ts';
import type {Settings} from './settings.ts';
import {bareTable, lookUp} from './table.ts';

/** Clients that one line of the settings lets through by their addresses. */
export type NamedClients = Pick<LeftOut, 'kind' | 'place'> & {names: readonly string[]};

/** Types of tables that are made from a text file of that name, or are one (access(5), cidr_table(5)). */
const fromText = new Set(['hash', 'btree', 'lmdb', 'cdb', 'dbm', 'sdbm', 'texthash', 'cidr']);
/** So many entries are looked up to see whether the table has them, too. */
const mostEntries = 16;

/** The networks of mynetworks, with those of the files that it names, by the line in which they stand. */
function* ofMynetworks(settings: Settings): Asking<NamedClients[]> {
	const items = yield* withFiles(settings.words('mynetworks'));
	const words = items.filter((item): item is Word => 'text' in item && !item.text.startsWith('!'));
	const lines = Map.groupBy(words, ({at}) => placeInWords(at));
	return [...lines].map(([line, ofLine]) => ({
		kind: 'mynetworks',
		place: `mynetworks (${line})`,
		names: ofLine.map(({text}) => text),
	}));
}

function letsIn(value: string): boolean {
	const action = parseAction(value.trim());
	return (
		action.kind === 'permit' || (action.kind === 'restrictions' && /\bpermit\b/i.test(action.text))
	);
}

/** An address or network at the left of an access table: `192.0.2` is `192.0.2.0/24` (access(5)). */
function networkOf(key: string): string | undefined {
	const octets = /^\d{1,3}(?:\.\d{1,3}){1,2}$/.test(key) ? key.split('.') : undefined;
	return octets
		? `${[...octets, '0', '0', '0'].slice(0, 4).join('.')}/${octets.length * 8}`
		: /^[\d[][\d.]+(?:\/\d+)?\]?$|^\[?[\da-f]*:[\da-f:.]*\]?(?:\/\d+)?$/i.test(key)
			? key
			: undefined;
}

/** The entries of an access table that let an address in, where its text is there and still holds. */
function* ofTable(table: string): Asking<NamedClients[]> {
	const bare = bareTable(table);
	const type = bare.slice(0, bare.indexOf(':'));
	const path = bare.slice(type.length + 1);
	if (!fromText.has(type) || !path.startsWith('/')) {
		return [];
	}

	const file = yield* askFile(path);
	const entries = (file.status === 'found' ? file.value.split('\n') : []).flatMap((line, index) => {
		const [, key = '', value = ''] = /^([^\s#]\S*)\s+(\S.*)$/.exec(line) ?? [];
		const name = networkOf(key);
		return name !== undefined && letsIn(value) ? [{key, name, line: index + 1}] : [];
	});
	const found: NamedClients[] = [];
	for (const {key, name, line} of entries.slice(0, mostEntries)) {
		const asked = type === 'cidr' ? key.replace(/[[\]]/g, '').replace(/\/.*$/, '') : key;
		const held = yield* lookUp(table, asked);
		if (held.status === 'found' && letsIn(held.value)) {
			found.push({kind: 'access-table', place: `${table} (${path}, line ${line})`, names: [name]});
		}
	}

	return found;
}

/**
 * Who is let through by the address alone, by the restrictions of a list as `membersOf` has them:
 * permit_mynetworks, and check_client_access by its tables.
 */
export function* namedClients(
	settings: Settings,
	members: readonly string[],
): Asking<readonly NamedClients[]> {
	const found: NamedClients[] = [];
	for (const member of members) {
		const [name = '', argument = ''] = member.split(/\s+/, 2);
		if (name.toLowerCase() === 'permit_mynetworks') {
			found.push(...(yield* ofMynetworks(settings)));
		} else if (name.toLowerCase() === 'check_client_access') {
			found.push(...(yield* ofTable(argument)));
		}
	}

	return found;
}
