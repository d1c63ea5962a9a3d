import type {Inspection} from '../../core/inspection.ts';
import {listeners} from './listeners.ts';
import {service} from './service.ts';

/** Everything that can be looked at on the server itself. */
export const inspections: readonly Inspection[] = [listeners, service];
