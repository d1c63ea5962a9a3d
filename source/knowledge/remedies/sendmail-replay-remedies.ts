import {saw} from '../../core/condition.ts';
import type {Remedy, RemedyStep} from '../../core/knowledge.ts';
import type {ChangeKind} from '../../core/postfix/change.ts';
import {undoOfCopy} from './undo.ts';

const least: RemedyStep = {
	say: 'The least that lets this client through: {replayChange}',
	effect: 'reads',
};

const build = 'makemap hash {replayTable} < {replayTable}';
const kept = '{replayTable}.before';

const keep: RemedyStep = {
	say: 'Keep a copy of the file.',
	command: `cp -a {replayTable} ${kept}`,
	effect: 'changes',
	undo: undoOfCopy(kept),
};

const undoTable = `\`cp -a ${kept} {replayTable} && ${build}\``;
const undoClass = `\`cp -a ${kept} {replayTable}\`, then restart.`;

/** A line that is added to a table, which works at once. */
const add = (value: string, say: string): readonly RemedyStep[] => [
	keep,
	{
		say,
		command: `printf '%s\\t${value}\\n' {replayKey} >> {replayTable} && ${build}`,
		effect: 'changes',
		undo: undoTable,
	},
];

/** A line that is added to the file of a class, which is read at the start. */
const addToClass = (say: string): readonly RemedyStep[] => [
	keep,
	{
		say,
		command: `printf '%s\\n' {replayKey} >> {replayTable} && systemctl restart sendmail`,
		effect: 'changes',
		undo: undoClass,
	},
];

/** A change, the causes under which it is shown, and how it is made. */
type Exact = Pick<Remedy, 'where' | 'apply'> & {
	causes: readonly string[];
	steps: readonly RemedyStep[];
};

const changes: Readonly<Partial<Record<ChangeKind, Exact>>> = {
	'sign-in': {causes: ['not-authenticated'], where: 'client', steps: []},
	'add-network': {
		causes: ['client-not-in-mynetworks', 'relay-by-name-without-ptr'],
		where: 'server',
		steps: [
			...add(
				'RELAY',
				'Let this address relay; it works at once. Only an address that is yours and fixed.',
			),
			{
				say: 'Also carry over what else names an old address: firewall rules and the SPF record.',
				effect: 'reads',
			},
		],
	},
	'add-relay-host': {
		causes: ['client-not-in-mynetworks', 'relay-by-name-without-ptr'],
		where: 'server',
		apply: 'restart',
		steps: addToClass(
			'Let this address relay. Only an address that is yours and fixed. All that begins alike may relay as well, so write it in full.',
		),
	},
	'add-domain': {
		causes: ['domain-not-local'],
		where: 'server',
		apply: 'restart',
		steps: [
			...addToClass('Add it to the domains whose mailboxes are users of this system.'),
			{
				say: 'If this server only passes its mail on: `/etc/mail/relay-domains` instead, and a line in the mailer table that says where to.',
				effect: 'reads',
			},
		],
	},
	'access-entry': {
		causes: ['local-access-list', 'client-denied', 'sender-blocked', 'client-not-in-mynetworks'],
		where: 'server',
		steps: [
			{
				say: 'This is the entry that decides.',
				command: 'grep -n -i -F -e {replayKey} {replayTable}',
				effect: 'reads',
			},
			keep,
			{
				say: 'Take it out and build the table anew; it works at once.',
				command: `awk -v key={replayKey} 'tolower($1) != tolower(key)' ${kept} > {replayTable} && ${build}`,
				effect: 'changes',
				undo: undoTable,
			},
		],
	},
	'access-exception': {
		causes: ['local-access-list', 'client-denied', 'sender-blocked'],
		where: 'server',
		steps: add(
			'OK',
			'Add an entry for this one alone; it is found before the wider one, and works at once. OK lets nobody relay.',
		),
	},
	'rebuild-table': {
		causes: [
			'client-not-in-mynetworks',
			'not-authenticated',
			'local-access-list',
			'client-denied',
			'sender-blocked',
			'lookup-table-missing',
		],
		where: 'server',
		steps: [
			{
				say: 'What Sendmail reads now, and the file that it should come from:',
				command:
					'makemap -u hash {replayTable} | grep -i -F -e {replayKey}; grep -n -i -F -e {replayKey} {replayTable}',
				effect: 'reads',
			},
			{
				say: 'Build the table; it works at once. Other lines of the file that were changed since take effect as well.',
				command: build,
				effect: 'changes',
				undo: 'Put the old lines back into {replayTable} and build it again.',
			},
		],
	},
	'rebuild-aliases': {
		causes: ['no-such-user'],
		where: 'server',
		steps: [
			{
				say: 'Build the table of aliases; it works at once.',
				command: 'newaliases',
				effect: 'changes',
				undo: 'Take the lines out of {replayTable} and run `newaliases` again.',
			},
		],
	},
	'add-recipient': {
		causes: ['no-such-user'],
		where: 'server',
		steps: [
			{
				say: 'Is there a name like it among the aliases, or among the users?',
				command: 'grep -n -i -F -e {replayKey} {replayTable} /etc/passwd',
				effect: 'reads',
			},
			{
				say: 'If the recipient is right: make the user, or add an alias to {replayTable} and run `newaliases`.',
				effect: 'reads',
			},
		],
	},
};

/** Sendmail, where its own rules were tested: the smallest change, and nothing more. Files are those of Debian. */
export const sendmailReplayRemedies: readonly Remedy[] = Object.entries(changes).flatMap(
	([change, {causes, steps, ...rest}]) =>
		[...causes, 'setting-found'].map((cause): Remedy => ({
			...rest,
			cause,
			mta: 'sendmail',
			when: saw('server.replay', {agrees: true, outcome: 'refused', change}),
			steps: [least, ...steps],
		})),
);
