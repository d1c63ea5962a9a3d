import type {Connected} from '../core/ports.ts';

type Outcome = Extract<Connected, {ok: false}>['outcome'];

/**
 * What an error code of `connect` means for the user. A reset instead of an answer to SYN is a
 * refusal; whatever is neither that nor silence kept this machine from reaching the other.
 */
export function connectOutcome(code: string): Outcome {
	switch (code) {
		case 'ECONNREFUSED':
		case 'ECONNRESET': {
			return 'refused';
		}

		case 'ETIMEDOUT': {
			return 'silent';
		}

		default: {
			return 'unreachable';
		}
	}
}
