import {lookup as getAddresses} from 'node:dns';
import type {SystemAnswer} from '../core/ports.ts';
import {errorCode} from './error-code.ts';
import {now} from './now.ts';

/**
 * getaddrinfo, in the order in which it gives addresses. It cannot be stopped: after an abort (the
 * only rejection) its answer comes to nobody.
 */
export async function lookup(name: string, signal: AbortSignal): Promise<SystemAnswer> {
	signal.throwIfAborted();
	const began = now();
	return new Promise((resolve, reject) => {
		const aborted = () => {
			reject(signal.reason);
		};

		signal.addEventListener('abort', aborted, {once: true});
		const settle = (code: string | null, addresses: readonly string[]) => {
			signal.removeEventListener('abort', aborted);
			resolve({addresses, code, after: now() - began});
		};

		try {
			getAddresses(name, {all: true, order: 'verbatim'}, (error, found) => {
				if (error) {
					settle(errorCode(error, 'EAI_FAIL'), []);
				} else {
					settle(null, [...new Set(found.map(({address}) => address))]);
				}
			});
		} catch (error) {
			settle(errorCode(error, 'EAI_FAIL'), []);
		}
	});
}
