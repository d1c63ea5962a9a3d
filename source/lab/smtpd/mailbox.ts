/** A mailbox as smtpd takes it apart; the domain is in lower case, and empty where there is none. */
export type Mailbox = {text: string; localPart: string; domain: string};

/** The argument of MAIL or RCPT: the path and the parameters after it. */
export type PathArgument = {path: string; parameters: readonly string[]};

const quoted = /^"(?:\\.|[^"\\])*"$/su;
const forbidden = /[\s<>(),;:\\"\p{Cc}]/u;

/**
 * Splits what stands behind `FROM:` or `TO:`. Returns `undefined` where nothing stands there, and an
 * unfinished path as it is, which no mailbox fits. Like Postfix, it takes a path without `<` and `>`.
 */
export function splitPath(text: string): PathArgument | undefined {
	const trimmed = text.trim();
	const match = /^(<(?:"(?:\\.|[^"\\])*"|[^">])*>|[^\s<]\S*|<.*$)(?:\s+(.*))?$/su.exec(trimmed);
	return match?.[1] === undefined
		? undefined
		: {path: match[1], parameters: (match[2] ?? '').split(/\s+/).filter(Boolean)};
}

/** Reads a path; `null` is the null sender `<>`, `undefined` a path that is none. */
export function parsePath(path: string): Mailbox | null | undefined {
	const bare = path.startsWith('<') && path.endsWith('>') ? path.slice(1, -1).trim() : path;
	if (bare === '') {
		return path === '' ? undefined : null;
	}

	if (bare.startsWith('<') || bare.includes('>')) {
		return undefined;
	}

	// A source route (RFC 5321, appendix C) is skipped.
	const text = bare.replace(/^@[^:\s]+:/, '');
	const at = text.lastIndexOf('@');
	const localPart = at < 0 ? text : text.slice(0, at);
	const domain = at < 0 ? '' : text.slice(at + 1).toLowerCase();
	const goodLocal =
		quoted.test(localPart) || (localPart !== '' && !forbidden.test(localPart.replaceAll('@', '')));
	const goodDomain =
		at < 0 || /^\[[\d.a-z:]+\]$/i.test(domain) || (domain !== '' && !forbidden.test(domain));
	if (!goodLocal || !goodDomain) {
		return undefined;
	}

	// Inside the quotes, and without them, as Postfix keeps and shows it
	const bareLocal = quoted.test(localPart)
		? localPart.slice(1, -1).replaceAll(/\\(.)/gsu, '$1')
		: localPart;
	return {
		text: at < 0 ? bareLocal : `${bareLocal}@${text.slice(at + 1)}`,
		localPart: bareLocal,
		domain,
	};
}
