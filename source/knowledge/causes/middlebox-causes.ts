import {both, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {otherGreetingWithin} from './view-evidence.ts';

/** What stands between client and server and changes what they say. */
export const middleboxCauses: readonly Cause[] = [
	{
		id: 'smtp-inspection',
		explains: ['middlebox'],
		title: 'A firewall inspects and rewrites SMTP',
		because:
			'Older firewalls (known from Cisco PIX and ASA, “inspect esmtp”) blank out the greeting with asterisks and overwrite what they do not know, STARTTLS among it.',
		frequency: 'usual',
		evidence: [
			otherGreetingWithin,
			{
				when: saw('derived.rewritten', {where: 'greeting'}),
				says: 'The greeting is blanked out with asterisks: {text}',
				weight: 'proves',
			},
			{
				when: saw('derived.rewritten', {where: 'EHLO reply'}),
				says: 'The EHLO reply says {text} in place of an extension.',
				weight: 'proves',
			},
			{
				when: both(saw('smtp.capabilities', {keywords: {has: 'STARTTLS'}})),
				says: 'STARTTLS arrives unchanged.',
				weight: 'against',
			},
			{
				when: saw('tls.established'),
				says: 'TLS was established, and inside it nothing can be rewritten.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'From the server itself, for comparison: are greeting and EHLO reply different there?',
				command: 'swaks --server 127.0.0.1 --port {port} --quit-after EHLO',
			},
			{text: 'From here:', command: 'swaks --server {host} --port {port} --quit-after EHLO'},
		],
	},
	{
		id: 'transparent-proxy',
		explains: ['middlebox'],
		title: 'A proxy on the way answers in the server’s place',
		because:
			'Some access providers and virus scanners take over every connection to port 25, so that the same greeting comes whatever host is dialled.',
		frequency: 'rare',
		evidence: [
			otherGreetingWithin,
			{
				when: saw('proxy.same-greeting'),
				says: 'Port {port} of {elsewhere}, an address that no host has, greets with the same name, {name}.',
				weight: 'proves',
			},
			{
				when: saw('derived.stranger'),
				says: 'Whoever answers for {host} calls itself {name}.',
				weight: 'for',
			},
			{
				when: saw('proxy.not-seen'),
				says: 'Port {port} of {elsewhere}, an address that no host has, does not answer.',
				weight: 'against',
			},
			{
				when: saw('tls.established', {trusted: true}),
				says: 'The certificate is the right one for {name}, so it is the server itself.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'Does a host that has no mail server greet all the same? Then it is the proxy.',
				command: 'nc -w 10 example.com 25',
			},
			{
				text: 'Does the server’s log show this connection at all, and from which address?',
				command: '',
			},
		],
	},
	{
		id: 'tls-interception',
		explains: ['middlebox', 'tls-certificate'],
		title: 'A virus scanner or firewall sits in the encrypted connection',
		because:
			'It decrypts and signs again with a certificate of its own, which only machines that were told to trust it accept.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('tls.established', {trusted: false, fault: 'SELF_SIGNED_CERT_IN_CHAIN'}),
				says: 'The chain of {name} ends in a certificate that signs itself and that nobody here knows, as such devices send it.',
				weight: 'for',
			},
			{
				when: saw('tls.established', {trusted: true}),
				says: 'The certificate for {name} is accepted.',
				weight: 'excludes',
			},
			{
				when: saw('tls.established', {
					fault: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
				}),
				says: 'The fault is another one: {fault}.',
				weight: 'against',
			},
			{
				when: both(never('tls.established'), never('tls.failed'), never('smtp.capabilities')),
				says: 'No TLS was spoken.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Who issued the certificate, seen from here and from another network? If they differ, something stands between.',
				command:
					'openssl s_client -starttls smtp -connect {host}:{port} -servername {host} -showcerts',
			},
		],
	},
];
