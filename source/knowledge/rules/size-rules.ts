import type {ReplyRule} from '../../core/knowledge.ts';

/** Messages over the size that a server takes. */
export const sizeRules: readonly ReplyRule[] = [
	{
		id: 'header-or-parts-over-limit',
		class: 'message-too-large',
		alternatives: ['content-rejected'],
		strength: 'wording',
		enhanced: ['3.4', '2.3'],
		says: [
			/(header|headers|line|attachments?|number of|recipients)\b.{0,48}(exceed|limit|too (large|big))/,
		],
		samples: ['552 5.3.4 Message header size exceeds limit'],
		source: 'RFC 3463: X.3.4 message too big for system',
	},
	{
		id: 'size-over-limit',
		class: 'message-too-large',
		strength: 'phrase',
		codes: [400, 599],
		says: [
			/(message|mail|e-?mail|size|body|content|data|it|letter|file|msg)( (size|length|body))?( is| was| are|'s)? (much )?(too (big|large|long)|over-?size\w*|larger than|bigger than|exceed\w* .{0,40}(size|limit|max\w*|length|bytes|quota|fixed|allowed|administrative|kb|mb))/,
			/(exceed\w*|over|above|beyond|larger than|greater than|more than) .{0,40}(message (size|length)|(maximum|max\.?|fixed|allowed|permitted|size|message) (\w+ )?(size|length)|size limit|maximum size|limit (of|is) \d+ ?(k|m|bytes|kb|mb)|maxmessagesize)/,
			/(length|size) of (the |this |your )?(data|message|mail|content|e-?mail)\b.{0,40}\b(max\w*|limit|threshold|exceed\w*|allowed)/,
			/(message|mail) (size|length)( limit)? .{0,24}(exceed\w*|limit|violat\w*|too)|\bmax\w* (message |mail )?size|size (limit|of message|exceed\w*)|maximum message size|message size (exceeds|limit|is)|size=|too (big|large) (message|mail|for)|oversized? (message|mail)|size too (big|large)|message-?too-?(big|large)|exceed\w* (the )?mail-?size|\btoo (big|large)\b/,
			/(nachricht|mail|e-?mail)\b.{0,24}\bzu gross|(message|taille)\b.{0,24}\b(trop (gros|grand|volumineux|long)|depass\w*)|(mensaje|tamano)\b.{0,24}\b(demasiado grande|excede|supera)|(mensagem|tamanho)\b.{0,24}\b(muito grande|excede)|messaggio troppo grande|dimension\w* .{0,24}(superat|eccessiv)|слишком больш|превыш\S+ .{0,24}размер|(邮件|信件|郵件|メール|サイズ|大小|메일).{0,16}(过大|太大|超过|超出|過大|大きすぎ|超えて|초과)|サイズ.{0,8}(超|大き)/,
			/(bericht|mail|e-?mail)\b.{0,24}\bte groot|(wiadomosc|list)\b.{0,24}\b(za duz\w|zbyt duz\w|przekracza)|(zprava|sprava)\b.{0,24}\b(prilis velk\w|prekracuje)|(mesaj|ileti|eposta)\w*.{0,24}cok buyuk|(meddelandet|beskeden|meldingen)\b.{0,24}\bfor stor|(uzenet|level)\w*.{0,24}tul nagy|завелик/,
			/\btoo much (mail )?data\b|\btoo many bytes\b/,
		],
		unless: [
			/mail-?box|inbox|quota|user'?s? |account|storage|\b(header|line|attachment|subject|recipient|address|command|headers|lines|zip|archive|argument|local[- ]part|domain|name|input|path|boundary)s?( \w+)? (is |are |was |size |length )?(too|exceed\w*|longer)|header size|line (length|is|too)|too (long|large) (line|header)|octets|too many/,
		],
		samples: [
			'552 5.3.4 Message size exceeds fixed limit',
			'552 5.2.3 Message too big for system',
			'523 Message length exceeds administrative limit.',
			'552 Message size exceeds maximum permitted',
			'552 Nachricht zu groß',
		],
		source:
			'RFC 1870 section 6; Postfix, sendmail, Exim, Courier, Stalwart: replies to MAIL and DATA',
	},
	{
		id: 'code-3.4',
		class: 'message-too-large',
		strength: 'code',
		enhanced: ['3.4', '2.3'],
		samples: ['552 5.3.4 No', '552 5.2.3 No'],
		source: 'RFC 3463: X.2.3 and X.3.4',
	},
	{
		id: 'code-552-at-mail',
		class: 'message-too-large',
		alternatives: ['mailbox-full'],
		strength: 'fallback',
		stages: ['mail'],
		codes: [552, 552],
		samples: ['552 No'],
		source: 'RFC 1870 section 6.1',
	},
];
