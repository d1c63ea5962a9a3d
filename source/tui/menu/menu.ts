import type {Change, Context} from '../change.ts';
import {createForm} from '../form/form.ts';
import type {Key} from '../keys.ts';
import type {FormScreen, MenuScreen} from '../state.ts';
import {textField} from '../fields/text-field.ts';

type Entry = {
	value: FormScreen['concern'] | 'explain' | 'lab';
	label: string;
	/** What will be done about it. */
	about: string;
};

/** What is going wrong, in the words of somebody who has the problem. */
export const entries: readonly Entry[] = [
	{
		value: 'submit',
		label: 'My app or mail client cannot send through a server',
		about:
			'Goes the way of the app: port, encryption, login, sender, recipient, and says where the server says no.',
	},
	{
		value: 'deliver',
		label: 'Mail to one domain or person does not arrive',
		about:
			'Looks up the servers that take mail for the address and speaks to them as a sending server does, up to RCPT TO.',
	},
	{
		value: 'own-server',
		label: 'Nobody can reach the mail server that I run',
		about:
			'Tries your server as others do: DNS, port 25, greeting, encryption, and whether it takes mail for your domain.',
	},
	{
		value: 'vanished',
		label: 'Mail is accepted, then never shows up',
		about:
			'Checks everything up to the moment where the server takes the mail, then says how to follow it through log and queue.',
	},
	{
		value: 'explain',
		label: 'I have an error message: explain it',
		about: 'A reply, a line of a log or a bounce: what it means, what causes it, what to do.',
	},
	{
		value: 'lab',
		label: 'Practise in the lab: no server needed',
		about:
			'Broken mail servers inside this program. Find out what is wrong, put it right, see mail flow.',
	},
];

function open({value}: Entry, {services}: Context): Change {
	switch (value) {
		case 'explain': {
			return {
				push: {
					kind: 'explain',
					field: textField(),
					explanation: undefined,
					waiting: false,
					top: 0,
				},
			};
		}

		case 'lab': {
			return {
				push: {kind: 'lab', scenarios: undefined, cursor: 0, starting: undefined},
				effects: [{type: 'load-lab'}],
			};
		}

		case 'submit':
		case 'deliver':
		case 'own-server':
		case 'vanished': {
			return {push: createForm(value, services.known)};
		}
	}
}

/** A key on the first question. */
export function menuKey(screen: MenuScreen, key: Key, context: Context): Change {
	const {cursor} = screen;
	const total = entries.length;
	switch (key.id) {
		case 'up':
		case 'k':
		case 'shift-tab': {
			return {screen: {...screen, cursor: (cursor + total - 1) % total}};
		}

		case 'down':
		case 'j':
		case 'tab': {
			return {screen: {...screen, cursor: (cursor + 1) % total}};
		}

		case 'home': {
			return {screen: {...screen, cursor: 0}};
		}

		case 'end': {
			return {screen: {...screen, cursor: total - 1}};
		}

		case 'enter':
		case 'right': {
			const entry = entries[cursor];
			return entry ? open(entry, context) : {};
		}

		case 'q': {
			return {effects: [{type: 'leave', code: 'verdict'}]};
		}

		default: {
			const index = /^[1-9]$/.test(key.id) ? Number(key.id) - 1 : -1;
			const entry = entries[index];
			return entry ? {...open(entry, context), screen: {...screen, cursor: index}} : {};
		}
	}
}
