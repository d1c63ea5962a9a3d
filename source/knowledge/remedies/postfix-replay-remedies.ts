import {either, saw} from '../../core/condition.ts';
import type {ChangeKind} from '../../core/postfix/change.ts';
import type {Remedy, RemedyStep} from '../../core/knowledge.ts';

/** The replay of Postfix’s restrictions came to this change. */
function comesTo(change: ChangeKind) {
	return saw('server.replay', {agrees: true, outcome: 'refused', change});
}

const least: RemedyStep = {
	say: 'The least that lets this client through: {replayChange}',
	effect: 'reads',
};

const reload: RemedyStep = {
	say: 'Make it effective.',
	command: 'systemctl reload postfix',
	effect: 'changes',
	undo: 'Put the old value back and reload.',
};

/** Postfix, where its own restrictions were gone through: the smallest change, and nothing more. */
export const postfixReplayRemedies: readonly Remedy[] = [
	{
		cause: 'not-authenticated',
		mta: 'postfix',
		where: 'client',
		when: comesTo('sign-in'),
		steps: [least],
	},
	{
		cause: 'client-not-in-mynetworks',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		when: comesTo('add-network'),
		steps: [
			least,
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
	{
		cause: 'client-not-in-mynetworks',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		when: comesTo('add-network-to-service'),
		steps: [
			least,
			{
				say: 'Note the present value.',
				command: 'postconf -P {replayService}/mynetworks',
				effect: 'reads',
			},
			{
				say: 'Add the address to the value that is there, for this service alone.',
				command:
					'postconf -P "{replayService}/mynetworks=$(postconf -Ph {replayService}/mynetworks) {clientCidr}"',
				effect: 'changes',
				undo: '`postconf -P` with the value that was noted, then reload.',
			},
			reload,
		],
	},
	{
		cause: 'submission-override',
		mta: 'postfix',
		where: 'client',
		when: comesTo('sign-in'),
		steps: [least],
	},
	{
		cause: 'submission-override',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		when: comesTo('permit-signed-in'),
		steps: [
			least,
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
	{
		cause: 'submission-override',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		when: comesTo('permit-signed-in-on-service'),
		steps: [
			least,
			{
				say: 'Note the present value.',
				command: 'postconf -P {replayService}/{replayList}',
				effect: 'reads',
			},
			{
				say: 'Let in who has signed in, before anything else in that list of this service.',
				command:
					'postconf -P "{replayService}/{replayList}=permit_sasl_authenticated,$(postconf -Ph {replayService}/{replayList})"',
				effect: 'changes',
				undo: '`postconf -P` with the value that was noted, then reload.',
			},
			reload,
		],
	},
	{
		cause: 'submission-override',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		when: comesTo('switch-on-login'),
		steps: [
			least,
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
	{
		cause: 'sender-not-owned',
		mta: 'postfix',
		where: 'client',
		when: either(comesTo('own-sender'), comesTo('sign-in')),
		steps: [least],
	},
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
	...(['local-access-list', 'helo-invalid', 'sender-blocked', 'setting-found'] as const).map(
		(cause): Remedy => ({
			cause,
			mta: 'postfix',
			where: 'server',
			when: comesTo('access-entry'),
			steps: [
				{
					say: 'This is the entry that refuses.',
					command: 'postmap -q {replayKey} {replayTable}',
					effect: 'reads',
				},
				least,
				{
					say: 'A table of the types hash, btree, lmdb, cdb or dbm is then built anew with `postmap` and its name; one of the types cidr, pcre or regexp wants `systemctl reload postfix`.',
					effect: 'reads',
				},
			],
		}),
	),
];
