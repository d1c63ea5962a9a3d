/** The results of RFC 7208 2.6. */
export type SpfResult =
	'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'permerror' | 'temperror';

/** What makes a permerror or temperror. */
export type SpfFault =
	| 'several-records'
	| 'syntax'
	| 'too-many-lookups'
	| 'too-many-voids'
	| 'too-many-names'
	| 'loop'
	| 'nothing-included'
	| 'dns';

export type SpfVerdict = {
	result: SpfResult;
	fault: SpfFault | '';
	/** The term or the name at fault. */
	detail: string;
	/** The mechanism that decided, or `default` where none matched; empty where there is no decision. */
	mechanism: string;
	/** The domains whose records led there, the asked one first. */
	path: readonly string[];
	/** Terms that asked DNS so far, of ten that are allowed (RFC 7208 4.6.4). */
	lookups: number;
	/** Those that found nothing, of two that are allowed. */
	voids: number;
	/** The record of the asked domain; empty where there is none. */
	record: string;
	/** What `exp=` has for whoever is refused. */
	explanation: string;
};
