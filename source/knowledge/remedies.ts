import type {Remedy} from '../core/knowledge.ts';
import {certificateRemedies} from './remedies/certificate-remedies.ts';
import {clientRemedies} from './remedies/client-remedies.ts';
import {deliveryRemedies} from './remedies/delivery-remedies.ts';
import {dnsRemedies} from './remedies/dns-remedies.ts';
import {eximRelayRemedies} from './remedies/exim-relay-remedies.ts';
import {eximServiceRemedies} from './remedies/exim-service-remedies.ts';
import {firewallRemedies} from './remedies/firewall-remedies.ts';
import {handshakeRemedies} from './remedies/handshake-remedies.ts';
import {identityRemedies} from './remedies/identity-remedies.ts';
import {letInRemedies} from './remedies/let-in-remedies.ts';
import {limitRemedies} from './remedies/limit-remedies.ts';
import {loopRemedies} from './remedies/loop-remedies.ts';
import {loginClientRemedies} from './remedies/login-client-remedies.ts';
import {loginServerRemedies} from './remedies/login-server-remedies.ts';
import {messageRemedies} from './remedies/message-remedies.ts';
import {middleboxRemedies} from './remedies/middlebox-remedies.ts';
import {opensmtpdRelayRemedies} from './remedies/opensmtpd-relay-remedies.ts';
import {opensmtpdReplayRemedies} from './remedies/opensmtpd-replay-remedies.ts';
import {opensmtpdServiceRemedies} from './remedies/opensmtpd-service-remedies.ts';
import {postfixReplayRemedies} from './remedies/postfix-replay-remedies.ts';
import {postfixRelayRemedies} from './remedies/postfix-relay-remedies.ts';
import {postfixServiceRemedies} from './remedies/postfix-service-remedies.ts';
import {reachRemedies} from './remedies/reach-remedies.ts';
import {recipientRemedies} from './remedies/recipient-remedies.ts';
import {senderRemedies} from './remedies/sender-remedies.ts';
import {sendmailRelayRemedies} from './remedies/sendmail-relay-remedies.ts';
import {sendmailReplayRemedies} from './remedies/sendmail-replay-remedies.ts';
import {sendmailServiceRemedies} from './remedies/sendmail-service-remedies.ts';
import {serverErrorRemedies} from './remedies/server-error-remedies.ts';
import {silentRemedies} from './remedies/silent-remedies.ts';
import {tlsRemedies} from './remedies/tls-remedies.ts';

/** What puts each cause right, by server software, in the order of the flow. */
export const remedies: readonly Remedy[] = [
	...postfixServiceRemedies,
	...eximServiceRemedies,
	...opensmtpdServiceRemedies,
	...sendmailServiceRemedies,
	...reachRemedies,
	...letInRemedies,
	...firewallRemedies,
	...dnsRemedies,
	...silentRemedies,
	...limitRemedies,
	...middleboxRemedies,
	...clientRemedies,
	...tlsRemedies,
	...handshakeRemedies,
	...certificateRemedies,
	...loginClientRemedies,
	...loginServerRemedies,
	...postfixReplayRemedies,
	...postfixRelayRemedies,
	...eximRelayRemedies,
	...opensmtpdRelayRemedies,
	...opensmtpdReplayRemedies,
	...sendmailReplayRemedies,
	...sendmailRelayRemedies,
	...senderRemedies,
	...identityRemedies,
	...recipientRemedies,
	...messageRemedies,
	...serverErrorRemedies,
	...loopRemedies,
	...deliveryRemedies,
];
