import type {Cause} from '../core/knowledge.ts';
import {refusingServerCauses} from './causes/refusing-server-causes.ts';
import {refusingWayCauses} from './causes/refusing-way-causes.ts';
import {relayPermissionCauses} from './causes/relay-permission-causes.ts';
import {relayRoutingCauses} from './causes/relay-routing-causes.ts';
import {silentHostCauses} from './causes/silent-host-causes.ts';
import {silentWayCauses} from './causes/silent-way-causes.ts';
import {wrongAddressCauses} from './causes/wrong-address-causes.ts';

/** Every root cause that is known, whatever it explains. */
export const causes: readonly Cause[] = [
	...refusingServerCauses,
	...wrongAddressCauses,
	...refusingWayCauses,
	...silentWayCauses,
	...silentHostCauses,
	...relayPermissionCauses,
	...relayRoutingCauses,
];
