/** The command lines of these tests: what an application and a foreign mail server would do. */
import {serverName} from './harness/addresses.ts';

export const sender = 'bob@app.test';
export const ownRecipient = 'ada@example.test';
export const foreignRecipient = 'eve@elsewhere.test';
export const user = 'ada';
export const password = 'correct horse';

/** Hands a message for somebody elsewhere to the server, as an application does. */
export function submit(port: number, ...more: readonly string[]): string[] {
	const envelope = ['--from', sender, '--to', foreignRecipient];
	const aim = ['--aim', 'submit', '--port', `${port}`];
	return ['check', serverName, ...aim, ...envelope, ...more, '--json'];
}

/** Delivers to a mailbox, as a foreign mail server does. */
export function deliver(recipient = ownRecipient, ...more: readonly string[]): string[] {
	return ['check', recipient, '--from', sender, ...more, '--json'];
}

/** Signs in. */
export const signIn = ['--user', user, '--password-env', 'SMTP_PASSWORD'];
