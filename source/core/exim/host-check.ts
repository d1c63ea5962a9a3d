/** One condition of an ACL statement, as `exim -bh` shows it at work. */
export type AclCheck = {
	/** `hosts`, `domains`, `authenticated`, `verify` … */
	what: string;
	value: string;
	/** What the named lists in it come to. */
	lists: readonly string[];
};

/** A statement of an ACL that was gone through. */
export type AclStatement = {
	acl: string;
	/** `accept`, `deny`, `require` … */
	verb: string;
	/** Empty, and null, before Exim 4.94, which does not say. */
	file: string;
	line: number | null;
	checks: AclCheck[];
	held: boolean | undefined;
};

export type HostCheck = {
	/** The replies, in order: greeting, EHLO, MAIL, RCPT … */
	replies: ReadonlyArray<{code: number; text: string}>;
	/** The statements of each ACL that was asked, in order. */
	acls: ReadonlyArray<{name: string; statements: readonly AclStatement[]; end: string}>;
};

function repliesIn(output: string): HostCheck['replies'] {
	const replies: Array<{code: number; text: string}> = [];
	let lines: string[] = [];
	for (const line of output.split(/\r?\n/)) {
		const [, code = '', more, text = ''] = /^(\d{3})([ -])(.*)$/.exec(line) ?? [];
		if (code !== '') {
			lines.push(text);
			if (more === ' ') {
				replies.push({code: Number(code), text: lines.join(' ')});
				lines = [];
			}
		}
	}

	return replies;
}

type Open = {name: string; statements: AclStatement[]; end: string};

function followed(open: Open[], done: Open[], text: string): void {
	const using = /^using ACL "(.*)"$/.exec(text)?.[1];
	if (using !== undefined) {
		open.push({name: using, statements: [], end: ''});
		return;
	}

	const acl = open.at(-1);
	const statement = acl?.statements.at(-1);
	const [, verb, file = '', line] = /^processing "(\w+)"(?: \((\S+) (\d+)\))?/.exec(text) ?? [];
	const [, what, value = ''] = /^check (!?\w+) = (.*)$/.exec(text) ?? [];
	const list = /^.+ in "(.*)"\? (?:yes|no) \(/.exec(text)?.[1];
	const held = /^\w+: condition test (succeeded|failed)/.exec(text)?.[1];
	const end = /^end of ACL ".*": (.*)$/.exec(text)?.[1];
	if (acl && verb !== undefined) {
		const place = {file, line: line === undefined ? null : Number(line)};
		acl.statements.push({acl: acl.name, verb, ...place, checks: [], held: undefined});
	} else if (statement && what !== undefined) {
		statement.checks.push({what, value, lists: []});
	} else if (statement && list !== undefined) {
		const check = statement.checks.at(-1);
		if (check && list !== check.value && list !== '') {
			check.lists = [...check.lists, list];
		}
	} else if (statement && held !== undefined) {
		statement.held = held === 'succeeded';
	} else if (acl && end !== undefined) {
		acl.end = end;
		open.pop();
		if (open.length === 0) {
			done.push(acl);
		}
	}
}

/** Reads what `exim -bh` prints: the replies, and on standard error how each ACL came to its answer. */
export function readHostCheck(output: string, trace: string): HostCheck {
	const open: Open[] = [];
	const done: Open[] = [];
	for (const line of trace.split('\n')) {
		const text = /^>>> *(.*)$/.exec(line)?.[1];
		if (text !== undefined) {
			followed(open, done, text);
		}
	}

	return {replies: repliesIn(output), acls: done};
}

/** The statement that decided in the ACL that was asked last; none where its end did. */
export function decisive({acls}: HostCheck): AclStatement | undefined {
	const last = acls.at(-1);
	const statement = last?.statements.at(-1);
	const refuses = statement?.verb === 'require' ? statement.held === false : statement?.held;
	return refuses ? statement : undefined;
}

/** What `exim -bt` says of one address. */
export type Route = {
	outcome: 'routed' | 'undeliverable' | 'unknown';
	/** Router and transport, or the reason. */
	text: string;
};

export function readRoute(output: string): Route {
	const reason = /is undeliverable:?\s*(.*)/.exec(output)?.[1];
	if (reason !== undefined) {
		return {outcome: 'undeliverable', text: reason};
	}

	const [, router, transport] = /router = (\S+), transport = (\S+)/.exec(output) ?? [];
	return router === undefined
		? {outcome: 'unknown', text: output.trim().split('\n').at(-1)?.trim() ?? ''}
		: {outcome: 'routed', text: `router ${router}, transport ${transport}`};
}
