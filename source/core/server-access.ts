import type {Connected, Endpoint} from './ports.ts';
import {shellWord} from './shell-word.ts';

/** Where the mail server is: this machine, or one that the system’s `ssh` reaches by this name. */
export type Where = {kind: 'local'} | {kind: 'ssh'; host: string};

/** What the user agreed to: where to look, and whether `sudo -n` may be used for what needs root. */
export type Inside = Where & {sudo: boolean};

/** A program and its arguments; no shell stands between. */
export type Command = readonly [program: string, ...words: string[]];

/**
 * One look at the server: a command that only reads, or a file. In a list of looks, `<name>` stands
 * for what is known only then, such as a path that a setting names.
 */
export type Look = {
	/** What it is for, in a few words that follow on “to see”. */
	why: string;
	/** `root`: what it shows needs root; a file is tried as it is first. */
	needs: 'anybody' | 'root';
	/** The most that is taken, in bytes. Absent: {@link usualLimit}. */
	limit?: number;
	/** The longest that it may take, in milliseconds. Absent: {@link usualPatience}. */
	patience?: number;
} & (
	| {
			run: Command;
			/** Written to its standard input, for a program that only answers. */
			input?: string;
	  }
	| {read: string; from?: 'start' | 'end'}
);

export const usualLimit = 256 * 1024;
export const usualPatience = 10_000;

/** A look as the user is told of it beforehand. */
export type AnnouncedLook = {command: string; why: string; needs: Look['needs']};

/** What came of a look. */
export type Seen =
	| {
			status: 'seen';
			/** Standard output, or the file. */
			output: string;
			/** Standard error. */
			complaint: string;
			/** Null where it was ended because of its output. */
			exit: number | null;
			/** There was more than is shown. */
			cut: boolean;
	  }
	/** There is no such program or file. */
	| {status: 'absent'; why: string}
	/** It needs root, or another user’s rights. */
	| {status: 'forbidden'; why: string}
	/** It took too long, or the way to the server broke. */
	| {status: 'failed'; why: string};

/** A look that was taken, for the account of what was done on the server. */
export type Looked = {look: Look; status: Seen['status']};

/** A mail server that can be looked into. Nothing here changes it. */
export type ServerAccess = {
	readonly where: Where;
	/**
	 * Makes the connection where there is one to make; `ssh` may ask the user for something on the
	 * terminal meanwhile. Resolves to why it cannot be had, in one line, or to nothing.
	 */
	prepare(signal: AbortSignal): Promise<string | undefined>;
	/** Takes one look. Rejects only with the signal’s reason. */
	look(look: Look, signal: AbortSignal): Promise<Seen>;
	/**
	 * Opens a TCP connection from there, as `Ports.connect` does from here. Over `ssh` its time includes the way
	 * through that, and only `local` tells the address that it comes from, where that is known.
	 */
	connect(endpoint: Endpoint, signal: AbortSignal, local?: string): Promise<Connected>;
	/** Every look so far, in the order in which they were taken. */
	looked(): readonly Looked[];
	/** Ends the connection; may be called twice. */
	close(): Promise<void>;
};

/** Opens the server that the user agreed to have looked into; nothing is connected before `prepare`. */
export type OpenServer = (inside: Inside) => ServerAccess;

/** A place in words, for a sentence. */
export function placeOf(where: Where): string {
	return where.kind === 'ssh' ? where.host : 'this machine';
}

/** The shell command with which a user sees the same by hand, on the server. */
export function lookByHand(look: Look): string {
	const words =
		'run' in look
			? look.run
			: look.from === 'end'
				? ['tail', '-c', String(look.limit ?? usualLimit), look.read]
				: ['cat', look.read];
	const command = words.map(shown).join(' ');
	if (!('run' in look) || look.input === undefined) {
		return command;
	}

	const lines = look.input.split(/\r?\n/).filter(line => line !== '');
	// SMTP ends its lines with CRLF; other programs would take the CR for a part of the line
	const end = /[^\r]\n/.test(look.input) ? String.raw`\n` : String.raw`\r\n`;
	return `printf '%s${end}' ${lines.map(shown).join(' ')} | ${command}`;
}

const blank = /<[a-z ]+>/g;

/** A word as a shell takes it; what stands for something that is not known yet is there to be read. */
function shown(word: string): string {
	const plain = word.replaceAll(blank, 'x');
	return shellWord(plain) === plain ? word : shellWord(word);
}

/** Whether a word is the declared one; what stands for `<name>` cannot turn it into an option. */
function fits(declared: string, word: string): boolean {
	if (declared === word) {
		return true;
	}

	const parts = declared.split(blank);
	if (parts.length < 2 || (word.startsWith('-') && !declared.startsWith('-'))) {
		return false;
	}

	const pattern = parts.map(part => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
	return new RegExp(`^${pattern.join('[^\\0\\n]+')}$`).test(word);
}

/** Whether a look is one of those that the user was told of. */
export function isDeclared(look: Look, declared: readonly Look[]): boolean {
	return declared.some(known => {
		if ('read' in known) {
			return 'read' in look && look.read.startsWith('/') && fits(known.read, look.read);
		}

		return (
			'run' in look &&
			known.run.length === look.run.length &&
			(known.input === undefined) === (look.input === undefined) &&
			known.run.every((word, index) =>
				index === 0 ? word === look.run[0] : fits(word, look.run[index] ?? ''),
			)
		);
	});
}
