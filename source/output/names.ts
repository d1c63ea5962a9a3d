import type {Stage, Standing} from '../core/vocabulary.ts';

/** A stage of the dialogue, after “at”. */
export const stageNames: Readonly<Record<Stage, string>> = {
	dns: 'looking up the name',
	connect: 'connecting',
	banner: 'the greeting',
	ehlo: 'EHLO',
	starttls: 'STARTTLS',
	tls: 'the TLS handshake',
	auth: 'AUTH',
	mail: 'MAIL FROM',
	rcpt: 'RCPT TO',
	data: 'DATA',
	message: 'the end of the message',
	command: 'a command',
};

/** How sure a cause is. */
export const standingNames: Readonly<Record<Standing, string>> = {
	confirmed: 'confirmed',
	likely: 'likely',
	possible: 'possible',
	'ruled-out': 'ruled out',
};
