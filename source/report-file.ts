import {randomUUID} from 'node:crypto';
import {
	accessSync,
	constants,
	lstatSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {namedFiles} from './command/named-files.ts';
import {visible} from './core/escape.ts';
import type {Options} from './core/options.ts';
import type {Session} from './core/session.ts';
import {UsageError} from './core/usage-error.ts';
import {sameCommand} from './output/same-command.ts';
import {reportKindOf, reportKinds} from './output/report-kinds.ts';

/** The file of `--report`, which may be written. */
export type ReportFile = {
	/** Takes this session for the report from now on; `command` says how to run the same again. */
	follow(session: Session, command: () => string): void;
	/**
	 * Writes the report of the session as it stands; resolves to what is wrong where that fails, in one line.
	 * `nothing`: no session was followed yet.
	 */
	write(): Promise<'written' | 'nothing' | {fault: string}>;
};

type ReportRequest = {
	/** As the user wrote it. */
	name: string;
	/** The file of `--save`. */
	saved: string | undefined;
	/** The id of this program's user, where the system has such ids. */
	user: number | undefined;
};

const codeOf = (error: unknown) =>
	error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';

/** A name beside the file that nobody else has, so that the file is there whole or not at all. */
const beside = (file: string) => path.join(path.dirname(file), `.smtp-medic-${randomUUID()}`);

function replaceFile(file: string, text: string): void {
	const temporary = beside(file);
	try {
		writeFileSync(temporary, text, {flag: 'wx', mode: 0o600});
		renameSync(temporary, file);
	} catch (error) {
		rmSync(temporary, {force: true});
		throw error;
	}
}

/** The file that a name means, through links; throws what is wrong with it. */
function writableFile(name: string, user: number | undefined): string {
	const wrong = (what: string) => new UsageError(`--report ${name}: ${what}`);
	try {
		const isThere = lstatSync(name, {throwIfNoEntry: false}) !== undefined;
		const file = isThere ? realpathSync(name) : path.resolve(name);
		if (isThere) {
			const found = statSync(file);
			if (!found.isFile()) {
				throw wrong(found.isDirectory() ? 'this is a folder' : 'this is no regular file');
			}

			if (user !== undefined && found.uid !== user) {
				throw wrong('this file belongs to another user');
			}

			accessSync(file, constants.W_OK);
		}

		const probe = beside(file);
		writeFileSync(probe, '', {flag: 'wx', mode: 0o600});
		rmSync(probe);
		return file;
	} catch (error) {
		throw error instanceof UsageError
			? error
			: wrong(`the file cannot be written (${codeOf(error)})`);
	}
}

/**
 * Makes sure that a report can be written to the file of this name, before anything else is done; its ending
 * says in which form. Throws a UsageError.
 */
export function openReport({name, saved, user}: ReportRequest): ReportFile {
	const kind = reportKindOf(name);
	if (kind === undefined) {
		throw new UsageError(
			`--report ${name}: the name must end in ${reportKinds.map(each => `.${each}`).join(', ')}`,
		);
	}

	if (saved !== undefined && path.resolve(saved) === path.resolve(name)) {
		throw new UsageError('--report and --save name the same file: give each its own');
	}

	const file = writableFile(name, user);
	let followed: {session: Session; command: () => string} | undefined;
	return {
		follow(session, command) {
			followed = {session, command};
		},
		async write() {
			if (!followed) {
				return 'nothing';
			}

			const {session, command} = followed;
			const {reportText} = await import('./output/report.ts');
			try {
				replaceFile(file, reportText(kind, session.events, command()));
				return 'written';
			} catch (error) {
				return {fault: `--report ${visible(name)}: the file cannot be written (${codeOf(error)})`};
			}
		},
	};
}

/** The command line that runs a check again; `given` are the options as they were written. */
export function checkCommand(options: Options, given: ReadonlyMap<string, string>): string {
	return sameCommand(options, namedFiles(given)).replace(/^smtp-medic/, 'smtp-medic check');
}
