import type {InspectionContext} from '../../../core/inspection.ts';
import {all, last} from '../../../core/observation.ts';
import type {Answer, Ask, Asking} from '../../../core/opensmtpd/ask.ts';
import type {Configuration} from '../../../core/opensmtpd/configuration.ts';
import {readConfiguration} from '../../../core/opensmtpd/read-configuration.ts';
import type {Look, Seen} from '../../../core/server-access.ts';

/** Where smtpd.conf is: Debian, OpenBSD, Arch and Alpine, Fedora, FreeBSD. */
const places = [
	'/etc/smtpd.conf',
	'/etc/mail/smtpd.conf',
	'/etc/smtpd/smtpd.conf',
	'/etc/opensmtpd/smtpd.conf',
	'/usr/local/etc/mail/smtpd.conf',
] as const;

const why = 'the listeners, rules and actions of OpenSMTPD';

const mainFiles = places.map(read => ({read, needs: 'root', why}) as const satisfies Look);

const file = {
	read: '/<file that the configuration names>',
	needs: 'root',
	why: 'what a file has that smtpd.conf includes, or keeps a table in; never one of passwords',
} as const satisfies Look;

const database = {
	run: ['makemap', '-U', '<database>'],
	needs: 'root',
	why: 'the entries of a table that is a database',
} as const satisfies Look;

const account = {
	run: ['getent', 'passwd', '<account>'],
	needs: 'anybody',
	why: 'whether the recipient has an account',
} as const satisfies Look;

/** The name of the server, where no listener of smtpd.conf shows it. */
const names = ['/etc/mailname', '/etc/mail/mailname', '/proc/sys/kernel/hostname'].map(
	read =>
		({
			read,
			needs: 'anybody',
			why: 'the server’s own name, by which `for local` goes',
		}) as const satisfies Look,
);

/** What reading the configuration takes. */
export const configurationLooks: readonly Look[] = [...mainFiles, file];

/** What going through it takes, too. */
export const rulesLooks: readonly Look[] = [database, account, ...names];

/** A replay that asks more than this is not finished: nobody waits for a thousand look-ups. */
const mostLooks = 200;

function textOf(seen: Seen): Answer {
	switch (seen.status) {
		case 'seen': {
			return seen.exit !== 0 && seen.exit !== null
				? {status: 'unseen', why: seen.complaint.split('\n')[0] ?? ''}
				: seen.cut
					? {status: 'unseen', why: 'it is too long'}
					: {status: 'found', value: seen.output};
		}

		case 'absent': {
			return {status: 'missing'};
		}

		default: {
			return {status: 'unseen', why: seen.why};
		}
	}
}

/** What `getent` came to: 2 is “no such account”. */
function accountOf(seen: Seen): Answer {
	return seen.status !== 'seen'
		? {status: 'unseen', why: seen.why}
		: seen.exit === 0
			? {status: 'found', value: ''}
			: seen.exit === 2
				? {status: 'missing'}
				: {status: 'unseen', why: 'getent failed'};
}

async function nameOf({server, observations}: InspectionContext, hidden: boolean): Promise<Answer> {
	const greeting = last(observations, 'smtp.greeting')?.name;
	if (!hidden && greeting) {
		return {status: 'found', value: greeting};
	}

	for (const look of names) {
		const found = textOf(await server.look(look));
		const [name = ''] = found.status === 'found' ? found.value.trim().split('\n') : [];
		// A name without a domain is completed by DNS, as it was at the start
		if (name.includes('.')) {
			return {status: 'found', value: name};
		}
	}

	return {status: 'unseen', why: 'no file tells it'};
}

async function answerTo(context: InspectionContext, ask: Ask, hidden: boolean): Promise<Answer> {
	const {server} = context;
	switch (ask.kind) {
		case 'file': {
			return ask.path.startsWith('/') && !/[\0\n]/.test(ask.path)
				? textOf(await server.look({...file, read: ask.path}))
				: {status: 'unseen', why: `${ask.path} is no path of a file`};
		}

		case 'database': {
			return ask.path.startsWith('/')
				? textOf(await server.look({...database, run: ['makemap', '-U', ask.path]}))
				: {status: 'unseen', why: `${ask.path} is no path of a file`};
		}

		case 'account': {
			return /^[\w.][\w.+-]*$/.test(ask.name)
				? accountOf(await server.look({...account, run: ['getent', 'passwd', ask.name]}))
				: {status: 'unseen', why: 'it is no name to ask for'};
		}

		case 'name': {
			return nameOf(context, hidden);
		}
	}
}

/**
 * Drives a replay: looks up on the server what it asks for, each thing once. `hidden`: the greeting
 * shows another name than the server’s own.
 */
export async function driveOpensmtpd<Result>(
	context: InspectionContext,
	asking: Asking<Result>,
	hidden = false,
): Promise<Result> {
	const known = new Map<string, Answer>();
	let step = asking.next();
	while (!step.done) {
		const id = JSON.stringify(step.value);
		const answer =
			known.get(id) ??
			(known.size < mostLooks
				? await answerTo(context, step.value, hidden)
				: ({status: 'unseen', why: 'there was too much to look up'} as const));
		known.set(id, answer);
		step = asking.next(answer);
	}

	return step.value;
}

/** Whether it may be OpenSMTPD that was spoken to: nothing says that it is another. */
export function mayBeOpensmtpd({observations}: InspectionContext): boolean {
	const running = all(observations, 'server.service').filter(service => service.running);
	const known = last(observations, 'server.software')?.mta;
	return running.length > 0
		? running.some(({mta}) => mta === 'opensmtpd')
		: known === undefined || known === 'opensmtpd';
}

/** smtpd.conf and what it includes; nothing where there is none. */
export async function opensmtpdConfiguration(
	context: InspectionContext,
): Promise<Configuration | undefined> {
	for (const look of mainFiles) {
		const seen = textOf(await context.server.look(look));
		if (seen.status === 'found') {
			return driveOpensmtpd(context, readConfiguration(seen.value, look.read));
		}
	}

	return undefined;
}
