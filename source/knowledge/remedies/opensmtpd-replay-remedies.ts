import {either, saw} from '../../core/condition.ts';
import type {Remedy, RemedyStep} from '../../core/knowledge.ts';
import type {OpensmtpdChangeKind} from '../../core/opensmtpd/change.ts';
import {undoOfCopy} from './undo.ts';

const least: RemedyStep = {
	say: 'The least that lets this client through: {replayChange}',
	effect: 'reads',
};

/** Where nothing of the configuration has to change, or it is for the admin to decide. */
const asSaid: RemedyStep = {say: '{replayChange}', effect: 'reads'};

const kept = '{replayTable}.before';
const back = `\`cp -a ${kept} {replayTable}\`, then restart.`;

const keep: RemedyStep = {
	say: 'Keep a copy of the configuration.',
	command: `cp -a {replayTable} ${kept}`,
	effect: 'changes',
	undo: undoOfCopy(kept),
};

const restart: RemedyStep = {
	say: 'OpenSMTPD reads its configuration at the start alone: check it, then restart. (On OpenBSD: `rcctl restart smtpd`.)',
	command: 'smtpd -n && systemctl restart opensmtpd',
	effect: 'changes',
	undo: back,
};

/** A rule at the end of the file: whatever another rule takes already goes as before. */
const atTheEnd = (say: string, rule: string): readonly RemedyStep[] => [
	keep,
	{
		say,
		command: `printf '\\nmatch ${rule} action "%s"\\n' {replayKey} >> {replayTable}`,
		effect: 'changes',
		undo: back,
	},
	restart,
];

/** A rule before the one that refuses. */
const before = (say: string, rule: string): readonly RemedyStep[] => [
	keep,
	{
		say,
		command: `awk 'NR == {replayLine} { print "match ${rule.replaceAll('"', String.raw`\"`)} action \\"{replayKey}\\"" } 1' ${kept} > {replayTable}`,
		effect: 'changes',
		undo: back,
	},
	restart,
];

const forClient = 'from src {client} for any';
const forSignedIn = 'from auth for any';
const forDomain = 'from any for domain "{recipientDomain}"';
const sayClient =
	'Let this address relay, and no other. Only one that is yours and fixed, or strangers can relay.';
const saySignedIn = 'Let whoever has signed in relay.';
const sayDomain =
	'Take mail for the domain. If this server should not have it at all, correct its MX record instead.';

/** A change, the causes under which it is shown, and how it is made. */
type Exact = Pick<Remedy, 'where' | 'apply'> & {
	causes: readonly string[];
	steps: readonly RemedyStep[];
};

const relaying = ['client-not-in-mynetworks', 'auth-off-on-port', 'relay-denied-in-disguise'];
const signedIn = ['submission-override', 'relay-denied-in-disguise'];
const bySubject = ['local-access-list', 'sender-blocked', 'helo-invalid'];

const changes: Readonly<Record<OpensmtpdChangeKind, Exact>> = {
	'sign-in': {
		causes: ['not-authenticated', 'relay-denied-in-disguise'],
		where: 'client',
		steps: [],
	},
	'own-sender': {causes: ['sender-not-owned'], where: 'client', steps: []},
	'match-client': {
		causes: relaying,
		where: 'server',
		apply: 'restart',
		steps: atTheEnd(sayClient, forClient),
	},
	'match-client-before': {
		causes: relaying,
		where: 'server',
		apply: 'restart',
		steps: before(sayClient, forClient),
	},
	'match-signed-in': {
		causes: signedIn,
		where: 'server',
		apply: 'restart',
		steps: atTheEnd(saySignedIn, forSignedIn),
	},
	'match-signed-in-before': {
		causes: signedIn,
		where: 'server',
		apply: 'restart',
		steps: before(saySignedIn, forSignedIn),
	},
	'match-domain': {
		causes: ['domain-not-local'],
		where: 'server',
		apply: 'restart',
		steps: atTheEnd(sayDomain, forDomain),
	},
	'match-domain-before': {
		causes: ['domain-not-local'],
		where: 'server',
		apply: 'restart',
		steps: before(sayDomain, forDomain),
	},
	'table-entry': {
		causes: bySubject,
		where: 'server',
		steps: [
			{
				say: 'This is the entry that refuses.',
				command: 'grep -n -i -F -e {replayKey} {replayTable}',
				effect: 'reads',
			},
		],
	},
	none: {
		causes: [
			...bySubject,
			'no-such-user',
			'client-without-tls',
			'ptr-missing',
			'ptr-mismatch',
			'config-error',
			'size-limit',
		],
		where: 'server',
		steps: [],
	},
};

const refused = {
	outcome: 'refused',
	service: /^smtpd port /,
	changeSays: {empty: false},
} as const;

/** OpenSMTPD, where its own rules were gone through: the smallest change, and nothing more. */
export const opensmtpdReplayRemedies: readonly Remedy[] = Object.entries(changes).flatMap(
	([change, {causes, steps, ...rest}]) =>
		[...causes, 'setting-found'].map((cause): Remedy => ({
			...rest,
			cause,
			mta: 'opensmtpd',
			when: either(
				saw('server.replay', {...refused, agrees: true, change}),
				saw('server.foreseen', {...refused, change}),
			),
			steps: [change === 'none' ? asSaid : least, ...steps],
		})),
);
