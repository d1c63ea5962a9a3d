import type {Configuration, Table, TableUse} from './configuration.ts';
import {type Cursor, cursorOf} from './cursor.ts';
import type {Statement} from './lexer.ts';
import {parseAction} from './parse-action.ts';
import {parseFilter} from './parse-filter.ts';
import {parseListen} from './parse-listen.ts';
import {parseMatch} from './parse-match.ts';

/** `10`, `35M` and the like in octets (scan_scaled(3)); undefined where it is no size. */
export function octetsOf(text: string): number | undefined {
	const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([bkmgtpe]?)$/i.exec(text) ?? [];
	const power = 'kmgtpe'.indexOf(unit.toLowerCase()) + 1;
	return digits === undefined
		? undefined
		: Math.floor(Number(digits) * 1024 ** (unit === '' || /b/i.test(unit) ? 0 : power));
}

function tableOf(cursor: Cursor): Pick<Table, 'name' | 'backend' | 'path' | 'entries'> | undefined {
	const name = cursor.any();
	const entries = cursor.braces();
	if (name === undefined || entries) {
		return name === undefined
			? undefined
			: {name, backend: 'static', path: '', entries: entries ?? []};
	}

	const source = cursor.any();
	const [, type = 'static', path = source ?? ''] = /^(\w[\w-]*):(.*)$/.exec(source ?? '') ?? [];
	return source === undefined
		? undefined
		: {name, backend: type === 'file' ? 'static' : type, path, entries: []};
}

/** What is not understood may hold passwords: its keyword and its name tell which statement it is. */
function beginningOf(written: string): string {
	const [keyword = '', name, ...more] = written.split(/\s+/);
	return [
		keyword,
		...(name === undefined || /[{=]/.test(name) ? [] : [name]),
		...(more.length > 0 ? ['…'] : []),
	].join(' ');
}

/** Notes a table of passwords; returns the statement without those that stand in it. */
function keepSecret(
	configuration: Configuration,
	use: TableUse | undefined,
	{written, at}: Pick<Statement, 'at' | 'written'>,
): Pick<Statement, 'at' | 'written'> {
	if (use?.kind === 'named') {
		configuration.secret.add(use.name);
	}

	return use?.kind === 'inline' ? {at, written: written.replace(/\{.*/s, '{…}')} : {at, written};
}

/** `smtp …`: the settings that decide about a dialogue; the others are left alone. */
function takeSmtp(
	configuration: Configuration,
	cursor: Cursor,
	place: Pick<Statement, 'at' | 'written'>,
): boolean {
	if (cursor.word('max-message-size')) {
		const value = octetsOf(cursor.any() ?? '');
		configuration.maxMessageSize =
			value === undefined ? configuration.maxMessageSize : {value, ...place};
		return value !== undefined;
	}

	if (cursor.word('sub-addr-delim')) {
		configuration.delimiter = {value: cursor.any() ?? '+', ...place};
		return true;
	}

	if (cursor.word('limit')) {
		while (!cursor.atEnd()) {
			const name = cursor.any();
			const value = Number(cursor.any());
			if (name === 'max-rcpt' && Number.isInteger(value)) {
				configuration.maxRecipients = {value, ...place};
			}

			if (name === undefined) {
				return false;
			}
		}

		return true;
	}

	return cursor.word('ciphers');
}

function takePki(configuration: Configuration, cursor: Cursor, at: Statement['at']): void {
	const name = (cursor.any() ?? '').toLowerCase();
	const known = configuration.pkis.get(name) ?? {name, certificate: '', key: '', at};
	while (!cursor.atEnd()) {
		if (cursor.word('cert')) {
			known.certificate = cursor.any() ?? '';
		} else if (cursor.word('key')) {
			known.key = cursor.any() ?? '';
		} else if (cursor.any() === undefined) {
			break;
		}
	}

	configuration.pkis.set(name, known);
}

/** Statements that decide nothing about whether mail is taken. */
const elsewhere = ['admd', 'bounce', 'ca', 'mda', 'mta', 'proc', 'queue', 'scheduler', 'srs'];

/** Takes one statement, but for macros and includes, into the configuration. What is not understood is kept. */
export function takeStatement(configuration: Configuration, statement: Statement): void {
	const {tokens, at, written} = statement;
	const cursor = cursorOf(tokens, at);
	const place = {at, written};
	let understood = true;
	if (cursor.word('listen')) {
		cursor.word('on');
		const {credentials, ...listener} = parseListen(cursor);
		configuration.listeners.push({
			...listener,
			...keepSecret(configuration, credentials, place),
		});
	} else if (cursor.word('match')) {
		configuration.rules.push({...parseMatch(cursor), ...place});
	} else if (cursor.word('action')) {
		const parsed = parseAction(cursor);
		understood = parsed !== undefined;
		if (parsed) {
			const {credentials, ...action} = parsed;
			configuration.actions.set(action.name, {
				...action,
				...keepSecret(configuration, credentials, place),
			});
		}
	} else if (cursor.word('table')) {
		const table = tableOf(cursor);
		understood = table !== undefined;
		if (table) {
			configuration.tables.set(table.name, {...table, ...place});
		}
	} else if (cursor.word('filter')) {
		const filter = parseFilter(cursor);
		configuration.filters.set(filter.name, {...filter, ...place});
	} else if (cursor.word('pki')) {
		takePki(configuration, cursor, at);
	} else if (cursor.word('smtp')) {
		understood = takeSmtp(configuration, cursor, place);
	} else {
		understood = cursor.word(...elsewhere);
	}

	if (!understood) {
		configuration.unknown.push({at, written: beginningOf(place.written)});
	}
}
