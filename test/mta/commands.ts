/** The command lines of these tests: what an application and a foreign mail server would do. */
import {serverName} from './machine.ts';

export const sender = 'bob@app.example.test';
export const ownRecipient = 'ada@example.test';
export const foreignRecipient = 'eve@elsewhere.test';

/** Hands a message for somebody elsewhere to the server, as an application does. */
export function submit(port: number, ...more: readonly string[]): string[] {
	const envelope = ['--from', sender, '--to', foreignRecipient];
	const aim = ['--aim', 'submit', '--port', `${port}`];
	return ['check', serverName, ...aim, ...envelope, ...more, '--json'];
}

/** Delivers to a mailbox, as a foreign mail server does. */
export function deliver(recipient: string, ...more: readonly string[]): string[] {
	return ['check', recipient, '--from', sender, ...more, '--json'];
}

/** Signs in, and trusts the server's certificate. */
export function signIn(user: string, ca: string): string[] {
	return ['--user', user, '--password-env', 'SMTP_PASSWORD', '--ca', ca];
}
