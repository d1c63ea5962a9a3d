import type {Remedy} from '../../core/knowledge.ts';

/** Signing in, on the client’s side and at its provider. */
export const loginClientRemedies: readonly Remedy[] = [
	{
		cause: 'password-withheld',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Use a port with encryption: 465 with TLS from the first byte, or 587 with STARTTLS.',
				command: 'smtp-medic check {host} --port 465 --user {user}',
				effect: 'reads',
			},
			{
				say: 'If the server offers encryption nowhere, its operator should switch it on. Sending a password in plain text (`--allow-plaintext-auth`) is for networks that are yours from end to end.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'auth-hidden-until-tls',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Switch STARTTLS on in the client (or use 465 with TLS); the login is offered after it. The server is right as it is.',
				effect: 'changes',
				undo: 'Put the old setting back.',
			},
		],
	},
	{
		cause: 'no-common-mechanism',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'What does the server offer, once TLS is up?',
				command: 'swaks --server {host} --port {port} --tls --quit-after EHLO',
				effect: 'reads',
			},
			{
				say: 'Let the client use one of these: PLAIN or LOGIN are fine inside TLS; XOAUTH2 needs a token of the provider.',
				effect: 'changes',
				undo: 'Put the old setting back.',
			},
			{
				say: 'On the server, with Dovecot: `auth_mechanisms = plain login`, then reload.',
				effect: 'changes',
				undo: 'Put the old value back and reload.',
			},
		],
	},
	{
		cause: 'smtp-auth-disabled',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Microsoft 365: for one mailbox, in Exchange Online PowerShell. Security defaults may switch it off for all, and basic login is being phased out: OAuth or another relay lasts longer.',
				command: 'Set-CASMailbox -Identity {user} -SmtpClientAuthenticationDisabled $false',
				effect: 'changes',
				undo: '`Set-CASMailbox -Identity {user} -SmtpClientAuthenticationDisabled $true`',
			},
		],
	},
	{
		cause: 'wrong-credentials',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Try name and password by hand (swaks asks for the password).',
				command:
					'swaks --server {host} --port {port} --tls --auth --auth-user {user} --quit-after AUTH',
				effect: 'reads',
			},
			{
				say: 'If it works by hand, the program has something else: look for quotes, spaces, `$` or `%` that its settings swallow.',
				effect: 'reads',
			},
			{
				say: 'If not, set a new password at the server or provider.',
				effect: 'changes',
				undo: 'The old password is gone; set another one.',
			},
		],
	},
	{
		cause: 'app-password-needed',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Make an app password in the account’s security settings (two-factor login must be on), and put it into the program in place of the normal one. Some providers take OAuth tokens only.',
				effect: 'changes',
				undo: 'Delete the app password there.',
			},
		],
	},
	{
		cause: 'username-form',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Try the whole address, then only the part before the @; the provider’s instructions say which.',
				effect: 'changes',
				undo: 'Put the old name back.',
			},
		],
	},
	{
		cause: 'account-blocked',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Sign in on the provider’s web page, or ask its support. If abuse is the reason, change the password first and find out how it got out.',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
];
