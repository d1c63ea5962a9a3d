import {either, saw} from '../../core/condition.ts';
import type {Remedy, RemedyStep} from '../../core/knowledge.ts';
import type {ChangeKind} from '../../core/postfix/change.ts';
import type {SendmailChangeKind} from '../../core/sendmail/change-kind.ts';

const least: RemedyStep = {
	say: 'The least that lets this client through: {replayChange}',
	effect: 'reads',
};

const asSaid: RemedyStep = {say: '{replayChange}', effect: 'reads'};

const reload: RemedyStep = {
	say: 'Make it effective.',
	command: 'systemctl reload postfix',
	effect: 'changes',
	undo: 'Put the old value back and reload.',
};

/** `postconf -P` takes no white space, so the list that is there is joined by commas. */
const listed = (parameter: string) =>
	`$(postconf -Ph {replayService}/${parameter} | tr -s ' ,' ',')`;

const noted = '`postconf -P` with the value that was noted, then reload.';

/** A change, the causes under which it is shown, and how it is made. */
type Exact = Pick<Remedy, 'where' | 'apply'> & {
	causes: readonly string[];
	steps: readonly RemedyStep[];
};

const changes: Readonly<
	Record<Exclude<ChangeKind, SendmailChangeKind | 'none' | 'add-domain'>, Exact>
> = {
	'sign-in': {
		causes: ['not-authenticated', 'submission-override', 'sender-not-owned'],
		where: 'client',
		steps: [],
	},
	'past-postscreen': {
		causes: ['postscreen-deep-test', 'ip-listed', 'local-access-list'],
		where: 'server',
		steps: [],
	},
	'correct-word': {
		causes: ['config-error'],
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Postfix’s own `postfix check` does not see this: names in restriction lists are read when a client comes. Keep a copy, and change that line.',
				command: 'cp -a /etc/postfix /root/postfix-before',
				effect: 'changes',
				undo: 'Copy the files back from `/root/postfix-before`, then reload.',
			},
			reload,
		],
	},
	'own-sender': {causes: ['sender-not-owned'], where: 'client', steps: []},
	'add-network': {
		causes: ['client-not-in-mynetworks'],
		where: 'server',
		apply: 'reload',
		steps: [
			{say: 'Note the present value.', command: 'postconf mynetworks', effect: 'reads'},
			{
				say: 'Add the address to the value that is there. Only an address that is yours and fixed.',
				command: 'postconf -e "mynetworks = $(postconf -h mynetworks) {clientCidr}"',
				effect: 'changes',
				undo: '`postconf -e "mynetworks = …"` with the value that was noted, then reload. Remove the address of an old machine in the same way.',
			},
			reload,
			{
				say: 'Also carry over what else names an old address: firewall rules and the SPF record.',
				effect: 'reads',
			},
		],
	},
	'add-network-to-service': {
		causes: ['client-not-in-mynetworks'],
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Note the present value.',
				command: 'postconf -P {replayService}/mynetworks',
				effect: 'reads',
			},
			{
				say: 'Add the address to the value that is there, for this service alone.',
				command: `postconf -P "{replayService}/mynetworks=${listed('mynetworks')},{clientCidr}"`,
				effect: 'changes',
				undo: noted,
			},
			reload,
		],
	},
	'permit-signed-in': {
		causes: ['submission-override'],
		where: 'server',
		apply: 'reload',
		steps: [
			{say: 'Note the present value.', command: 'postconf {replayList}', effect: 'reads'},
			{
				say: 'Let in who has signed in, before anything else in that list.',
				command:
					'postconf -e "{replayList} = permit_sasl_authenticated, $(postconf -h {replayList})"',
				effect: 'changes',
				undo: '`postconf -e` with the value that was noted, then reload.',
			},
			reload,
		],
	},
	'permit-signed-in-on-service': {
		causes: ['submission-override'],
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Note the present value.',
				command: 'postconf -P {replayService}/{replayList}',
				effect: 'reads',
			},
			{
				say: 'Let in who has signed in, before anything else in that list of this service.',
				command: `postconf -P "{replayService}/{replayList}=permit_sasl_authenticated,${listed('{replayList}')}"`,
				effect: 'changes',
				undo: noted,
			},
			reload,
		],
	},
	'switch-on-login': {
		causes: ['submission-override'],
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Is there a back end for logins?',
				command: 'postconf smtpd_sasl_type smtpd_sasl_path',
				effect: 'reads',
			},
			{
				say: 'Switch logins on for this service alone.',
				command: 'postconf -P {replayService}/smtpd_sasl_auth_enable=yes',
				effect: 'changes',
				undo: '`postconf -PX {replayService}/smtpd_sasl_auth_enable`, then reload.',
			},
			reload,
		],
	},
	'access-entry': {
		causes: ['local-access-list', 'helo-invalid', 'sender-blocked'],
		where: 'server',
		steps: [
			{
				say: 'This is the entry that refuses.',
				command: 'postmap -q {replayKey} {replayTable}',
				effect: 'reads',
			},
			{
				say: 'A table of the types hash, btree, lmdb, cdb or dbm is then built anew with `postmap` and its name; one of the types cidr, pcre or regexp wants `systemctl reload postfix`.',
				effect: 'reads',
			},
		],
	},
};

/** Postfix, where its own restrictions were gone through: the smallest change, and nothing more. */
export const postfixReplayRemedies: readonly Remedy[] = [
	{
		cause: 'setting-found',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Decide whether the restriction is wanted. If it is, the client is what has to change.',
				effect: 'reads',
			},
			{
				say: 'If this client alone is to pass, put an exception for it before the restriction, as narrow as it can be: its address, this sender or this recipient, never a whole network. Then reload.',
				effect: 'reads',
			},
		],
	},
	...Object.entries(changes).flatMap(([change, {causes, steps, ...rest}]) =>
		[...causes, 'setting-found'].map((cause): Remedy => ({
			...rest,
			cause,
			mta: 'postfix',
			when: either(
				saw('server.replay', {agrees: true, outcome: 'refused', change}),
				saw('server.foreseen', {outcome: 'refused', change}),
			),
			steps: [change === 'correct-word' ? asSaid : least, ...steps],
		})),
	),
];
