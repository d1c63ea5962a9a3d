import {
	usualLimit,
	usualPatience,
	type Command,
	type Inside,
	type Look,
	type Looked,
	type Seen,
	type ServerAccess,
} from '../../core/server-access.ts';
import type {Ended} from '../run-program.ts';
import type {Hands, Limits} from './hands.ts';
import {readCommand} from './read-command.ts';

const needsRoot = 'it needs root';

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.trim() ?? '';

/** The part of a text that the limit (bytes) allows, and whether that is not all of it. */
function within(
	text: string,
	limit: number,
	from: 'start' | 'end',
): {output: string; isLong: boolean} {
	const bytes = Buffer.from(text);
	const part = from === 'end' ? bytes.subarray(-limit) : bytes.subarray(0, limit);
	return bytes.length > limit
		? {output: part.toString(), isLong: true}
		: {output: text, isLong: false};
}

function seenOf(
	{how, exit, stdout, stderr, cut}: Ended,
	limit: number,
	from: 'start' | 'end' = 'start',
): Seen {
	switch (how) {
		case 'exit': {
			const {output, isLong} = within(stdout, limit, from);
			return {status: 'seen', output, complaint: stderr, exit, cut: cut || isLong};
		}

		case 'absent': {
			return {status: 'absent', why: 'it is not there'};
		}

		case 'forbidden': {
			return {status: 'forbidden', why: 'this user may not'};
		}

		case 'late': {
			return {status: 'failed', why: 'it took too long'};
		}

		case 'broken': {
			return {status: 'failed', why: lastLine(stderr) || 'it was ended'};
		}
	}
}

/** What `sudo` itself said, where it did not run the command. */
function refusedBySudo({how, exit, stderr}: Ended): Seen | undefined {
	if (how === 'absent') {
		return {status: 'forbidden', why: `${needsRoot}, and there is no sudo`};
	}

	if (exit !== 1 || !/^sudo: /m.test(stderr)) {
		return undefined;
	}

	return /: command not found$/m.test(stderr)
		? {status: 'absent', why: 'it is not there'}
		: {status: 'forbidden', why: `${needsRoot}, and sudo does not allow it without a password`};
}

/** What `head` and `tail` say of a file that they cannot give. */
function fileSeenOf(ended: Ended, limit: number, from: 'start' | 'end'): Seen {
	if (ended.how === 'exit' && ended.exit !== 0 && !ended.cut) {
		return /No such file|Not a directory/i.test(ended.stderr)
			? {status: 'absent', why: 'it is not there'}
			: /Permission denied/i.test(ended.stderr)
				? {status: 'forbidden', why: 'this user may not'}
				: {status: 'failed', why: lastLine(ended.stderr)};
	}

	return seenOf(ended, limit, from);
}

/** Access to a server by these hands, for what the user agreed to. */
export function createAccess({sudo, ...where}: Inside, hands: Hands): ServerAccess {
	const taken: Looked[] = [];

	const asRoot = async (command: Command, limits: Limits): Promise<Ended | Seen> => {
		if (!sudo) {
			return {status: 'forbidden', why: needsRoot};
		}

		const ended = await hands.run(['sudo', '-n', '--', ...command], limits);
		return refusedBySudo(ended) ?? ended;
	};

	const run = async (command: Command, needs: Look['needs'], limits: Limits): Promise<Seen> => {
		const ended =
			needs === 'anybody' || hands.isRoot()
				? await hands.run(command, limits)
				: await asRoot(command, limits);
		return 'status' in ended ? ended : seenOf(ended, limits.limit);
	};

	const read = async (
		{read: file, from = 'start', needs}: Extract<Look, {read: string}>,
		limits: Limits,
	): Promise<Seen> => {
		const seen = fileSeenOf(await hands.read(file, from, limits), limits.limit, from);
		if (seen.status !== 'forbidden' || needs !== 'root' || hands.isRoot()) {
			return seen;
		}

		const ended = await asRoot(readCommand(file, from, limits.limit), limits);
		return 'status' in ended ? ended : fileSeenOf(ended, limits.limit, from);
	};

	return {
		where,
		prepare: hands.prepare,
		async look(look, signal) {
			const {limit = usualLimit, patience = usualPatience, needs} = look;
			const limits = {limit, patience, signal};
			const seen =
				'run' in look
					? await run(look.run, needs, {...limits, ...(look.input && {input: look.input})})
					: await read(look, limits);
			taken.push({look, status: seen.status});
			return seen;
		},
		connect: hands.connect,
		looked: () => taken,
		close: hands.close,
	};
}
