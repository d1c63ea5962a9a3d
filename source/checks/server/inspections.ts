import type {Inspection} from '../../core/inspection.ts';
import {identity} from './identity.ts';
import {bans} from './bans.ts';
import {firewall} from './firewall.ts';
import {listeners} from './listeners.ts';
import {service} from './service.ts';

/** Everything that can be looked at on the server itself. */
export const inspections: readonly Inspection[] = [bans, firewall, identity, service, listeners];
