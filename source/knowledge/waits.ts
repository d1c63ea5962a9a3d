import type {Phrase} from '../core/knowledge.ts';

/** What is probably going on while a step is waited for, by check; shown once it has lasted a second. */
export const waits: Readonly<Record<string, Phrase>> = {
	dns: 'The resolver has not answered yet. A resolver that is down, or a zone whose servers are, takes the whole time limit.',
	scan: 'No answer yet: neither yes nor no. A firewall that drops packets looks exactly like this; one that rejects them answers at once.',
	'control-ports':
		'The other ports are silent so far. If none of them answers, the host is down or nothing gets through to it.',
	greeting:
		'The port is open and nobody speaks yet. Waiting before the greeting is a usual measure against spam (`postscreen` waits 6 s, tarpits a minute), and a slow reverse lookup of this side’s address delays it, too. RFC 5321 allows 5 minutes.',
	'tls-implicit':
		'The handshake has begun and the other side is silent. A port that expects plain text first behaves like this.',
	'other-mode': 'The other way of beginning is tried on the same port.',
	ehlo: 'EHLO is sent and the reply is outstanding. Some servers look up this side’s name first.',
	starttls:
		'The TLS handshake is going on. A firewall that inspects mail can swallow it, or large packets can get lost on the way.',
	auth: 'The server checks the login. Many answer late on purpose when a password is wrong, to slow down guessing.',
	mail: 'MAIL FROM is sent and the reply is outstanding. The server may be looking up the sender’s domain.',
	rcpt: 'RCPT TO is sent and the reply is outstanding. Blocklists, policy services and call-outs are asked at this point, and each can be slow.',
	message:
		'The message is out and the server scans it. After the final dot a server may take 10 minutes; giving up early leads to duplicates.',
	'records-names': 'DNS is asked for names and addresses of the sender.',
	'records-blocklists':
		'Blocklists are asked. One that is closed, or that does not serve this resolver, may not answer at all.',
	'records-spf': 'DNS is asked for the SPF record and all that it includes.',
	'records-dkim': 'DNS is asked for keys under the usual selectors.',
	'records-dmarc': 'DNS is asked for the DMARC policy.',
	'records-transport': 'The MTA-STS policy is fetched from the domain’s web server.',
	'records-header': 'The header that was given is read.',
	others: 'The other addresses of the target are tried.',
};
