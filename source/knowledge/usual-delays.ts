import type {ErrorClass} from '../core/vocabulary.ts';

/**
 * For so many minutes one waits after a temporary refusal where the server names no time, by class; for
 * any other class as long as sending servers usually do before their first further attempt. Zero: time
 * changes nothing about it, so waiting is not offered.
 */
export const usualDelays: Readonly<Partial<Record<ErrorClass, number>>> = {
	// Postgrey and Postfix’s own example defer for 5 minutes; most others for less
	greylisted: 5,
	// Postfix counts within anvil_rate_time_unit (60 s); quotas are counted by the hour
	'rate-limited': 15,
	'too-many-connections': 2,
	'server-local-error': 5,
	// Defer_unauth_destination answers 4xx to what is a matter of settings
	'relay-denied': 0,
	'auth-required': 0,
	'tls-required': 0,
};

/** Postfix’s minimal_backoff_time and queue_run_delay: 300 s. */
export const usualDelay = 5;

/** The same for a single cause that is likely or better, where it differs from its class. */
export const delaysByCause: Readonly<Record<string, number>> = {
	// Whoever passed the tests of postscreen is let through at the next connection
	'postscreen-deep-test': 1,
};
