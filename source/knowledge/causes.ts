import type {Cause} from '../core/knowledge.ts';
import {certificateCauses} from './causes/certificate-causes.ts';
import {credentialCauses} from './causes/credential-causes.ts';
import {deliveryCauses} from './causes/delivery-causes.ts';
import {dnsCauses} from './causes/dns-causes.ts';
import {droppedCauses} from './causes/dropped-causes.ts';
import {heloCauses} from './causes/helo-causes.ts';
import {identityCauses} from './causes/identity-causes.ts';
import {limitCauses} from './causes/limit-causes.ts';
import {loopCauses} from './causes/loop-causes.ts';
import {mechanismCauses} from './causes/mechanism-causes.ts';
import {messageCauses} from './causes/message-causes.ts';
import {middleboxCauses} from './causes/middlebox-causes.ts';
import {protocolCauses} from './causes/protocol-causes.ts';
import {recipientCauses} from './causes/recipient-causes.ts';
import {refusingServerCauses} from './causes/refusing-server-causes.ts';
import {refusingWayCauses} from './causes/refusing-way-causes.ts';
import {relayPermissionCauses} from './causes/relay-permission-causes.ts';
import {relayRoutingCauses} from './causes/relay-routing-causes.ts';
import {senderCauses} from './causes/sender-causes.ts';
import {serverErrorCauses} from './causes/server-error-causes.ts';
import {settingCauses} from './causes/setting-causes.ts';
import {silentHostCauses} from './causes/silent-host-causes.ts';
import {silentServerCauses} from './causes/silent-server-causes.ts';
import {silentWayCauses} from './causes/silent-way-causes.ts';
import {starttlsCauses} from './causes/starttls-causes.ts';
import {tlsHandshakeCauses} from './causes/tls-handshake-causes.ts';
import {unreachableCauses} from './causes/unreachable-causes.ts';
import {wrongAddressCauses} from './causes/wrong-address-causes.ts';

/** Every root cause that is known, whatever it explains, in the order of the flow. */
export const causes: readonly Cause[] = [
	...refusingServerCauses,
	...wrongAddressCauses,
	...refusingWayCauses,
	...silentWayCauses,
	...silentHostCauses,
	...unreachableCauses,
	...dnsCauses,
	...silentServerCauses,
	...droppedCauses,
	...limitCauses,
	...middleboxCauses,
	...heloCauses,
	...starttlsCauses,
	...tlsHandshakeCauses,
	...certificateCauses,
	...mechanismCauses,
	...credentialCauses,
	...relayPermissionCauses,
	...relayRoutingCauses,
	...senderCauses,
	...identityCauses,
	...recipientCauses,
	...messageCauses,
	...settingCauses,
	...serverErrorCauses,
	...protocolCauses,
	...loopCauses,
	...deliveryCauses,
];
