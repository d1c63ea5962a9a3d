/** An address without the extension behind its delimiter, `ada+news@…`; undefined where it has none. */
function withoutExtension(local: string, delimiters: string): string | undefined {
	const at = [...local].findIndex((c, index) => index > 0 && delimiters.includes(c));
	const special = /^(?:owner-|.+-request$|mailer-daemon$)/i.test(local);
	return at > 0 && !(special && local[at] === '-') ? local.slice(0, at) : undefined;
}

export function splitAddress(address: string): {local: string; domain: string} {
	const at = address.lastIndexOf('@');
	return at === -1
		? {local: address, domain: ''}
		: {local: address.slice(0, at), domain: address.slice(at + 1)};
}

/**
 * A name and the domains above it. Where `parents` is on (parent_domain_matches_subdomains) these
 * stand as they are, otherwise with a leading dot.
 */
export function domainKeys(name: string, parents: boolean): string[] {
	const keys = [name];
	if (/^[\d.:]+$/.test(name)) {
		return keys;
	}

	for (let dot = name.indexOf('.', 1); dot !== -1; dot = name.indexOf('.', dot + 1)) {
		const key = name.slice(parents ? dot + 1 : dot);
		if (key !== '' && key !== '.') {
			keys.push(key);
		}
	}

	return keys;
}

/** An address and the networks that its leading parts name: `192.0.2.1`, `192.0.2`, `192.0`, `192`. */
export function addressKeys(address: string): string[] {
	const delimiter = address.includes(':') ? ':' : '.';
	const keys = [address];
	for (
		let at = address.lastIndexOf(delimiter);
		at > 0;
		at = address.lastIndexOf(delimiter, at - 1)
	) {
		keys.push(address.slice(0, at));
	}

	return keys;
}

/** The keys under which access(5) looks a mail address up. */
export function mailAccessKeys(address: string, parents: boolean, delimiters: string): string[] {
	const {local, domain} = splitAddress(address);
	const bare = withoutExtension(local, delimiters);
	return [
		address,
		...(bare === undefined ? [] : [`${bare}@${domain}`]),
		...domainKeys(domain, parents),
		`${local}@`,
		...(bare === undefined ? [] : [`${bare}@`]),
	];
}

/** The keys under which lists of recipients and aliases have an address (virtual(5), local(8)). */
export function recipientKeys(address: string, isLocal: boolean, delimiters: string): string[] {
	const {local, domain} = splitAddress(address);
	const bare = withoutExtension(local, delimiters);
	return [
		address,
		...(bare === undefined ? [] : [`${bare}@${domain}`]),
		...(isLocal ? [local, ...(bare === undefined ? [] : [bare])] : []),
		`@${domain}`,
	];
}
