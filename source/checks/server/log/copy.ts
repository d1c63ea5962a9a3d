import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import {hasMessageId} from '../../../core/headers/mailbox-headers.ts';
import {all, last, type Facts} from '../../../core/observation.ts';
import {clip} from '../../../core/escape.ts';
import type {Look, Seen} from '../../../core/server-access.ts';
import {dovecotPlace} from './dovecot-place.ts';
import {tellCopy} from '../../records/header.ts';

const why = 'the header of this very message where it was stored';
const header = {needs: 'root', limit: 256 * 1024, patience: 30_000, why} as const;

/** Prints the header of the one message of a mailbox file that has this Message-ID, and nothing else. */
const oneHeader = [
	'(NR==1||empty)&&/^From /{head=1;text="";hit=0;empty=0;next}',
	'head{text=text $0 "\\n";if($0!~/^[ \\t]/)name=tolower($0);if(name~/^message-id:/&&index($0,id))hit=1}',
	'{empty=($0~/^\\r?$/)}',
	'head&&empty{if(hit){printf "%s",text;exit}head=0}',
].join(' ');

const looks = {
	home: (user: string): Look => ({
		run: ['getent', 'passwd', user],
		needs: 'anybody',
		why: 'where the recipient’s home is, in which mail may be stored',
	}),
	settings: {
		run: ['postconf', '-xh', 'home_mailbox', 'mail_spool_directory'],
		needs: 'anybody',
		why: 'where Postfix stores mail',
	} satisfies Look,
	inFile: (id: string, file: string): Look => ({
		run: ['awk', '-v', `id=${id}`, oneHeader, file],
		...header,
	}),
	inMaildir: (id: string, folder: string): Look => ({
		run: ['grep', '-rlF', '-e', id, folder],
		...header,
	}),
	ofFile: (file: string): Look => ({run: ['sed', String.raw`/^.\{0,1\}$/q`, file], ...header}),
	dovecotMail: (user: string): Look => ({
		run: ['doveadm', 'user', '-f', 'mail', user],
		needs: 'root',
		why: 'where Dovecot stores the recipient’s mail',
	}),
	dovecotHome: (user: string): Look => ({
		run: ['doveadm', 'user', '-f', 'home', user],
		needs: 'root',
		why: 'where the recipient’s home is for Dovecot',
	}),
};

/** Files of a Maildir that may answer or quote the message; the first that is the message itself counts. */
const mostFiles = 5;

type Copy = {place: string; text: string};

const outputOf = (seen: Seen) =>
	seen.status === 'seen' && seen.exit !== null && seen.exit < 2 ? seen.output : '';

/** Takes a look as this user first, and with root only where that may not be read, as is done with files. */
async function lookAsIs({server}: InspectionContext, look: Look): Promise<string> {
	const seen = await server.look({...look, needs: 'anybody'});
	const isShut =
		seen.status === 'seen' && seen.output === '' && /permission denied/i.test(seen.complaint);
	return outputOf(isShut ? await server.look(look) : seen);
}

