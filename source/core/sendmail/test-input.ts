import {parseClient} from '../records/ip-address.ts';

/** The dialogue as Sendmail saw it. */
export type TestDialogue = {
	client: string;
	/** Its reverse name, empty where there is none; and whether that name leads back. */
	name: string;
	resolve: 'OK' | 'FAIL' | 'FORGED' | 'TEMP';
	sender: string;
	/** Empty where the dialogue did not get that far. */
	recipient: string;
	login: string | undefined;
	/** With which it signed in, in upper case. */
	mechanism: string;
	secure: boolean;
	/** Modifiers of the listener, as the rulesets have them. */
	flags: string;
};

/**
 * `sendmail -bt` takes what it reads line by line for commands, at most 2048 bytes each, and `$` begins a
 * macro. So nothing goes in but words of these forms; with anything else the rules are not tested.
 */
const forms = {
	address: /^[\da-f:.]{2,45}$/i,
	name: /^[a-z\d](?:[\w.-]{0,252}[a-z\d])?$/i,
	login: /^[\w@.+-]{1,128}$/,
	mechanism: /^[A-Z\d_-]{1,20}$/,
	flags: /^[A-Za-z ]{0,60}$/,
	/** The atoms of RFC 5321 without those that begin a macro, a file or a program; then a domain, or none. */
	mailbox: /^[\w!#%'*+=?^{}~-]+(?:\.[\w!#%'*+=?^{}~-]+)*(?:@[a-z\d](?:[a-z\d.-]*[a-z\d])?)?$/i,
} as const;

/** Whether an address can be handed to a test as it is. */
export function isPlainMailbox(text: string): boolean {
	return text.length <= 254 && forms.mailbox.test(text);
}

/** An address as the rulesets have it: of IPv6 all eight groups are written out. */
export function asClientAddr(address: string): string {
	const octets = parseClient(address);
	if (!octets || octets.length === 4) {
		return octets?.join('.') ?? address;
	}

	const groups = Array.from({length: 8}, (_, index) =>
		(((octets[index * 2] ?? 0) << 8) | (octets[index * 2 + 1] ?? 0)).toString(16),
	);
	return `IPv6:${groups.join(':')}`;
}

/** The client’s name to the rules: one that does not lead back is none to them. */
export function clientName({client, name, resolve}: TestDialogue): string {
	return resolve === 'OK' && name !== '' ? name : `[${asClientAddr(client)}]`;
}

/** The commands of a test, in order. `show` names the part of the answer that a line has. */
export type TestCommand = {
	line: string;
	asks?:
		'access-name' | 'access-address' | 'mail' | 'rcpt' | 'parse' | 'w' | 'R' | 'mechanisms' | 'mx';
};

/**
 * What to have Sendmail test for a dialogue: macros are set as its daemon sets them, then rulesets are
 * asked. Nothing where a value of the dialogue is not of the form that can do no harm.
 */
export function testCommands(dialogue: TestDialogue): readonly TestCommand[] | undefined {
	const {client, resolve, sender, recipient, login, secure, flags} = dialogue;
	const mechanism = login === undefined ? '' : dialogue.mechanism;
	const fits =
		forms.address.test(client) &&
		(dialogue.name === '' || forms.name.test(dialogue.name)) &&
		(sender === '' || isPlainMailbox(sender)) &&
		(recipient === '' || isPlainMailbox(recipient)) &&
		(login === undefined || (forms.login.test(login) && forms.mechanism.test(mechanism))) &&
		forms.flags.test(flags);
	if (!fits) {
		return undefined;
	}

	const address = asClientAddr(client);
	const name = clientName(dialogue);
	const set = (macro: string, value: string): TestCommand => ({line: `.D${macro}${value}`});
	const domain = /@(.+)$/.exec(recipient)?.[1];
	return [
		set('{client_addr}', address),
		set('{client_name}', name),
		set('{client_ptr}', dialogue.name || name),
		set('{client_resolve}', resolve),
		...(flags === '' ? [] : [set('{daemon_flags}', flags)]),
		set('{verify}', secure ? 'NO' : 'NONE'),
		...(secure ? [set('{cipher_bits}', '256')] : []),
		...(login === undefined ? [] : [set('{auth_type}', mechanism), set('{auth_authen}', login)]),
		set('{mail_from}', `<${sender}>`),
		set('f', sender === '' ? '<>' : sender),
		{line: `D <${name}> <?> <+ Connect> <${address}>`, asks: 'access-name'},
		{line: `A <${address}> <?> <+ Connect> <>`, asks: 'access-address'},
		{line: `check_mail <${sender}>`, asks: 'mail'},
		...(recipient === ''
			? []
			: ([
					{line: `check_rcpt <${recipient}>`, asks: 'rcpt'},
					{line: `/parse ${recipient}`, asks: 'parse'},
					...(domain === undefined ? [] : ([{line: `/mx ${domain}`, asks: 'mx'}] as const)),
				] as const)),
		{line: '$=w', asks: 'w'},
		{line: '$=R', asks: 'R'},
		{line: '$={TrustAuthMech}', asks: 'mechanisms'},
	];
}

/** The commands as they are written to `sendmail -bt`. */
export function testInput(commands: readonly TestCommand[]): string {
	return commands.map(({line}) => `${line}\n`).join('');
}

/** Asks the aliases for a local user, and maps of DNS for their keys; nothing where one is no plain word. */
export function mapCommands(
	lookUps: ReadonlyArray<{map: string; key: string}>,
): readonly TestCommand[] | undefined {
	const fits = lookUps.every(
		({map, key}) => /^[\w.]{1,40}$/.test(map) && /^[\w@.+-]{1,254}$/.test(key),
	);
	return fits && lookUps.length > 0
		? lookUps.map(({map, key}) => ({line: `/map ${map} ${key}`}))
		: undefined;
}
