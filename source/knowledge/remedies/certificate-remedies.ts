import type {Remedy} from '../../core/knowledge.ts';

/** Certificates themselves: dates, names, issuers, and what DNS promises about them. */
export const certificateRemedies: readonly Remedy[] = [
	{
		cause: 'expired',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'On the server: why was it not renewed? With Let’s Encrypt:',
				command: 'certbot certificates; systemctl list-timers certbot.timer',
				effect: 'reads',
			},
			{
				say: 'Renew it; `--dry-run` first shows whether it would work.',
				command: 'certbot renew',
				effect: 'changes',
				undo: 'Nothing to take back: the old certificate is out of date.',
			},
			{
				say: 'Let the mail server load it: reload Postfix or Exim, restart OpenSMTPD or Sendmail. In the renewal’s deploy hook it happens by itself.',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		cause: 'not-yet-valid',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Is the clock of the machine right that made the certificate?',
				command: 'date -u; timedatectl',
				effect: 'reads',
			},
			{
				say: 'Make the certificate again with a right clock, or wait until its time begins.',
				effect: 'changes',
				undo: 'Put the old certificate back.',
			},
		],
	},
	{
		cause: 'clock-wrong',
		mta: 'any',
		where: 'client',
		steps: [
			{say: 'Is the clock right here?', command: 'date -u; timedatectl', effect: 'reads'},
			{
				say: 'Let the clock be set by network time.',
				command: 'timedatectl set-ntp true',
				effect: 'changes',
				undo: '`timedatectl set-ntp false`',
			},
		],
	},
	{
		cause: 'name-mismatch',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Which names are in it?',
				command:
					'openssl s_client -starttls smtp -connect {host}:{port} -servername {host} < /dev/null | openssl x509 -noout -ext subjectAltName',
				effect: 'reads',
			},
			{
				say: 'Let the client dial one of these names.',
				effect: 'changes',
				undo: 'Put the old name back.',
			},
			{
				say: 'Or, on your own server, have {host} taken into the certificate. With Let’s Encrypt all names are given again (`-d OLD-NAME -d {host}`):',
				command: 'certbot certificates',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'unknown-ca',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'If it is your company’s CA: install its certificate on this machine (Debian; CA.crt is the file that its operator hands out).',
				command:
					'install -m 644 CA.crt /usr/local/share/ca-certificates/CA.crt && update-ca-certificates',
				effect: 'changes',
				undo: '`rm /usr/local/share/ca-certificates/CA.crt && update-ca-certificates`',
			},
			{
				say: 'If it is a public CA: update this machine’s list of them.',
				command: 'apt-get install --only-upgrade ca-certificates',
				effect: 'changes',
				undo: 'Nothing worth taking back.',
			},
			{
				say: 'If neither: do not accept it. Somebody else may be answering.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'weak-key',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Have a new certificate made with an RSA key of 2048 bits or more, or with ECDSA. With Let’s Encrypt:',
				command: 'certbot renew --force-renewal --key-type ecdsa --cert-name {host}',
				effect: 'changes',
				undo: 'Put the old certificate back.',
			},
			{
				say: 'Let the mail server load it: reload Postfix or Exim, restart OpenSMTPD or Sendmail.',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		cause: 'dane-mismatch',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'What is published, and what has the server? Both lines must end alike for `3 1 1`.',
				command:
					'dig +short TLSA _25._tcp.{host}; openssl s_client -starttls smtp -connect {host}:25 < /dev/null | openssl x509 -noout -pubkey | openssl pkey -pubin -outform DER | sha256sum',
				effect: 'reads',
			},
			{
				say: 'Publish the record of the new key beside the old one, wait until the old one’s time to live is over, and only then change the key. Now that it is broken: publish the new one at once.',
				effect: 'changes',
				undo: 'Put the old record back.',
			},
			{
				say: 'To keep the key at renewals: `reuse_key = True` in certbot’s renewal file.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'mta-sts-mismatch',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'The policy and the MX hosts, for comparison:',
				command:
					'curl -sS https://mta-sts.{recipientDomain}/.well-known/mta-sts.txt; dig +short MX {recipientDomain}',
				effect: 'reads',
			},
			{
				say: 'Let each `mx:` line fit an MX host with a valid certificate, then change the `id` in the TXT record `_mta-sts`, so that senders read it again.',
				effect: 'changes',
				undo: 'Put the old policy back and change the `id` again.',
			},
			{
				say: 'While you find out, `mode: testing` lets mail pass and only reports.',
				effect: 'reads',
			},
		],
	},
];
