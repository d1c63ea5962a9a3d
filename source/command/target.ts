import ipaddr from 'ipaddr.js';
import {domainToASCII} from 'node:url';
import type {Target} from '../core/options.ts';
import {UsageError} from '../core/usage-error.ts';

const label = /^(?!-)[a-z\d_-]{1,63}(?<!-)$/i;

/**
 * A host or domain name as DNS and a shell can take it: internationalised names in their ASCII form
 * (RFC 5891), without a final dot. `undefined` where it is none.
 */
export function asHostName(text: string): string | undefined {
	const bare = text.endsWith('.') ? text.slice(0, -1) : text;
	// eslint-disable-next-line no-control-regex -- everything else is what has to be converted
	const name = /^[\u0000-\u007f]*$/.test(bare) ? bare : domainToASCII(bare);
	const labels = name.split('.');
	const looksLikeAddress = /^[\d.]+$/.test(name);
	return name.length > 0 &&
		name.length <= 253 &&
		!looksLikeAddress &&
		labels.every(l => label.test(l))
		? name
		: undefined;
}

/** A decimal port number, 1 to 65535. */
export function asPort(text: string): number | undefined {
	const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
	return port >= 1 && port <= 65_535 ? port : undefined;
}

/** An address without brackets, in the form that is usual; `undefined` where it is none. */
export function asAddress(text: string): string | undefined {
	const [bare = '', zone] = text.split('%');
	if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) {
		return undefined;
	}

	return zone === undefined ? ipaddr.parse(bare).toString() : text;
}

function hostTarget(text: string, wrong: () => UsageError): {target: Target; port?: number} {
	const bracketed = /^\[(?:IPv6:)?([^\]]*)\](?::(.*))?$/i.exec(text);
	const colons = text.split(':').length - 1;
	const [name = '', portText] = bracketed
		? [bracketed[1] ?? '', bracketed[2]]
		: colons === 1
			? text.split(':')
			: [text, undefined];
	const host = asAddress(name) ?? (bracketed ? undefined : asHostName(name));
	if (host === undefined) {
		throw wrong();
	}

	if (portText === undefined) {
		return {target: {kind: 'host', host}};
	}

	const port = asPort(portText);
	if (port === undefined) {
		throw new UsageError(`“${portText}” is no port: it must be a number from 1 to 65535`);
	}

	return {target: {kind: 'host', host, port}, port};
}

/** A mailbox `local@domain` that can go into an SMTP command without harm (RFC 5321 4.1.2). */
export function parseMailbox(text: string): {address: string; local: string; domain: string} {
	const at = text.lastIndexOf('@');
	const local = text.slice(0, at);
	const domainText = text.slice(at + 1);
	const bracketed = /^\[(?:IPv6:)?([^\]]+)\]$/i.exec(domainText);
	const address = bracketed ? asAddress(bracketed[1] ?? '') : undefined;
	const domain = address ? domainText : asHostName(domainText);
	const atom = /^[^\s"(),:;<>@[\\\]\p{C}]+$/u;
	const quoted = /^"(?:[^"\\\p{C}]|\\[^\p{C}])*"$/u;
	if (at < 1 || !domain || local.length > 64 || !(atom.test(local) || quoted.test(local))) {
		throw new UsageError(`“${text}” is no mail address: it must look like ada@example.com`);
	}

	// The domain stays as typed where it is ASCII; an internationalised one goes out as A-labels.
	return {address: `${local}@${domain}`, local, domain: address ?? domain};
}

export type ParsedTarget = {
	target: Target;
	port?: number;
	/** Where the target is a mailbox: that is who the mail is for. */
	recipient?: string;
};

/**
 * Reads a TARGET: a server with or without port, an address, a mailbox, or with `asDomain` a domain.
 * Throws a UsageError that says what it would have to look like.
 */
export function parseTarget(text: string, asDomain = false): ParsedTarget {
	const wrong = () =>
		new UsageError(
			`“${text}” is no target: give a server (mail.example.com, mail.example.com:587, 192.0.2.1, [2001:db8::1]:25) or a mailbox (ada@example.com)`,
		);
	const scheme = /^[a-z]+:\/\//i.exec(text)?.[0];
	if (scheme) {
		throw new UsageError(`“${text}” is no target: leave “${scheme}” away`);
	}

	if (asDomain) {
		const domain = asHostName(text);
		if (domain === undefined) {
			throw new UsageError(`“${text}” is no domain: with --mx give one like example.com`);
		}

		return {target: {kind: 'domain', domain}};
	}

	if (!text.includes('@')) {
		return hostTarget(text, wrong);
	}

	const {address, domain} = parseMailbox(text);
	const host = asAddress(domain);
	const target: Target = host ? {kind: 'host', host} : {kind: 'mailbox', address, domain};
	return {target, recipient: address};
}
