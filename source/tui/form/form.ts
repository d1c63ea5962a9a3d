import type {Change, Context} from '../change.ts';
import {
	createFields,
	updateFields,
	valuesOf,
	withError,
	type FieldSpec,
	type Values,
} from '../fields/fields.ts';
import type {Key} from '../keys.ts';
import {newRun} from '../run/new-run.ts';
import type {FormScreen, Services} from '../state.ts';

type Concern = FormScreen['concern'];

const from: FieldSpec = {
	name: 'from',
	label: 'From',
	why: 'The sender, for MAIL FROM. Empty: the user where that is an address, else the null sender.',
};

const to: FieldSpec = {
	name: 'to',
	label: 'To',
	why: 'The recipient, for RCPT TO. The dialogue stops there: no message is sent.',
};

/** The heading of each form, its fields, and a word that the user should know beforehand. */
export const formInfo: Readonly<
	Record<Concern, {title: string; specs: readonly FieldSpec[]; note: string}>
> = {
	submit: {
		title: 'Sending through a server',
		specs: [
			{
				name: 'server',
				label: 'Server',
				why: 'As it stands in the app or mail client: a name or an address.',
				required: true,
			},
			{
				name: 'port',
				label: 'Port',
				why: 'As in the app. Empty: the first open one of 587, 465 and 25.',
			},
			{
				name: 'user',
				label: 'User',
				why: 'Empty: no login. Nearly every server wants one from apps and mail clients.',
			},
			{
				name: 'password',
				label: 'Password',
				why: 'Held in memory only; never shown, saved or logged. Empty: it is asked for when needed.',
				secret: true,
			},
			from,
			to,
		],
		note: 'Nothing is changed on the server, and no message is sent.',
	},
	deliver: {
		title: 'Delivering to a domain or a person',
		specs: [
			{
				name: 'server',
				label: 'Address',
				why: 'The mailbox that does not get its mail; its domain’s MX says which servers are asked. A server’s name works, too.',
				required: true,
			},
			{
				...from,
				why: 'The sender whose mail does not arrive, for MAIL FROM. Many servers judge it.',
			},
		],
		note: 'Run this on the machine that sends: servers judge the address that connects.',
	},
	'own-server': {
		title: 'Reaching your own mail server',
		specs: [
			{
				name: 'server',
				label: 'Server',
				why: 'The name that its MX record has, or an address.',
				required: true,
			},
			{
				...to,
				why: 'A mailbox of your own domain, so that it shows whether the server takes mail for it.',
			},
			{...from, why: 'Any sender from outside; empty: the null sender.'},
		],
		note: 'Run this from outside, too: from the server itself it passes firewall and provider by.',
	},
	vanished: {
		title: 'Accepted, and then gone',
		specs: [
			{
				name: 'server',
				label: 'Address',
				why: 'The mailbox where the mail should be; its domain’s MX says which servers are asked. A server’s name works, too.',
				required: true,
			},
			{...from, why: 'The sender of the mail that is gone: bounces went there.'},
			{
				name: 'follow',
				label: 'Message',
				why: 'Its queue id (“queued as …” in the reply), its Message-ID, or the address of its recipient or sender. Empty: no message is followed.',
			},
			{
				name: 'around',
				label: 'About when',
				why: 'By the server’s clock, as 14:30 or 2026-11-25 14:30. Empty: the latest that fits.',
			},
		],
		note: 'From outside one can see as far as the server’s “250”. What came after is in its log: to follow a message, the mail server itself must be looked into, and you are asked before that is done.',
	},
};

/** An empty form, with what can be known filled in. */
export function createForm(
	concern: Concern,
	known: Services['known'],
	values: Values = {},
): FormScreen {
	const prefilled: Values =
		concern === 'own-server' && known.host.includes('.') ? {server: known.host} : {};
	return {
		kind: 'form',
		concern,
		fields: createFields(formInfo[concern].specs, {...prefilled, ...values}),
	};
}

/** What was typed, with what the concern adds; without the password. */
export function formValues({concern, fields}: FormScreen): Values {
	const {password: _, ...values} = valuesOf(fields);
	const records: Values = concern === 'vanished' ? {records: 'yes'} : {};
	return {...values, ...records, aim: concern === 'submit' ? 'submit' : 'deliver'};
}

/** A key in the form. */
export function formKey(screen: FormScreen, key: Key, context: Context): Change {
	const {services, state} = context;
	if (key.id === 'escape') {
		return {back: true};
	}

	const {fields, submit} = updateFields(screen.fields, key, values => services.validate(values));
	const filled: FormScreen = {...screen, fields};
	if (!submit) {
		return {screen: filled};
	}

	const built = services.build(formValues(filled));
	if ('error' in built) {
		return {screen: {...filled, fields: withError(fields, 'server', built.error)}};
	}

	const password = valuesOf(fields)['password'];
	const {screen: push, effects} = newRun(state.sessions + 1, built.options, {
		concern: screen.concern,
		...(password ? {password} : {}),
	});
	return {screen: filled, push, effects};
}
