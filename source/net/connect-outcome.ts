import type {Connected} from '../core/ports.ts';

type Outcome = Extract<Connected, {ok: false}>['outcome'];

/**
 * What an error code of `connect` means for the user: whatever is neither refusal nor silence kept
 * this machine from reaching the other.
 */
export function connectOutcome(code: string): Outcome {
	switch (code) {
		case 'ECONNREFUSED': {
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
