import type {Change} from '../change.ts';
import type {FieldSpec, Values} from '../fields/fields.ts';
import {runAgain} from './new-run.ts';
import type {RunScreen} from './run-state.ts';

/** The form in which the user names another machine to look from. */
export const otherViewForm = {
	title: 'Compare with the view from another machine',
	submit: 'Look from there',
	specs: [
		{
			name: 'fromHost',
			label: 'ssh to',
			why: 'Any machine that `ssh` reaches; it needs nothing but sshd. All is tried from there, and meanwhile from here, without a login here. Empty: from here alone.',
		},
	] satisfies readonly FieldSpec[],
};

export function otherViewValues({options: {fromHost = ''}}: RunScreen): Values {
	return {fromHost};
}

/** What is wrong with the name. */
export function otherViewFaults({fromHost = ''}: Values): Values {
	return /^-|\s/.test(fromHost)
		? {fromHost: 'This is a name as `ssh` takes it: app01.example.com, or an alias of yours.'}
		: {};
}

/** Runs again, as it is seen from there. */
export function lookFromThere(
	screen: RunScreen,
	{fromHost = ''}: Values,
	sessions: number,
): Change {
	return runAgain(screen, sessions, {fromHost});
}
