import type {ReplyRule} from '../core/knowledge.ts';

export const rules: readonly ReplyRule[] = [
	{
		id: 'relay-access-denied',
		class: 'relay-denied',
		strength: 'wording',
		says: [/relay access denied/],
		samples: ['554 5.7.1 <kim@example.org>: Relay access denied'],
		source: 'Postfix: smtpd/smtpd_check.c',
	},
	{
		id: 'error-refused',
		class: 'refused',
		strength: 'wording',
		certainty: 'certain',
		error: /^ECONNREFUSED$/,
		samples: ['ECONNREFUSED'],
		source: 'connect(2)',
	},
];
