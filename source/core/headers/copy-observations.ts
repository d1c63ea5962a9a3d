import type {Facts} from '../observation.ts';
import {domainOf} from '../subject.ts';
import type {AuthenticationResult} from './authentication-results.ts';
import type {HeaderReport} from './read-headers.ts';

/** The domain that a result is about, by its properties: the one in From, the signer, the envelope’s sender. */
function domainIn(about: readonly string[]): string {
	for (const name of ['header.from', 'header.d', 'header.i', 'smtp.mailfrom', 'smtp.helo']) {
		const value = about.find(property => property.toLowerCase().startsWith(`${name}=`));
		const text = value?.slice(name.length + 1).replaceAll('"', '') ?? '';
		if (text !== '') {
			return (text.includes('@') ? domainOf(text) : text).toLowerCase();
		}
	}

	return 'a domain that is not named';
}

/** What the receiver, and others, found, as facts. */
export function resultFacts({
	results,
	earlier,
}: Pick<HeaderReport, 'results' | 'earlier'>): ReadonlyArray<Facts['copy.result']> {
	const facts = (trusted: boolean) => (one: AuthenticationResult) => ({
		server: one.server || 'the receiver',
		method: one.method,
		result: one.result,
		domain: domainIn(one.about),
		trusted,
	});
	return [...results.map(facts(true)), ...earlier.map(facts(false))];
}
