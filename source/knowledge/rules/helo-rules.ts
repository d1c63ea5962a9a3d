import type {ReplyRule} from '../../core/knowledge.ts';

/** The name that the client gives in EHLO or HELO. */
export const heloRules: readonly ReplyRule[] = [
	{
		id: 'postfix-helo-command-rejected',
		class: 'helo-rejected',
		strength: 'wording',
		certainty: 'certain',
		says: [/\b(helo|ehlo) command rejected:/],
		unless: [/gr[ae]y-?list/],
		samples: [
			'504 5.5.2 <laptop>: Helo command rejected: need fully-qualified hostname',
			'450 4.7.1 <host.example>: Helo command rejected: Host not found',
			'554 5.7.1 <friend>: Helo command rejected: Access denied',
		],
		source: 'Postfix: smtpd/smtpd_check.c',
	},
	{
		id: 'helo-argument',
		class: 'helo-rejected',
		strength: 'wording',
		certainty: 'certain',
		says: [
			/syntactically invalid (helo|ehlo)/,
			/(helo|ehlo)(\/(helo|ehlo))? requires (a )?(valid )?(domain|host|address|argument)/,
			/syntax: (helo|ehlo) (hostname|domain)/,
			/empty (helo|ehlo)/,
			/(domain|host|address)[a-z/ ]{0,20} (argument )?(is )?required (for|in|with) (helo|ehlo)/,
			/invalid (domain|host) ?name (for|in|with) (helo|ehlo)/,
		],
		samples: [
			'501 Syntactically invalid EHLO argument(s)',
			'501 5.0.0 HELO requires domain address',
			'501 Syntax: EHLO hostname',
			'501 5.5.4 Empty HELO/EHLO argument not allowed, closing connection.',
		],
		source:
			'Exim: smtp_in.c; sendmail: srvrsmtp.c; Postfix: smtpd/smtpd.c; Gmail Help: SMTP errors',
	},
	{
		id: 'helo-name-listed',
		class: 'helo-rejected',
		alternatives: ['blocklisted'],
		strength: 'wording',
		says: [
			/\b(helo|ehlo)( command)?( name| domain| host(name)?)?( rejected:)?( \S+)? (is |was )?(listed|blocked|blacklisted|blocklisted|black-listed)/,
		],
		samples: [
			'550 5.7.1 Service unavailable, Helo domain is listed in a block list',
			'554 5.7.1 Service unavailable; Helo command [host.example] blocked using dbl.example.org',
		],
		source: 'Postfix: reject_rhsbl_helo in smtpd/smtpd_check.c; Microsoft 365',
	},
	{
		id: 'helo-name',
		class: 'helo-rejected',
		strength: 'phrase',
		says: [
			/\b(helo|ehlo)\b.{0,60}\b(not|n't|no|never|in?valid|bad|bogus|wrong|fake|forged|spoof\w*|fail\w*|mismatch\w*|unresolvable|unknown|reject\w*|refus\w*|denied|illegal|malformed|fqdn|qualified|impersonat\w*|banned|forbidden|block\w*|listed|violat\w*|unacceptable|suspicious|must|needs?|should|my|our|us|dot|dynamic|generic|exist|raw|bare|literal|verif\w*|missing|empty|required|numeric|does|is an? (ip|address))\b/,
			/\b(in?valid|bad|bogus|wrong|fake|forged|spoofed|unresolvable|unknown|illegal|malformed|unacceptable|suspicious|unqualified|missing|empty|incorrect|your|bare|raw|dynamic|generic|dynamic|no|unverifiable)( ip| an?| address| \w+)? (in |for |as |of )?(your |the )?(helo|ehlo)\b/,
			/\b(helo|ehlo)[ -]?(name|host(name)?|domain|string|argument|check|greeting|verification)/,
			/((you|client|host|server|remote) (say|claim|pretend|introduce|identif|present)\w*|your (host|computer|machine|server) ?name)(?!.{0,40}\bip\b) .{0,60}(not|is (me|my|us|our)|invalid|fqdn|qualified|does)/,
			/(you are|you're|you cannot be|you can't be|you aren't) (not )?(me|my|us|our ip)\b/,
			/(impersonat|masquerad)\w* (as )?(me|us|our|my)/,
		],
		unless: [
			/(helo|ehlo)( or (helo|ehlo)|\/(helo|ehlo)|,? ?first| command)?,? first|(first|before).{0,24}(helo|ehlo)|(send|say|issue|expect\w*|need|use|no|missing) (an? )?"?'?(helo|ehlo)|(helo|ehlo).{0,16}(first|command (is )?(required|expected|needed))|already/,
			/(helo|ehlo) .{0,24}(not (implemented|supported|recogni)|unrecogni|(un)?known command)/,
			/\bspf\b|sender policy/,
			/mail from|sender (address|domain)/,
		],
		samples: [
			'550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)',
			'550 5.7.1 Your HELO name is not a fully qualified domain name',
			'550 EHLO host laptop.invalid does not resolve',
			'417 HELO mx.invalid does not exist.',
			'550 Bad HELO: you are not me',
			'550 Forged HELO',
		],
		source: 'cPanel: Exim ACLs; Courier: submit; common forms of Exim ACLs and policy servers',
	},
	{
		id: 'helo-missing',
		class: 'helo-rejected',
		strength: 'phrase',
		stages: ['ehlo'],
		says: [
			/(host|domain) ?names? (is |was |must |should |needs? |\w+ )?(in?valid|not|be|required|missing|malformed)/,
			/in?valid (domain|host|hostname|address|argument)/,
			/fully[- ]?qualified|\bfqdn\b/,
			/domain (name )?(is )?required|argument required/,
		],
		unless: [/blocked|listed|reverse|ptr/],
		samples: ['501 5.5.4 Invalid domain name', '550 5.5.0 Hostname must be fully qualified'],
		source: 'RFC 5321 section 4.1.1.1; sendmail: srvrsmtp.c',
	},
	{
		id: 'ehlo-stage-parameters',
		class: 'helo-rejected',
		strength: 'fallback',
		stages: ['ehlo'],
		codes: [501, 501],
		samples: ['501 5.5.4 Rejected'],
		source: 'RFC 5321 section 4.1.1.1',
	},
];
