/** One result of an `Authentication-Results:` field (RFC 8601). */
export type AuthenticationResult = {
	/** The server that vouches for it (authserv-id). */
	server: string;
	/** `spf`, `dkim`, `dmarc`, `arc` … */
	method: string;
	/** `pass`, `fail`, `softfail`, `none` … */
	result: string;
	/** What was looked at: `header.d=example.com`, `smtp.mailfrom=…`. */
	about: readonly string[];
	/** What the server says about it. */
	comment: string;
};

const limits = {text: 8000, results: 30} as const;

/** Takes comments out of a text, and gives them beside it; quoted strings are left alone. */
function withoutComments(text: string): {text: string; comments: readonly string[]} {
	let depth = 0;
	let isQuoted = false;
	let plain = '';
	let comment = '';
	const comments: string[] = [];
	for (const character of text) {
		if (character === '"' && depth === 0) {
			isQuoted = !isQuoted;
		}

		if (!isQuoted && character === '(') {
			depth++;
			comment += depth > 1 ? character : '';
		} else if (!isQuoted && character === ')' && depth > 0) {
			depth--;
			if (depth === 0) {
				comments.push(comment.trim());
				comment = '';
			} else {
				comment += character;
			}
		} else if (depth > 0) {
			comment += character;
		} else {
			plain += character;
		}
	}

	return {text: plain, comments};
}

/** Parts between semicolons that are neither in quotes nor in comments. */
function partsOf(value: string): readonly string[] {
	const parts = [''];
	let depth = 0;
	let isQuoted = false;
	for (const character of value) {
		isQuoted = character === '"' && depth === 0 ? !isQuoted : isQuoted;
		depth += isQuoted ? 0 : character === '(' ? 1 : character === ')' && depth > 0 ? -1 : 0;
		if (character === ';' && !isQuoted && depth === 0) {
			parts.push('');
		} else {
			parts.push(`${parts.pop() ?? ''}${character}`);
		}
	}

	return parts;
}

/** Reads the value of an `Authentication-Results:` field. Total. */
export function readAuthenticationResults(value: string): readonly AuthenticationResult[] {
	const [first = '', ...rest] = partsOf(value.slice(0, limits.text));
	const [server = ''] = withoutComments(first).text.trim().split(/\s+/, 1);
	// Microsoft leaves the server’s name out at times, and begins with a result
	const results = server.includes('=') ? [first, ...rest] : rest;
	return results.slice(0, limits.results).flatMap(part => {
		const {text, comments} = withoutComments(part);
		const [, method, result, properties = ''] =
			/^\s*([a-z][a-z\d-]*)(?:\/\d+)?\s*=\s*([a-z]+)\b(.*)$/is.exec(text) ?? [];
		return method === undefined || result === undefined
			? []
			: [
					{
						server: server.includes('=') ? '' : server,
						method: method.toLowerCase(),
						result: result.toLowerCase(),
						about: [...properties.matchAll(/\b([a-z]+\.[a-z-]+=(?:"[^"]*"|\S+))/gi)].map(
							([, property = '']) => property,
						),
						comment: comments.join('; '),
					},
				];
	});
}
