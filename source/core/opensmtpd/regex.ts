/** Classes of POSIX bracket expressions, in the C locale. */
const classes: Readonly<Record<string, string>> = {
	alpha: 'A-Za-z',
	digit: '0-9',
	alnum: 'A-Za-z0-9',
	upper: 'A-Z',
	lower: 'a-z',
	space: String.raw`\s`,
	blank: String.raw` \t`,
	punct: String.raw`!-\/:-@\[-\x60{-~`,
	xdigit: '0-9A-Fa-f',
};

const longest = 300;

/** What a bracket expression or an escape stands for does not matter here: one character. */
const oneCharacter = /\\.|\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/g;

/** What may be tried in how many ways; with more of them, some text might keep us for ever. */
const most = {repetitions: 2, choices: 8, quantifiers: 3} as const;

/** A repetition of what itself can match in several ways. */
const nested = /[*+?}|)][^(]*\)(?:[*+]|\{)/;

/** Whether a search can take long: our engine tries one way after the other, and that of POSIX all at once. */
function mayTakeLong(pattern: string): boolean {
	const shape = pattern.replaceAll(oneCharacter, 'x');
	const count = (marks: RegExp): number => shape.match(marks)?.length ?? 0;
	return (
		nested.test(shape) ||
		count(/[*+{]/g) > most.repetitions ||
		count(/[*+?{]/g) > most.quantifiers ||
		count(/\|/g) > most.choices
	);
}

/**
 * An extended regular expression of POSIX, as `regex` has it in smtpd.conf(5), as one of ours;
 * undefined where it means something else here, or might take too long.
 */
export function posixRegex(pattern: string): RegExp | undefined {
	const isLoose = pattern.startsWith('(?i)');
	const bare = isLoose ? pattern.slice(4) : pattern;
	const isOther = /\\[\w<>`']|\(\?|\[\[[.=]/.test(bare);
	if (bare.length > longest || isOther || mayTakeLong(bare)) {
		return undefined;
	}

	const source = bare.replaceAll(/\[:(\w+):\]/g, (whole, name: string) => classes[name] ?? whole);
	try {
		return new RegExp(source, isLoose ? 'i' : '');
	} catch {
		return undefined;
	}
}
