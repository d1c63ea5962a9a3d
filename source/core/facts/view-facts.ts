import type {Seen} from '../server-access.ts';
import type {ViewKind, ViewRow} from '../views/view-row.ts';

/** The same seen from two places, and how the other place was used. */
export type ViewFacts = {
	/** What was run or read on the machine from which it is looked, to see names as it does. */
	'views.looked': {where: string; command: string; why: string; status: Seen['status']};
	/** From that machine nothing can be tried: no way in, or its sshd makes no connections for us. */
	'views.no-way': {host: string; why: string};
	'views.row': ViewRow;
	/** What the rows come to, one sentence each. */
	'views.means': {kind: ViewKind; meaning: string; says: string};
	/** The second view could not be had, though it was wanted. */
	'views.unseen': {second: string; why: string};
};
