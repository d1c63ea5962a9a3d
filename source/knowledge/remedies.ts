import type {Remedy} from '../core/knowledge.ts';
import {eximRelayRemedies} from './remedies/exim-relay-remedies.ts';
import {eximServiceRemedies} from './remedies/exim-service-remedies.ts';
import {networkRemedies} from './remedies/network-remedies.ts';
import {postfixRelayRemedies} from './remedies/postfix-relay-remedies.ts';
import {postfixServiceRemedies} from './remedies/postfix-service-remedies.ts';

/** What puts each cause right, by server software. */
export const remedies: readonly Remedy[] = [
	...networkRemedies,
	...postfixServiceRemedies,
	...postfixRelayRemedies,
	...eximServiceRemedies,
	...eximRelayRemedies,
];
