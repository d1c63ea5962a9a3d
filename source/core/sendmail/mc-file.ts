/** A line of sendmail.mc, from which sendmail.cf is built. */
export type McLine = {text: string; line: number};

/** The lines that m4 takes: what follows `dnl` is nothing. */
export function parseMc(text: string): readonly McLine[] {
	return text.split(/\r?\n/).flatMap((content, index) => {
		const kept = content.replace(/\bdnl\b.*$/, '').trim();
		return kept === '' || kept.startsWith('#') ? [] : [{text: kept, line: index + 1}];
	});
}

/** The last line with `FEATURE(name, …)`, or with that and one more argument. */
export function featureIn(mc: readonly McLine[], name: string, argument = ''): McLine | undefined {
	return mc.findLast(
		({text}) => argumentsOf(text, 'FEATURE')[0] === name && text.includes(argument),
	);
}

/** The last line with `define(name, …)`. */
export function defineIn(mc: readonly McLine[], name: string): McLine | undefined {
	return mc.findLast(({text}) => argumentsOf(text, 'define')[0] === name);
}

/** The line of the listener that an option of sendmail.cf comes from. */
export function listenerIn(mc: readonly McLine[], options: string): McLine | undefined {
	const squeezed = options.replaceAll(/\s+/g, '');
	return mc.find(
		({text}) => argumentsOf(text, 'DAEMON_OPTIONS').join(',').replaceAll(/\s+/g, '') === squeezed,
	);
}

function argumentsOf(text: string, macro: string): readonly string[] {
	const inside = text.startsWith(`${macro}(`) ? text.slice(macro.length + 1) : '';
	const quoted = [...inside.matchAll(/`([^']*)'/g)].map(([, words = '']) => words.trim());
	return quoted.length > 0 ? quoted : inside.replace(/\).*$/, '').split(',').filter(Boolean);
}
