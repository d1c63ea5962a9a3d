import type {ReplyRule} from '../core/knowledge.ts';
import {strengths} from '../core/knowledge.ts';
import type {ReplyClass} from '../core/vocabulary.ts';
import {clientTextRules} from './rules/client-text-rules.ts';
import {connectionRules} from './rules/connection-rules.ts';
import {contentRules} from './rules/content-rules.ts';
import {heloRules} from './rules/helo-rules.ts';
import {limitRules} from './rules/limit-rules.ts';
import {loginRules} from './rules/login-rules.ts';
import {loginWantedRules} from './rules/login-wanted-rules.ts';
import {mailboxRules} from './rules/mailbox-rules.ts';
import {neteaseRules} from './rules/netease-rules.ts';
import {operatingSystemRules} from './rules/operating-system-rules.ts';
import {policyRules} from './rules/policy-rules.ts';
import {protocolRules} from './rules/protocol-rules.ts';
import {recipientRules} from './rules/recipient-rules.ts';
import {relayRules} from './rules/relay-rules.ts';
import {reputationRules} from './rules/reputation-rules.ts';
import {senderAuthenticationRules} from './rules/sender-authentication-rules.ts';
import {senderIdentityRules} from './rules/sender-identity-rules.ts';
import {senderRules} from './rules/sender-rules.ts';
import {serverErrorRules} from './rules/server-error-rules.ts';
import {sizeRules} from './rules/size-rules.ts';
import {tlsRules} from './rules/tls-rules.ts';

/**
 * Where two rules of one strength fit, the class that stands earlier here is the more specific
 * reason: a missing PTR record explains a block, a block explains no missing PTR record.
 */
const precedence: readonly ReplyClass[] = [
	'dns-failure',
	'unreachable',
	'refused',
	'null-mx',
	'loop',
	'utf8',
	'greylisted',
	'sender-auth-failed',
	'helo-rejected',
	'tls-required',
	'reverse-dns',
	'relay-denied',
	'recipient-restricted',
	'too-many-connections',
	'mailbox-full',
	'message-too-large',
	'rate-limited',
	'auth-mechanism',
	'auth-failed',
	'auth-required',
	'tls-certificate',
	'tls-handshake',
	'starttls-unavailable',
	'reset-or-dropped',
	'blocklisted',
	'mailbox-disabled',
	'sender-rejected',
	'content-rejected',
	'policy-or-spam',
	'recipient-unknown',
	'not-accepting-mail',
	'timeout',
	'syntax-or-protocol',
	'server-local-error',
	'banner-rejected',
];

function place({strength, class: named}: ReplyRule): number {
	const within = precedence.indexOf(named);
	return strengths.indexOf(strength) * 100 + (within === -1 ? precedence.length : within);
}

/** All rules, in the order in which they are asked: by strength, then by {@link precedence}. */
export const rules: readonly ReplyRule[] = [
	...operatingSystemRules,
	...neteaseRules,
	...clientTextRules,
	...connectionRules,
	...heloRules,
	...tlsRules,
	...loginRules,
	...loginWantedRules,
	...relayRules,
	...senderIdentityRules,
	...senderRules,
	...senderAuthenticationRules,
	...reputationRules,
	...recipientRules,
	...mailboxRules,
	...limitRules,
	...sizeRules,
	...contentRules,
	...policyRules,
	...serverErrorRules,
	...protocolRules,
].toSorted((a, b) => place(a) - place(b));
