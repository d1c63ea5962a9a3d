import type {SoftwareSign} from '../core/knowledge.ts';

/** Words by which server software is known; the surest sign that fits decides. */
export const signs: readonly SoftwareSign[] = [
	{
		mta: 'postfix',
		where: 'banner',
		says: /ESMTP Postfix\b/,
		certainty: 'certain',
		sample: '220 mail.example.net ESMTP Postfix (Debian/GNU)',
		source: 'Postfix: smtpd_banner in postconf(5)',
	},
	{
		mta: 'exim',
		where: 'banner',
		says: /ESMTP Exim \d/,
		certainty: 'certain',
		sample: '220 mail.example.net ESMTP Exim 4.98 Mon, 02 Mar 2026 10:00:00 +0000',
		source: 'Exim specification: smtp_banner',
	},
];
