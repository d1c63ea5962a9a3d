import type {FindingRule} from '../core/records/finding-rule.ts';
import {copyFindings} from './findings/copy-findings.ts';
import {hostFindings} from './findings/host-findings.ts';
import {movedFindings} from './findings/moved-findings.ts';
import {senderFindings} from './findings/sender-findings.ts';
import {signatureFindings} from './findings/signature-findings.ts';
import {transportFindings} from './findings/transport-findings.ts';

/** What the sender's records and reputation mean: of each observation, the first that fits counts. */
export const findings: readonly FindingRule[] = [
	...senderFindings,
	...movedFindings,
	...signatureFindings,
	...hostFindings,
	...transportFindings,
	...copyFindings,
];
