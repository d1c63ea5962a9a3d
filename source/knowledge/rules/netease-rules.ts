import type {ReplyRule} from '../../core/knowledge.ts';

const source = 'NetEase (163.com, 126.com): help page on the codes in refusals';

/** Two-part codes by which NetEase names its reasons. */
export const neteaseRules: readonly ReplyRule[] = [
	{
		id: 'netease-rate',
		class: 'rate-limited',
		strength: 'wording',
		says: [/\b(mi:(dmc|sfq|stc|ccl)|rp:(qrc|rcl|trc|drc|ccl)|hl:ifc)\b/],
		samples: ['451 MI:SFQ 192.0.2.7', '550 RP:TRC 163 mx9'],
		source,
	},
	{
		id: 'netease-spam',
		class: 'policy-or-spam',
		strength: 'wording',
		says: [/\bdt:spm\b/],
		samples: ['554 DT:SPM 163 mx9'],
		source,
	},
	{
		id: 'netease-sender-authentication',
		class: 'sender-auth-failed',
		strength: 'wording',
		says: [/\bmi:(spf|dma)\b/],
		samples: ['550 MI:SPF mx9'],
		source,
	},
	{
		id: 'netease-sender',
		class: 'sender-rejected',
		strength: 'wording',
		says: [/\b(mi:(imf|spb)|dt:sum|wm:blu)\b/],
		samples: ['550 MI:IMF mx9', '554 DT:SUM mx9'],
		source,
	},
	{
		id: 'netease-helo',
		class: 'helo-rejected',
		strength: 'wording',
		says: [/\bmi:nhd\b/],
		samples: ['550 MI:NHD mx9'],
		source,
	},
	{
		id: 'netease-relay',
		class: 'relay-denied',
		strength: 'wording',
		says: [/\brp:frl\b/],
		samples: ['550 RP:FRL mx9'],
		source,
	},
	{
		id: 'netease-address',
		class: 'blocklisted',
		strength: 'wording',
		says: [/\b(hl:(ihu|itc|ipb|mep|rep)|dt:rbl|wm:bli)\b/],
		samples: ['554 HL:IPB mx9'],
		source,
	},
	{
		id: 'netease-connections',
		class: 'too-many-connections',
		strength: 'wording',
		says: [/\bhl:icc\b/],
		samples: ['421 HL:ICC mx9'],
		source,
	},
	{
		id: 'netease-reverse-name',
		class: 'reverse-dns',
		strength: 'wording',
		says: [/\brp:rdn\b/],
		samples: ['553 RP:RDN mx9'],
		source,
	},
	{
		id: 'netease-bad-commands',
		class: 'syntax-or-protocol',
		strength: 'wording',
		says: [/\b(mi|rp):cel\b/],
		samples: ['450 MI:CEL mx9'],
		source,
	},
];
