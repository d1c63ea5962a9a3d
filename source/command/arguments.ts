import meow from 'meow';
import {nearest} from '../core/nearest.ts';
import {UsageError} from '../core/usage-error.ts';
import {optionTable, type OptionInfo} from './option-table.ts';

/** The words of the command line, before they mean anything. */
export type Arguments = {
	/** Values of options by name; a switch is `''`. */
	options: ReadonlyMap<string, string>;
	/** What is no option, up to `--`. */
	words: readonly string[];
	/** What stands after `--`: targets and texts whatever they look like. */
	literal: readonly string[];
};

const byName = new Map(optionTable.map(option => [option.name, option]));
const byShort = new Map(
	optionTable.flatMap(option => (option.short ? [[option.short, option] as const] : [])),
);

function unknown(written: string): UsageError {
	const names = optionTable.map(option => option.name);
	const near = nearest(written.replace(/^-+/, ''), names, 3);
	const hint = near === undefined ? '; see --help' : `; did you mean --${near}?`;
	return new UsageError(`unknown option ${written}${hint}`);
}

function find(written: string): OptionInfo {
	const option = written.startsWith('--')
		? byName.get(written.slice(2))
		: byShort.get(written.slice(1));
	if (!option) {
		throw written === '--password'
			? new UsageError(
					'there is no option --password, as others see a command’s arguments: use --password-env VAR or --password-file FILE',
				)
			: unknown(written);
	}

	return option;
}

/** One spelling for every option: `--name=value`, each given once, so that nothing is guessed. */
function normalise(argv: readonly string[]): string[] {
	const seen = new Set<string>();
	const result: string[] = [];
	for (let i = 0; i < argv.length; i++) {
		const word = argv[i] ?? '';
		if (word === '--') {
			return [...result, ...argv.slice(i)];
		}

		if (!word.startsWith('-') || word === '-') {
			result.push(word);
			continue;
		}

		const equals = word.startsWith('--') ? word.indexOf('=') : -1;
		const option = find(equals > 0 ? word.slice(0, equals) : word);
		if (seen.has(option.name)) {
			throw new UsageError(`--${option.name} is given twice: give it once`);
		}

		seen.add(option.name);
		if (!option.value) {
			if (equals > 0) {
				throw new UsageError(`--${option.name} takes no value`);
			}

			result.push(`--${option.name}`);
			continue;
		}

		const value = equals > 0 ? word.slice(equals + 1) : argv[++i];
		if (value === undefined || value === '' || (equals < 0 && value.startsWith('--'))) {
			throw new UsageError(`--${option.name} needs a value: --${option.name} ${option.value}`);
		}

		result.push(`--${option.name}=${value}`);
	}

	return result;
}

const camel = (name: string) =>
	name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Reads the words of the command line. Throws a UsageError for an option that is wrong. */
export function readArguments(
	argv: readonly string[],
	about: {importMeta: ImportMeta; version: string},
): Arguments {
	const normal = normalise(argv);
	const end = normal.indexOf('--');
	// Each flag that it is told of costs meow time, so it hears of those that are there.
	const written = new Set(normal.map(word => word.replace(/^--|=.*$/gs, '')));
	const flags = Object.fromEntries(
		optionTable
			.filter(({name}) => written.has(name))
			.map(option => [
				camel(option.name),
				option.value ? {type: 'string' as const} : {type: 'boolean' as const},
			]),
	);
	const {flags: found, input} = meow({
		importMeta: about.importMeta,
		pkg: {name: 'smtp-medic', version: about.version},
		argv: end < 0 ? normal : normal.slice(0, end),
		flags,
		autoHelp: false,
		autoVersion: false,
	});
	const options = new Map<string, string>();
	for (const {name, value} of optionTable) {
		const given: unknown = found[camel(name)];
		if (value && typeof given === 'string') {
			options.set(name, given);
		} else if (given === true) {
			options.set(name, '');
		}
	}

	return {options, words: input, literal: end < 0 ? [] : normal.slice(end + 1)};
}
