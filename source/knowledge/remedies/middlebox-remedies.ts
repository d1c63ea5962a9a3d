import type {Remedy} from '../../core/knowledge.ts';

/** What stands in the way and changes the dialogue. */
export const middleboxRemedies: readonly Remedy[] = [
	{
		cause: 'middlebox-reset',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Compare with another network. If it works there, ask whoever runs the firewall or intrusion filter for an exception for {host} port {port}.',
				command: 'openssl s_client -starttls smtp -connect {host}:{port} -crlf < /dev/null',
				effect: 'reads',
			},
			{
				say: 'Until then: another port of the same server, 465 or 587, is often left alone.',
				effect: 'changes',
				undo: 'Put the old port back.',
			},
		],
	},
	{
		cause: 'smtp-inspection',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'On a Cisco ASA: switch the inspection off, or let it pass TLS (`inspect esmtp` with `allow-tls`). In the policy map:',
				command: 'no inspect esmtp',
				effect: 'changes',
				undo: '`inspect esmtp`',
			},
			{
				say: 'On the sending machine or network it may be a virus scanner’s mail shield: switch its SMTP check off. Port 465, with TLS from the first byte, leaves it nothing to rewrite.',
				effect: 'changes',
				undo: 'Switch it on again.',
			},
		],
	},
	{
		cause: 'transparent-proxy',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Submit the mail on port 465 or 587, which such proxies mostly leave alone; or ask the provider of this line to take the redirection of port 25 away.',
				effect: 'changes',
				undo: 'Put the old port back.',
			},
		],
	},
	{
		cause: 'tls-interception',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Who issued the certificate? The name of a virus scanner or of your own company says it.',
				command:
					'openssl s_client -starttls smtp -connect {host}:{port} -servername {host} < /dev/null | openssl x509 -noout -issuer',
				effect: 'reads',
			},
			{
				say: 'Switch the scanner’s check of mail connections off, or exempt this server; installing its CA hides who answers.',
				effect: 'changes',
				undo: 'Switch it on again.',
			},
		],
	},
	{
		cause: 'stripped',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Use port 465, where TLS begins with the first byte and nothing can be removed.',
				command: 'smtp-medic check {host} --port 465',
				effect: 'reads',
			},
			{
				say: 'Have the inspection of SMTP switched off in the firewall or virus scanner on the way (Cisco ASA: `no inspect esmtp`).',
				effect: 'changes',
				undo: 'Switch it on again.',
			},
		],
	},
];
