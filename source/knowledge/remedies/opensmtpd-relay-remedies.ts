import type {Remedy} from '../../core/knowledge.ts';
import {keepOpensmtpd, restartOpensmtpd, undoOpensmtpd} from './opensmtpd-steps.ts';

const rules = {
	say: 'The present rules; the first that matches decides.',
	command: 'grep -nE "^(listen|match|action)" /etc/smtpd.conf',
	effect: 'reads',
} as const;

const addClient = {
	say: 'Let the client’s address relay, by a rule beside that for local senders. Only addresses that are yours and fixed, or strangers can relay.',
	command:
		"sed -i 's|^match from local for any \\(action .*\\)$|&\\nmatch from src {client} for any \\1|' /etc/smtpd.conf",
	effect: 'changes',
	undo: undoOpensmtpd,
} as const;

/** OpenSMTPD: who may relay, and for which domains it takes mail. */
export const opensmtpdRelayRemedies: readonly Remedy[] = [
	{
		cause: 'not-authenticated',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Is AUTH offered (`auth` at the listener), and is there a rule `match from auth for any`?',
				command: 'grep -nE "^(listen|match)" /etc/smtpd.conf',
				effect: 'reads',
			},
			keepOpensmtpd,
			{
				say: 'Let signed-in users relay, by a rule beside that for local senders. The listener needs `tls-require` (or `smtps`) and `auth`.',
				command:
					"grep -q '^match from auth' /etc/smtpd.conf || sed -i 's|^match from local for any \\(action .*\\)$|&\\nmatch from auth for any \\1|' /etc/smtpd.conf",
				effect: 'changes',
				undo: undoOpensmtpd,
			},
			restartOpensmtpd,
		],
	},
	{
		cause: 'client-not-in-mynetworks',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [rules, keepOpensmtpd, addClient, restartOpensmtpd],
	},
	{
		cause: 'domain-not-local',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			rules,
			keepOpensmtpd,
			{
				say: 'Take mail for the domain, with the action that delivers here. If this server only passes it on, use an action of type `relay` with the domain’s real server instead.',
				command:
					'sed -i \'0,/^match \\(from any for domain .* \\|for local \\)action/s|^match .*\\(action .*\\)$|&\\nmatch from any for domain "{recipientDomain}" \\1|\' /etc/smtpd.conf',
				effect: 'changes',
				undo: undoOpensmtpd,
			},
			restartOpensmtpd,
			{
				say: 'If this server should not have the domain’s mail at all, correct its MX record instead.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'relay-denied-in-disguise',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [rules, keepOpensmtpd, addClient, restartOpensmtpd],
	},
	{
		cause: 'submission-override',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Rules may hold for one listener alone (`tag`), or come after a `reject` that matches first.',
				command: 'grep -nE "tag|^match" /etc/smtpd.conf',
				effect: 'reads',
			},
			keepOpensmtpd,
			{
				say: 'Put `match from auth for any action "relay"`, with your action’s name, before the rule that refuses.',
				effect: 'changes',
				undo: undoOpensmtpd,
			},
			restartOpensmtpd,
		],
	},
	{
		cause: 'relay-by-name-without-ptr',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Rules and filters that go by name (`rdns`, `fcrdns`, `helo`):',
				command: 'grep -nE "rdns|helo" /etc/smtpd.conf',
				effect: 'reads',
			},
			keepOpensmtpd,
			addClient,
			restartOpensmtpd,
		],
	},
	{
		cause: 'mx-points-to-itself',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			rules,
			keepOpensmtpd,
			{
				say: 'If its mailboxes are here, take mail for the domain; else give the action `relay` the real server with `host`.',
				command:
					'sed -i \'0,/^match \\(from any for domain .* \\|for local \\)action/s|^match .*\\(action .*\\)$|&\\nmatch from any for domain "{recipientDomain}" \\1|\' /etc/smtpd.conf',
				effect: 'changes',
				undo: undoOpensmtpd,
			},
			restartOpensmtpd,
		],
	},
	{
		cause: 'size-limit',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'The present limit; without a line it is 35 MB.',
				command: 'grep -n "max-message-size" /etc/smtpd.conf',
				effect: 'reads',
			},
			keepOpensmtpd,
			{
				say: 'Raise it, here to 50 MB.',
				command:
					"sed -i -e '1i smtp max-message-size \"50M\"' -e '/^smtp max-message-size/d' /etc/smtpd.conf",
				effect: 'changes',
				undo: undoOpensmtpd,
			},
			restartOpensmtpd,
		],
	},
];
