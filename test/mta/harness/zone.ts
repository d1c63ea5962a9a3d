/** What the resolver of these tests answers. One line a record: `NAME TYPE DATA`. */
import {
	clientAddress,
	clientName,
	secondAddress,
	secondName,
	serverAddress,
	serverName,
} from './addresses.ts';

const standard = [
	`example.test MX 10 ${serverName}`,
	`${serverName} A ${serverAddress}`,
	`${clientName} A ${clientAddress}`,
	`app.test MX 10 ${clientName}`,
	// The server’s as well, though a server may not know that yet
	`new.test MX 10 ${serverName}`,
	`elsewhere.test MX 10 ${secondName}`,
	`${secondName} A ${secondAddress}`,
	`${reverse(serverAddress)} PTR ${serverName}`,
	`${reverse(secondAddress)} PTR ${secondName}`,
	`${reverse(clientAddress)} PTR ${clientName}`,
];

/** The name under which an IPv4 address is looked up in reverse. */
export function reverse(address: string): string {
	return `${reversed(address)}.in-addr.arpa`;
}

/** An IPv4 address back to front, as blocklists are asked. */
export function reversed(address: string): string {
	return address.split('.').toReversed().join('.');
}

/** The standard records with changes: `NAME TYPE DATA` replaces those of that name and type, `-NAME TYPE` removes them. */
export function zone(changes: readonly string[] = []): string[] {
	const keys = new Set(changes.map(change => keyOf(change.replace(/^-/, ''))));
	const kept = standard.filter(record => !keys.has(keyOf(record)));
	return [...kept, ...changes.filter(change => !change.startsWith('-'))];
}

function keyOf(record: string): string {
	return record.split(' ', 2).join(' ');
}