/** A user and a Message-ID that mean themselves to every program that is asked. */
const isUser = (text: string) => /^[a-z\d_][\w.-]{0,63}$/i.test(text);
const isId = (text: string) => /^<[^\s\\"'<>\p{Cc}]{3,250}>$/u.test(text);

/** The account behind a recipient: without the part that subaddressing adds. */
const userOf = (recipient: string) => recipient.replace(/@.*$/s, '').split('+', 1)[0] ?? '';

/** The places in which mail for a user of the machine is stored, the likeliest first. */
async function placesOf(
	{server, options}: InspectionContext,
	user: string,
	own: boolean,
): Promise<readonly string[]> {
	const named = own && server.where.kind === 'local' && options.copyAt ? [options.copyAt] : [];
	const entry = outputOf(await server.look(looks.home(user)));
	const home = entry.split('\n', 1)[0]?.split(':')[5] ?? '';
	const [inHome = '', spool = ''] = outputOf(await server.look(looks.settings)).split('\n');
	const isPath = (text: string) => /^\/[^\p{Cc}]{1,500}$/u.test(text);
	return [
		...new Set([
			...named,
			...(home === '' || inHome === '' ? [] : [`${home}/${inHome}`]),
			...(spool === '' ? [] : [spool.endsWith('/') ? `${spool}${user}/` : `${spool}/${user}`]),
			`/var/mail/${user}`,
			...(home === '' ? [] : [`${home}/Maildir/`]),
		]),
	].filter(isPath);
}

async function inMaildir(
	context: InspectionContext,
	id: string,
	folder: string,
): Promise<Copy | undefined> {
	const listing = await lookAsIs(context, looks.inMaildir(id, folder));
	const files = listing.split('\n').filter(file => /^\/.*\/(?:new|cur)\/[^/]+$/.test(file));
	for (const file of files.slice(0, mostFiles)) {
		const text = await lookAsIs(context, looks.ofFile(file));
		if (hasMessageId(text, id)) {
			return {place: file, text};
		}
	}

	return undefined;
}

/** Where Dovecot stores the mail of a recipient. Its own programs are not asked for mail: that writes an index. */
async function placeOfDovecot(
	{server}: InspectionContext,
	recipient: string,
): Promise<string | undefined> {
	for (const name of new Set([recipient, userOf(recipient)])) {
		const seen = await server.look(looks.dovecotMail(name));
		if (seen.status !== 'seen') {
			return undefined;
		}

		if (seen.exit === 0) {
			const home = outputOf(await server.look(looks.dovecotHome(name)));
			return dovecotPlace(seen.output, home, name);
		}
	}

	return undefined;
}

async function findCopy(
	context: InspectionContext,
	id: string,
	recipient: string,
	own: boolean,
): Promise<Copy | undefined> {
	const mayBeFolder = (place: string) => place === context.options.copyAt;
	const lookAt = async (place: string): Promise<Copy | undefined> => {
		if (!place.endsWith('/')) {
			const text = await lookAsIs(context, looks.inFile(id, place));
			if (hasMessageId(text, id)) {
				return {place, text};
			}
		}

		return place.endsWith('/') || mayBeFolder(place) ? inMaildir(context, id, place) : undefined;
	};

	const places = await placesOf(context, userOf(recipient), own);
	for (const place of places) {
		const found = await lookAt(place);
		if (found) {
			return found;
		}
	}

	const stored = await placeOfDovecot(context, recipient);
	return stored === undefined || places.includes(stored) ? undefined : lookAt(stored);
}

/** Our own Message-ID is known; not every server logs it. */
function idOf({observations}: InspectionContext, fate: Facts['delivery.fate']): string {
	const sent = fate.own ? last(observations, 'message.sent')?.messageId : undefined;
	return sent ?? `<${fate.messageId.replace(/^<(.*)>$/, '$1')}>`;
}

/** The message whose copy is looked for: it was delivered here, by the log. */
function deliveredIn(context: InspectionContext): Facts['delivery.fate'] | undefined {
	return all(context.observations, 'delivery.fate').find(
		fate =>
			(fate.where === 'delivered' || fate.where === 'filtered') &&
			isId(idOf(context, fate)) &&
			isUser(userOf(fate.recipient)) &&
			/^[\w.+@-]+$/.test(fate.recipient),
	);
}

/**
 * The copy of a message that was delivered on this server: the test message, or the one that is followed.
 * It is found by its Message-ID, and nothing but its header is read.
 */
export const copy: Inspection = {
	id: 'copy',
	title: 'Copy that arrived',
	question: 'delivered',
	stage: 'message',
	emits: ['copy.found', 'copy.hop', 'copy.result', 'copy.signature', 'records.finding'],
	looks: [
		looks.home('<user>'),
		looks.settings,
		looks.inFile('<message id>', '/<mailbox file>'),
		looks.inMaildir('<message id>', '/<maildir>'),
		looks.ofFile('/<message file>'),
		looks.dovecotMail('<user>'),
		looks.dovecotHome('<user>'),
	],
	async run(context) {
		const fate = deliveredIn(context);
		if (!fate) {
			return {status: 'skipped', summary: 'By its log, nothing that is followed was stored here.'};
		}

		const {recipient, own} = fate;
		const messageId = idOf(context, fate);
		const found = await findCopy(context, messageId, recipient, own);
		if (!found) {
			return {
				status: 'skipped',
				summary: `No copy of ${context.safe(messageId)} was seen where mail for ${context.safe(recipient)} is usually stored.`,
			};
		}

		const isJunk = /[./ ](?:junk|spam|bulk|quarantine)\b/i.test(found.place);
		const place = context.safe(clip(found.place, 200));
		return tellCopy(context, found.text, {where: context.server.place, place, own, isJunk});
	},
};
