/**
 * What a text must contain for a pattern to match it: at least one of these. `undefined` where
 * nothing can be said.
 */
export type Required = readonly string[] | undefined;

/** More alternatives than this cost more than they save. */
const mostAlternatives = 400;

type Reader = {readonly source: string; at: number};

const once = {least: 1, isThere: false} as const;

/** The least number of times that the atom before is repeated, once the quantifier is read. */
function readQuantifier(reader: Reader): {least: number; isThere: boolean} {
	// Few atoms have one, and this runs once for each character of all patterns
	if (!'*+?{'.includes(reader.source[reader.at] ?? ' ')) {
		return once;
	}

	const found = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(reader.source.slice(reader.at));
	if (!found) {
		return once;
	}

	reader.at += found[0].length;
	const [mark] = found[0];
	return {least: mark === '+' ? 1 : Number(found[1] ?? 0), isThere: true};
}

function skipClass(reader: Reader): void {
	reader.at++;
	while (reader.at < reader.source.length && reader.source[reader.at] !== ']') {
		reader.at += reader.source[reader.at] === '\\' ? 2 : 1;
	}

	reader.at++;
}

/** The rarer of two requirements: long alternatives tell more than short ones, few more than many. */
function better(a: Required, b: Required): Required {
	const worth = (required: Required) =>
		required === undefined
			? -1
			: Math.min(...required.map(({length}) => length), 6) * 1000 - required.length;
	return worth(a) >= worth(b) ? a : b;
}

function readGroup(reader: Reader): Required {
	reader.at++;
	let isPlain = true;
	if (reader.source[reader.at] === '?') {
		isPlain = reader.source[reader.at + 1] === ':';
		reader.at += reader.source[reader.at + 1] === '<' ? 3 : 2;
	}

	const inner = readAlternatives(reader);
	reader.at++;
	return isPlain ? inner : undefined;
}

function readSequence(reader: Reader): Required {
	let best: Required;
	let run = '';
	const endRun = () => {
		best = run.length > 1 ? better(best, [run]) : best;
		run = '';
	};

	while (reader.at < reader.source.length && !'|)'.includes(reader.source.charAt(reader.at))) {
		const character = reader.source.charAt(reader.at);
		if (character === '(') {
			endRun();
			const inner = readGroup(reader);
			if (readQuantifier(reader).least > 0) {
				best = better(best, inner);
			}
		} else if (character === '[') {
			endRun();
			skipClass(reader);
			readQuantifier(reader);
		} else {
			const escaped = character === '\\' ? reader.source.charAt(reader.at + 1) : '';
			reader.at += escaped === '' ? 1 : 2;
			const isLiteral = escaped === '' ? !'.^$'.includes(character) : /\W/.test(escaped);
			const {least, isThere} = readQuantifier(reader);
			if (isLiteral && least > 0) {
				run += escaped || character;
			}

			if (!isLiteral || isThere) {
				endRun();
			}
		}
	}

	endRun();
	return best;
}

function readAlternatives(reader: Reader): Required {
	const all: string[] = [];
	let isKnown = true;
	for (;;) {
		const one = readSequence(reader);
		isKnown &&= one !== undefined;
		all.push(...(one ?? []));
		if (reader.source[reader.at] !== '|') {
			return isKnown && all.length <= mostAlternatives ? [...new Set(all)] : undefined;
		}

		reader.at++;
	}
}

/** Reads from a pattern (without flags) which texts it cannot match, so that it need not be tried. */
export function requiredText(pattern: RegExp): Required {
	return pattern.flags === '' ? readAlternatives({source: pattern.source, at: 0}) : undefined;
}
