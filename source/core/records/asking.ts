import type {DnsStatus} from '../observation.ts';

/** A question to DNS that a pure decision needs answered. */
export type RecordQuestion = {name: string; type: 'A' | 'AAAA' | 'MX' | 'PTR' | 'TXT' | 'CNAME'};
export type RecordAnswer = {status: DnsStatus; records: readonly string[]};

/** A decision that asks as it goes; whoever drives it does the asking. */
export type Asking<Result> = Generator<RecordQuestion, Result, RecordAnswer>;

/** Whether DNS said that there is nothing: for SPF a “void lookup” (RFC 7208 4.6.4). */
export function isVoid({status}: RecordAnswer): boolean {
	return status === 'nxdomain' || status === 'nodata';
}
