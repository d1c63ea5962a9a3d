import type {Check} from '../core/check.ts';
import {auth} from './auth.ts';
import {controlPortsCheck} from './control-ports.ts';
import type {Dialogue} from './dialogue.ts';
import {dns} from './dns.ts';
import {ehlo} from './ehlo.ts';
import {mail, rcpt} from './envelope.ts';
import {greeting} from './greeting.ts';
import {clientPointer, recipientDomain, senderDomain} from './lookups.ts';
import {interception} from './interception.ts';
import {legacyTls} from './legacy-tls.ts';
import {message} from './message.ts';
import {otherMode} from './other-mode.ts';
import {others} from './others.ts';
import {scan} from './scan.ts';
import {path} from './path.ts';
import {provider} from './provider.ts';
import {recordChecks} from './records.ts';
import {vantage} from './vantage.ts';
import {viewFromHere} from './view-from-here.ts';
import {plainAgain, starttls, tlsImplicit} from './tls.ts';

/** Everything that can be examined. */
export const checks: ReadonlyArray<Check<Dialogue>> = [
	vantage,
	viewFromHere,
	dns,
	scan,
	controlPortsCheck,
	provider,
	path,
	tlsImplicit,
	greeting,
	otherMode,
	ehlo,
	starttls,
	plainAgain,
	legacyTls,
	interception,
	auth,
	mail,
	rcpt,
	message,
	recipientDomain,
	senderDomain,
	clientPointer,
	...recordChecks,
	others,
];
