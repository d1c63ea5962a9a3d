import {mailboxOf, type Mailbox} from './envelope.ts';

/** To what an alias leads. */
export type Target =
	| {kind: 'address'; mailbox: Mailbox}
	| {kind: 'user'; name: string}
	/** A file, a program, or a list in a file: it is taken, whatever becomes of it. */
	| {kind: 'delivery'; text: string}
	/** `error:550 text`. */
	| {kind: 'error'; reply: string};

function split(line: string): string[] {
	return (line.match(/(?:\\.|"[^"]*"|'[^']*'|[^,\\])+/g) ?? [])
		.map(part => part.replaceAll(/\\(.)/g, '$1').trim())
		.filter(Boolean);
}

function targetOf(text: string): Target | undefined {
	const error = /^:?error:([45]\d\d [A-Za-z0-9].*)$/i.exec(text)?.[1];
	if (error !== undefined) {
		return {kind: 'error', reply: error};
	}

	if (/^(?::?include:\/|"?\||\/)/i.test(text)) {
		return {kind: 'delivery', text};
	}

	if (/^[^@\s]+@[A-Za-z\d.-]+$/.test(text)) {
		return {kind: 'address', mailbox: mailboxOf(text)};
	}

	return /^[\w.+-]+$/.test(text) ? {kind: 'user', name: text} : undefined;
}

/** The targets in the value of an alias (aliases(5)); undefined where smtpd cannot read it. */
export function targetsOf(value: string): Target[] | undefined {
	const targets = split(value).map(targetOf);
	return targets.some(target => target === undefined)
		? undefined
		: targets.filter(target => target !== undefined);
}
