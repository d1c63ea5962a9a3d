import {classFileIn, mapIn, optionIn, type CfLine} from './cf-file.ts';
import type {Daemon} from './daemon.ts';
import type {Decision} from './decision.ts';
import {defineIn, featureIn, listenerIn, type McLine} from './mc-file.ts';
import {entriesIn, entryOf, type TableEntry} from './table-file.ts';

/** The files of a Sendmail, as far as they could be read. */
export type Texts = {
	cf: readonly CfLine[];
	mc: readonly McLine[];
	/** Source files of tables, aliases and classes, by path. */
	files: ReadonlyMap<string, string>;
};

export const cfPath = '/etc/mail/sendmail.cf';
export const mcPath = '/etc/mail/sendmail.mc';

/** File and line; the line is null where the file is all that is known. */
export type Spot = {file: string; line: number | null};

export const spotInWords = ({file, line}: Spot): string =>
	line === null ? file : `${file}, line ${line}`;

/** The file from which a map is built, with its type; nothing where there is none. */
export function sourceOf({cf}: Texts, map: string): {path: string; type: string} | undefined {
	const found = mapIn(cf, map);
	return found && found.path !== '' ? {path: found.path, type: found.type} : undefined;
}

/** Whether `makemap` builds tables of this type. */
export const isBuilt = (type: string | undefined): boolean =>
	/^(hash|btree|dbm|cdb|lmdb)$/.test(type ?? '');

/** The entries of that file; nothing where it could not be read. */
export function entriesOf(texts: Texts, map: string): readonly TableEntry[] | undefined {
	const text = texts.files.get(sourceOf(texts, map)?.path ?? '');
	return text === undefined ? undefined : entriesIn(text);
}

/** The aliases’ file. */
export function aliasesPath({cf}: Texts): string {
	const value = optionIn(cf, 'AliasFile')?.value ?? '/etc/mail/aliases';
	return /(?:^|[:,\s])(\/[^\s,]+)/.exec(value)?.[1] ?? value;
}

/** Every file beside sendmail.cf and sendmail.mc that decides about a dialogue. */
export function filesToRead(texts: Texts): readonly string[] {
	const maps = ['access', 'virtuser', 'mailertable'].map(map => sourceOf(texts, map)?.path);
	const classes = ['w', 'R'].map(name => classFileIn(texts.cf, name)?.path);
	const paths = [...maps, ...classes, aliasesPath(texts)];
	return [...new Set(paths.filter(path => path !== undefined))].filter(path =>
		/^\/[\w./-]+$/.test(path),
	);
}

/** The place to look at, and what stands there: the entry, the line of sendmail.mc, or the rule. */
export function spotOf(
	texts: Texts,
	decision: Decision,
	daemon: Daemon | undefined,
): Spot & {written: string; within: string} {
	const {why, entry, rule, ruleset, line} = decision;
	const byRule = {
		file: cfPath,
		line,
		written: rule,
		within: ruleset === '' ? 'the options' : `ruleset ${ruleset}`,
	};
	if (entry && why !== 'listed') {
		const source = sourceOf(texts, entry.map);
		const found = entryOf(entriesOf(texts, entry.map) ?? [], entry.key);
		return {
			file: source?.path ?? cfPath,
			line: found?.line ?? null,
			written: `${found?.key ?? entry.key} ${entry.value}`,
			within: `the table ${entry.map}`,
		};
	}

	const map = decision.failed === undefined ? undefined : mapIn(texts.cf, decision.failed);
	if (map) {
		const text = texts.cf.find(({line: at, kind}) => kind === 'K' && at === map.line)?.text ?? '';
		return {file: cfPath, line: map.line, written: `K${text}`, within: 'the tables'};
	}

	if (why === 'no-such-user') {
		return {...byRule, within: 'mailer local'};
	}

	const fromMc = lineOfMc(texts, decision, daemon);
	return fromMc ? {...byRule, file: mcPath, line: fromMc.line, written: fromMc.text} : byRule;
}

/** The line of sendmail.mc from which a rule or an option comes, where one line is its own. */
function lineOfMc(
	{mc}: Texts,
	{why, entry}: Decision,
	daemon: Daemon | undefined,
): McLine | undefined {
	switch (why) {
		case 'listed': {
			const zone = zoneOf(entry?.key ?? '');
			return featureIn(mc, 'dnsbl', zone) ?? featureIn(mc, 'enhdnsbl', zone);
		}

		case 'login-wanted': {
			return listenerIn(mc, daemon?.text ?? '');
		}

		case 'size': {
			return defineIn(mc, 'confMAX_MESSAGE_SIZE');
		}

		case 'reverse-name': {
			return featureIn(mc, 'require_rdns');
		}

		default: {
			return undefined;
		}
	}
}

/** The list in `25.100.51.198.zen.example.`. */
export function zoneOf(key: string): string {
	return key.replace(/^(?:\d{1,3}\.){4}/, '').replace(/\.$/, '');
}
