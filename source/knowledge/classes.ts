import type {ClassInfo} from '../core/knowledge.ts';
import type {ErrorClass} from '../core/vocabulary.ts';
import {deliveryClasses} from './classes/delivery-classes.ts';
import {handshakeClasses} from './classes/handshake-classes.ts';
import {permissionClasses} from './classes/permission-classes.ts';
import {reachClasses} from './classes/reach-classes.ts';
import {tlsClasses} from './classes/tls-classes.ts';

/** What each class means for a person, and what comes next. */
export const classes: Readonly<Record<ErrorClass, ClassInfo>> = {
	...reachClasses,
	...handshakeClasses,
	...tlsClasses,
	...permissionClasses,
	...deliveryClasses,
};
