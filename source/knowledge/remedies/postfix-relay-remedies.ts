import type {Remedy} from '../../core/knowledge.ts';

/** Postfix: who may relay, and for which domains it takes mail. */
export const postfixRelayRemedies: readonly Remedy[] = [
	{
		cause: 'not-authenticated',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'First the client: let it sign in, on port 587 with STARTTLS or on 465. If AUTH is offered there, the server needs no change.',
				effect: 'reads',
			},
			{
				say: 'Is signing in switched on, and is there a back end for it?',
				command:
					'postconf smtpd_sasl_auth_enable smtpd_sasl_type smtpd_sasl_path smtpd_relay_restrictions',
				effect: 'reads',
			},
			{
				say: 'If it is off: switch it on, without anonymous users, and over TLS only. A back end such as Dovecot must be there.',
				command:
					'postconf -e "smtpd_sasl_auth_enable = yes" "smtpd_sasl_security_options = noanonymous" "smtpd_tls_auth_only = yes"',
				effect: 'changes',
				undo: '`postconf -e "smtpd_sasl_auth_enable = no"`, then reload.',
			},
			{
				say: 'Signed-in users must be let through, and everybody else stopped. With `reject_unauth_destination` the answer is a clear 5xx; with `defer_unauth_destination`, the default, it is 4xx and clients try for days.',
				command:
					'postconf -e "smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination"',
				effect: 'changes',
				undo: '`postconf -e "smtpd_relay_restrictions = …"` with the value that the second step showed.',
			},
			{
				say: 'Make it effective.',
				command: 'systemctl reload postfix',
				effect: 'changes',
				undo: 'Put the old values back and reload.',
			},
		],
	},
	{
		cause: 'client-not-in-mynetworks',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Note the present value, and see which address the server has logged for the client.',
				command:
					"postconf mynetworks; journalctl -u 'postfix*' -n 500 --no-pager | grep -i 'relay access denied' | tail -3",
				effect: 'reads',
			},
			{
				say: 'Add the client’s address to the value that is there. Only addresses that are yours and fixed; never a whole provider’s network, or strangers can relay.',
				command: 'postconf -e "mynetworks = $(postconf -h mynetworks) {clientCidr}"',
				effect: 'changes',
				undo: '`postconf -e "mynetworks = …"` with the value of the first step, then reload. Remove the address of the old machine in the same way.',
			},
			{
				say: 'Make it effective.',
				command: 'systemctl reload postfix',
				effect: 'changes',
				undo: 'Put the old value back and reload.',
			},
			{
				say: 'Also carry over what else names the old address: firewall rules and the SPF record.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'domain-not-local',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Where are domains listed here? A domain belongs in one of these lists only.',
				command:
					'postconf mydestination virtual_alias_domains virtual_mailbox_domains relay_domains',
				effect: 'reads',
			},
			{
				say: 'If its mailboxes are users of this system: add the domain to `mydestination`.',
				command: 'postconf -e "mydestination = $(postconf -h mydestination) {recipientDomain}"',
				effect: 'changes',
				undo: '`postconf -e "mydestination = …"` with the value of the first step, then reload.',
			},
			{
				say: 'If the other domains are kept in `virtual_mailbox_domains` or `virtual_alias_domains`, add it there instead; if this server only passes its mail on to another one, to `relay_domains`.',
				effect: 'reads',
			},
			{
				say: 'Make it effective.',
				command: 'systemctl reload postfix',
				effect: 'changes',
				undo: 'Put the old value back and reload.',
			},
			{
				say: 'If this server should not have the domain’s mail at all, correct its MX record instead.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'submission-override',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{say: 'See what each service overrides.', command: 'postconf -P', effect: 'reads'},
			{
				say: 'A client without a login belongs on port 25, where `mynetworks` counts; one with a login needs `permit_sasl_authenticated` in this list.',
				command:
					'postconf -P submission/inet/smtpd_relay_restrictions=permit_sasl_authenticated,reject',
				effect: 'changes',
				undo: '`postconf -P` with the value of the first step, or `postconf -PX submission/inet/smtpd_relay_restrictions`, then reload.',
			},
			{
				say: 'Make it effective.',
				command: 'systemctl reload postfix',
				effect: 'changes',
				undo: 'Put the old value back and reload.',
			},
		],
	},
	{
		cause: 'relay-by-name-without-ptr',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Which lists of names are in use? `permit_mynetworks` goes by address; `check_client_access` may go by name.',
				command:
					'postconf smtpd_relay_restrictions smtpd_recipient_restrictions smtpd_client_restrictions',
				effect: 'reads',
			},
			{
				say: 'Better go by address: add it to the networks that are there.',
				command: 'postconf -e "mynetworks = $(postconf -h mynetworks) {clientCidr}"',
				effect: 'changes',
				undo: '`postconf -e "mynetworks = …"` with the value before, then reload.',
			},
			{
				say: 'Make it effective.',
				command: 'systemctl reload postfix',
				effect: 'changes',
				undo: 'Put the old value back and reload.',
			},
		],
	},
];
