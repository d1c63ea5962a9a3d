import {signIn, submit} from '../commands.ts';
import type {Scenario} from '../scenario.ts';

/** Signing in. */
export const auth: readonly Scenario[] = [
	{
		id: 'postfix-wrong-password',
		server: 'postfix',
		broken: 'the password is wrong',
		prepare: 'with-submission',
		check: submit(587, ...signIn),
		password: 'battery staple',
		expect: {
			class: 'auth-failed',
			stage: 'auth',
			cause: 'wrong-credentials',
			says: '535 5.7.8 Error: authentication failed',
		},
	},
];
