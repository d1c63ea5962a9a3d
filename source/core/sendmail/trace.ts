/** A rule that applied, in a test of rules with `-d21.15`. */
export type Applied = {
	ruleset: string;
	/** Its line in sendmail.cf; null where the version does not say. */
	line: number | null;
	/** Its left side, with blanks between all words. */
	left: string;
	result: string;
	/** How many look-ups were made before. */
	lookUps: number;
};

/** A look-up in a map; without a value nothing was found. */
export type LookUp = {
	map: string;
	key: string;
	value: string | undefined;
	/** The map could not be asked. */
	failed?: boolean;
};

/** What came of one ruleset, and how. */
export type Answer = {
	/** The ruleset is there. */
	known: boolean;
	returns: string;
	/** In the order in which they were done. */
	applied: readonly Applied[];
	lookUps: readonly LookUp[];
	/** Everything that was said. */
	lines: readonly string[];
};

/**
 * Splits what `sendmail -bt` prints by its prompts, one part a command. Commands that only set something
 * have an empty one.
 */
export function answersIn(output: string): ReadonlyArray<readonly string[]> {
	const answers: string[][] = [];
	for (const line of output.split('\n')) {
		let rest = line;
		while (rest.startsWith('> ') || rest === '>') {
			answers.push([]);
			rest = rest.slice(2);
		}

		if (rest !== '') {
			answers.at(-1)?.push(rest);
		}
	}

	return answers;
}

/** EX_TEMPFAIL of sysexits.h. */
const tempFail = '75';

type Frame = {ruleset: string; tried: {line: number | null; left: string}; open: boolean};

/** Reads how a ruleset came to its answer. */
export function readAnswer(lines: readonly string[]): Answer {
	const stack: Frame[] = [];
	const applied: Applied[] = [];
	const lookUps: LookUp[] = [];
	let returns = '';
	for (const line of lines) {
		const frame = stack.at(-1);
		const [, called] = /^(\S+) +input:/.exec(line) ?? [];
		const [, ended, result = ''] = /^(\S+) +returns: ?(.*)$/.exec(line) ?? [];
		const [, number, left] = /^-----trying rule(?: \(line (\d+)\))?: ?(.*)$/.exec(line) ?? [];
		const [, rewritten] = /^rewritten as: ?(.*)$/.exec(line) ?? [];
		const [, map = '', key = '', value, status] =
			/^map_lookup\(([^,\s]+), (.*)\) => (.*) \((\d+)\), ad=\d+$/.exec(line) ?? [];
		if (called !== undefined) {
			stack.push({ruleset: called, tried: {line: null, left: ''}, open: false});
		} else if (ended !== undefined) {
			returns = result;
			stack.pop();
		} else if (frame && left !== undefined) {
			frame.tried = {line: number === undefined ? null : Number(number), left};
			frame.open = false;
		} else if (frame && line.startsWith('-----rule matches')) {
			frame.open = true;
		} else if (frame?.open && rewritten !== undefined) {
			const {ruleset: within, tried} = frame;
			applied.push({ruleset: within, ...tried, result: rewritten, lookUps: lookUps.length});
			frame.open = false;
		} else if (value !== undefined) {
			const found = value === 'NOT FOUND' ? undefined : value;
			lookUps.push({map, key, value: found, ...(status === tempFail ? {failed: true} : {})});
		}
	}

	const known = !lines.some(line => line.startsWith('Undefined ruleset'));
	return {known, returns, applied, lookUps, lines};
}

/** The rule from which the answer of a ruleset comes: the first with this result. */
export function decisive({applied, returns}: Answer): Applied | undefined {
	return applied.find(({result}) => result === returns);
}
