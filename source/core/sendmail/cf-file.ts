/** A line of sendmail.cf, with the lines that continue it. */
export type CfLine = {
	/** The character that it begins with: `O` an option, `K` a map, `F` and `C` classes, `M` a mailer, `S` a ruleset, `R` a rule … */
	kind: string;
	text: string;
	line: number;
};

/** A map, as `Kaccess hash -T<TMPF> /etc/mail/access` defines it. */
export type CfMap = {name: string; type: string; path: string; line: number};

/** Splits sendmail.cf; comments are left out, and a line that begins with white space goes on. */
export function parseCf(text: string): readonly CfLine[] {
	const lines: CfLine[] = [];
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		const before = lines.at(-1);
		if (/^[\t ]+\S/.test(line) && before) {
			before.text += `\t${line.trim()}`;
		} else if (/^[A-Za-z]/.test(line)) {
			lines.push({kind: line.charAt(0), text: line.slice(1).trim(), line: index + 1});
		}
	}

	return lines;
}

/** Each value of an option, in order: `O DaemonPortOptions` stands once for each listener. */
export function optionsIn(
	cf: readonly CfLine[],
	name: string,
): ReadonlyArray<{value: string; line: number}> {
	return cf.flatMap(({kind, text, line}) => {
		const [, found = '', value = ''] = /^([\w.]+)\s*=\s*(.*)$/.exec(text) ?? [];
		return kind === 'O' && found.toLowerCase() === name.toLowerCase()
			? [{value: value.trim(), line}]
			: [];
	});
}

/** The value that counts, the last one; nothing where the file does not set it. */
export function optionIn(
	cf: readonly CfLine[],
	name: string,
): {value: string; line: number} | undefined {
	return optionsIn(cf, name).at(-1);
}

/** A map by its name. The path is empty where it has none, as one of DNS. */
export function mapIn(cf: readonly CfLine[], name: string): CfMap | undefined {
	for (const {kind, text, line} of cf) {
		const [found = '', type = '', ...rest] = text.split(/\s+/);
		if (kind === 'K' && found.toLowerCase() === name.toLowerCase()) {
			return {name: found, type, path: rest.findLast(word => word.startsWith('/')) ?? '', line};
		}
	}

	return undefined;
}

/** The file that fills a class: `Fw/etc/mail/local-host-names`, `FR-o /etc/mail/relay-domains`. */
export function classFileIn(
	cf: readonly CfLine[],
	name: string,
): {path: string; line: number} | undefined {
	for (const {kind, text, line} of cf) {
		const path = /^(?:-o\s*)?(\/\S+)/.exec(text.slice(name.length).trim())?.[1];
		if (kind === 'F' && text.startsWith(name) && path !== undefined) {
			return {path, line};
		}
	}

	return undefined;
}

/** Where a mailer is defined. */
export function mailerIn(cf: readonly CfLine[], name: string): CfLine | undefined {
	return cf.find(({kind, text}) => kind === 'M' && text.split(/[\s,]/, 1)[0] === name);
}

/** The host that all other mail goes to (`DS`). */
export function smartHostIn(cf: readonly CfLine[]): {value: string; line: number} | undefined {
	const found = cf.findLast(({kind, text}) => kind === 'D' && /^S\S/.test(text));
	return found && {value: found.text.slice(1), line: found.line};
}

/** A rule of sendmail.cf: as it is written, without its comment; and the ruleset that it stands in. */
export type CfRule = {left: string; right: string; ruleset: string; line: number};

/** All rules, in order. */
export function rulesIn(cf: readonly CfLine[]): readonly CfRule[] {
	let ruleset = '';
	return cf.flatMap(({kind, text, line}) => {
		if (kind === 'S') {
			ruleset = text.split(/[\s=]/, 1)[0] ?? '';
		}

		const [left = '', right = ''] = text.split(/\t+/);
		return kind === 'R' ? [{left: left.trim(), right: right.trim(), ruleset, line}] : [];
	});
}

/** The rule that a line belongs to: Sendmail counts the last of those that it is written on. */
export function ruleAt(cf: readonly CfLine[], line: number): CfRule | undefined {
	const found = cf.findLast(candidate => candidate.line <= line);
	return found?.kind === 'R' ? rulesIn(cf).find(rule => rule.line === found.line) : undefined;
}

/** A rule in one line. */
export const ruleText = ({left, right}: Pick<CfRule, 'left' | 'right'>): string =>
	`R${left} ${right}`.replaceAll(/\s+/g, ' ');

/** Whether a ruleset is defined. */
export function hasRuleset(cf: readonly CfLine[], name: string): boolean {
	return cf.some(({kind, text}) => kind === 'S' && text.split(/[\s=]/, 1)[0] === name);
}
