import {words} from './network-list.ts';

const label = /^(?!-)[a-z\d_-]{1,63}(?<!-)$/;

/** Whether a name has the form of a domain (RFC 1035 labels; Unicode letters for RFC 6531). */
export function isDomain(name: string): boolean {
	const ascii = name.toLowerCase().replaceAll(/[^\p{ASCII}]/gu, 'x');
	return name.length <= 253 && ascii.split('.').every(part => label.test(part));
}

const reference =
	/\$(?:\{(?:myhostname|mydomain)\}|\((?:myhostname|mydomain)\)|(?:myhostname|mydomain)\b)/g;

/** Fills in `$myhostname` and `$mydomain` (also `${…}` and `$(…)`), in lower case. */
export function expandDomains(
	value: string,
	names: {myhostname: string; mydomain: string},
): readonly string[] {
	return words(value).map(word =>
		word
			.replaceAll(reference, found =>
				found.includes('mydomain') ? names.mydomain : names.myhostname,
			)
			.toLowerCase(),
	);
}

/** What is wrong with a value of `mydestination` or `relay_domains`, or nothing. */
export function checkDomains(value: string): string | undefined {
	const names = expandDomains(value, {myhostname: 'host.example', mydomain: 'example'});
	const wrong = names.find(name => !isDomain(name.replace(/^\./, '')));
	return wrong === undefined
		? undefined
		: `"${wrong}" is not a domain. Domains stand side by side, with commas or spaces between.`;
}
