import {toldPassword} from '../../core/practice.ts';
import {createFields, type Fields, type FieldSpec, type Values} from '../fields/fields.ts';
import {lookInsideForm, lookInsideValues} from './look-inside.ts';
import {otherViewForm, otherViewValues} from './other-view.ts';
import {retrySpecs, retryValues} from './retry-form.ts';
import type {RunScreen} from './run-state.ts';
import type {FormPurpose} from './sheet.ts';

export type FormInfo = {
	title: string;
	submit: string;
	specs: readonly FieldSpec[] | ((screen: RunScreen) => readonly FieldSpec[]);
};

const password: FieldSpec = {
	name: 'password',
	label: 'Password',
	why: 'Held in memory for this session; it is never shown, saved or logged.',
	secret: true,
	required: true,
};

/** The forms on top of a run. */
export const forms: Readonly<Record<FormPurpose, FormInfo>> = {
	'sign-in': {
		title: 'Sign in and try again',
		submit: 'Sign in',
		specs: [
			{
				name: 'user',
				label: 'User',
				why: 'As the server knows you; for many providers this is the whole mail address.',
				required: true,
			},
			password,
		],
	},
	password: {title: 'The server wants a password', submit: 'Go on', specs: [password]},
	port: {
		title: 'Another port',
		submit: 'Try it',
		specs: [
			{
				name: 'port',
				label: 'Port',
				why: '587 or 465 to hand in mail with a login, 25 between servers.',
				required: true,
			},
		],
	},
	recipient: {
		title: 'Another recipient',
		submit: 'Try it',
		specs: [
			{
				name: 'to',
				label: 'To',
				why: 'For RCPT TO. The dialogue stops before the message: nothing is sent.',
				required: true,
			},
		],
	},
	sender: {
		title: 'Another sender',
		submit: 'Try it',
		specs: [
			{
				name: 'from',
				label: 'From',
				why: 'For MAIL FROM; <> is the null sender of bounces.',
				required: true,
			},
		],
	},
	retry: {title: 'Wait and try again', submit: 'Start waiting', specs: retrySpecs},
	'look-inside': lookInsideForm,
	'other-view': otherViewForm,
	report: {
		title: 'Save a report',
		submit: 'Save',
		specs: [
			{
				name: 'file',
				label: 'File',
				why: 'Holds the verdict, the causes and the dialogue, without passwords: Markdown, or by its ending .html or .json. An existing file is not overwritten.',
				required: true,
			},
		],
	},
};

/** In an incident, the password of the account that its ticket tells. */
function passwordOf({incident}: RunScreen, user: string | undefined): Values {
	const told = incident && toldPassword(incident.scenario, user);
	return told === undefined ? {} : {password: told};
}

const valuesFor: Readonly<Record<FormPurpose, (screen: RunScreen) => Values>> = {
	'sign-in'(screen) {
		const {incident, options} = screen;
		const user = options.user ?? incident?.scenario.account?.user ?? options.from ?? '';
		return {user, ...passwordOf(screen, user)};
	},
	password: screen => passwordOf(screen, screen.options.user),
	port: ({options: {port}}) => ({port: port === undefined ? '' : String(port)}),
	recipient: ({options: {to}}) => ({to: to ?? ''}),
	sender: ({options: {from}}) => ({from: from ?? ''}),
	retry: retryValues,
	'look-inside': lookInsideValues,
	'other-view': otherViewValues,
	report: () => ({file: 'smtp-medic-report.md'}),
};

/** A form with what is known filled in. */
export function openForm(screen: RunScreen, purpose: FormPurpose): RunScreen {
	const {specs} = forms[purpose];
	const asked = typeof specs === 'function' ? specs(screen) : specs;
	const fields: Fields = createFields(asked, valuesFor[purpose](screen));
	// Which machine it is has only been guessed, and matters before all else
	const first = purpose === 'look-inside' ? {...fields, active: 0} : fields;
	return {...screen, sheet: {kind: 'form', purpose, fields: first}};
}
