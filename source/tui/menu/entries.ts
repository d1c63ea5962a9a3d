import type {FormScreen} from '../state.ts';

export type Entry = {
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
			'Checks everything up to the moment where the server takes the mail, then follows it through the log and the queue of the mail server, if you let that be looked at.',
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
