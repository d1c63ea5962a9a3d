import type {OpenServer} from '../../core/server-access.ts';
import {createAccess} from './create-access.ts';
import {createLocalHands} from './local-hands.ts';
import {createSshHands} from './ssh-hands.ts';

/** Opens this machine, or one that the system’s `ssh` reaches, to be looked into. */
export const openServer: OpenServer = inside =>
	createAccess(inside, inside.kind === 'ssh' ? createSshHands(inside.host) : createLocalHands());
