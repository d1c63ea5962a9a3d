import {hostname, userInfo} from 'node:os';

/** The name of this host, and that of the user; empty where there is none. */
export function knownNames(): {host: string; user: string} {
	return {host: hostname(), user: userName()};
}

function userName(): string {
	try {
		return userInfo().username;
	} catch {
		return ''; // There is no entry for this user: a container with a bare user id
	}
}
