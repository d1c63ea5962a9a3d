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

/** A repetition of what holds a repetition, or of alternatives: with some texts it would never end. */
const heavy = /[*+}|)][^(]*\)(?:[*+]|\{)/;

const longest = 300;

/**
 * An extended regular expression of POSIX, as `regex` has it in smtpd.conf(5), as one of ours;
 * undefined where it means something else here, or might take too long.
 */
export function posixRegex(pattern: string): RegExp | undefined {
	const isLoose = pattern.startsWith('(?i)');
	const bare = isLoose ? pattern.slice(4) : pattern;
	if (bare.length > longest || heavy.test(bare) || /\\[\w<>`']|\(\?|\[\[[.=]/.test(bare)) {
		return undefined;
	}

	const source = bare.replaceAll(/\[:(\w+):\]/g, (whole, name: string) => classes[name] ?? whole);
	try {
		return new RegExp(source, isLoose ? 'i' : '');
	} catch {
		return undefined;
	}
}
