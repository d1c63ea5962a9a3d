import {lookup} from 'node:dns';
import {isIP} from 'node:net';
import {errorCode} from './error-code.ts';

export type Found = {addresses: readonly string[]; code: string | null};

/**
 * getaddrinfo in this process, in the order in which it gives addresses. Nothing can stop it: until
 * the system's resolver has given up, which may take half a minute, the process cannot end.
 */
export async function getaddrinfo(name: string): Promise<Found> {
	if (name === '') {
		return {addresses: [], code: 'ENOTFOUND'};
	}

	return new Promise(resolve => {
		try {
			lookup(name, {all: true, order: 'verbatim'}, (error, found) => {
				resolve(
					error
						? {addresses: [], code: errorCode(error, 'EAI_FAIL')}
						: {addresses: [...new Set(found.map(({address}) => address))], code: null},
				);
			});
		} catch (error) {
			resolve({addresses: [], code: errorCode(error, 'EAI_FAIL')});
		}
	});
}

/**
 * The same in a process of its own that can be ended, by getent(1). Undefined where there is none.
 * getent does not say why it found nothing. Rejects for an abort alone.
 */
export async function getaddrinfoAside(
	name: string,
	timeout: number,
	signal: AbortSignal,
): Promise<Found | undefined> {
	signal.throwIfAborted();
	const {execFile} = await import('node:child_process');
	return new Promise((resolve, reject) => {
		const options = {timeout, signal, killSignal: 'SIGKILL', encoding: 'utf8'} as const;
		execFile('getent', ['ahosts', name], options, (error, output) => {
			if (signal.aborted) {
				reject(signal.reason);
				return;
			}

			const given = output.split('\n').map(line => line.split(/\s/)[0] ?? '');
			const addresses = [...new Set(given.filter(address => isIP(address) !== 0))];
			const missing = errorCode(error, '') === 'ENOENT';
			resolve(missing ? undefined : {addresses, code: addresses.length > 0 ? null : 'EAI_AGAIN'});
		});
	});
}
