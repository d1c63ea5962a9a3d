import {deliver, signIn, submit} from '../commands.ts';
import type {Scenario} from '../scenario.ts';

/** Nothing is broken, and nothing may be said to be. */
export const healthy: readonly Scenario[] = [
	{
		id: 'postfix-healthy',
		server: 'postfix',
		broken: 'nothing: it takes mail for its own domain',
		check: deliver(),
		expect: {class: null, says: '250 2.1.5 Ok'},
	},
	{
		id: 'postfix-healthy-submission',
		server: 'postfix',
		broken: 'nothing: 587, STARTTLS and a login',
		prepare: 'with-submission',
		check: submit(587, ...signIn),
		expect: {class: null, says: '235 2.7.0 Authentication successful'},
	},
	{
		id: 'postfix-healthy-submissions',
		server: 'postfix',
		broken: 'nothing: 465, TLS from the first byte and a login',
		prepare: 'with-submission',
		check: submit(465, ...signIn),
		expect: {class: null, says: '235 2.7.0 Authentication successful'},
	},
];
