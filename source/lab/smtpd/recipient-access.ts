import {inNetworks} from '../settings/network-list.ts';
import type {RestrictionList, SmtpdSettings} from '../settings/smtpd-settings.ts';
import type {Restriction} from '../settings/restriction-list.ts';
import type {Mailbox} from './mailbox.ts';
import {nameAddress, type SmtpClient} from './smtpd-state.ts';

export type Asked = {
	settings: SmtpdSettings;
	client: SmtpClient;
	user: string | undefined;
	recipient: Mailbox;
	isLocalUser(localPart: string): boolean;
};

/** `relay_domains` names its subdomains too (parent_domain_matches_subdomains). */
export function inRelayDomains(domain: string, list: readonly string[]): boolean {
	return list.some(
		pattern => domain === pattern || domain.endsWith(`.${pattern.replace(/^\./, '')}`),
	);
}

function isLocal({domain}: Mailbox, {mydestination}: SmtpdSettings): boolean {
	return domain === '' || domain === '[127.0.0.1]' || mydestination.includes(domain);
}

/** Whether mail for the address ends here or is relayed for its domain; routing in it is not taken. */
function isAuthorisedDestination(recipient: Mailbox, settings: SmtpdSettings): boolean {
	return (
		!/[@%!]/.test(recipient.localPart) &&
		(isLocal(recipient, settings) || inRelayDomains(recipient.domain, settings.relayDomains))
	);
}

type Verdict = 'permit' | 'pass' | {reject: string};

function evaluate(restriction: Restriction, asked: Asked, subject: string): Verdict {
	const {settings, client, user, recipient} = asked;
	switch (restriction) {
		case 'permit': {
			return 'permit';
		}

		case 'permit_mynetworks': {
			return inNetworks(client.address, settings.mynetworks) ? 'permit' : 'pass';
		}

		case 'permit_sasl_authenticated': {
			return user === undefined ? 'pass' : 'permit';
		}

		case 'permit_auth_destination': {
			return isAuthorisedDestination(recipient, settings) ? 'permit' : 'pass';
		}

		case 'reject': {
			return {reject: `554 5.7.1 ${subject} rejected: Access denied`};
		}

		case 'defer': {
			return {reject: `450 4.3.2 ${subject} rejected: Try again later`};
		}

		case 'reject_unauth_destination':
		case 'defer_unauth_destination': {
			const code = restriction === 'reject_unauth_destination' ? '554 5.7.1' : '454 4.7.1';
			return isAuthorisedDestination(recipient, settings)
				? 'pass'
				: {reject: `${code} <${recipient.text}>: Relay access denied`};
		}
	}
}

function walk(list: RestrictionList, asked: Asked, subject: string): string | undefined {
	if (list === undefined) {
		return '451 4.3.5 Server configuration error';
	}

	for (const restriction of list) {
		const verdict = evaluate(restriction, asked, subject);
		if (verdict !== 'pass') {
			return verdict === 'permit' ? undefined : verdict.reject;
		}
	}

	return undefined;
}

/**
 * The reply that refuses a recipient, or nothing where it is accepted. As `smtpd_delay_reject` has it,
 * the client restrictions are decided here too; then the relay and the recipient restrictions, and
 * last whether a local recipient exists (SMTPD_ACCESS_README).
 */
export function refusalOf(asked: Asked): string | undefined {
	const {settings, client, recipient} = asked;
	const byClient = `<${nameAddress(client)}>: Client host`;
	const byRecipient = `<${recipient.text}>: Recipient address`;
	const refused =
		walk(settings.clientRestrictions, asked, byClient) ??
		walk(settings.relayRestrictions, asked, byRecipient) ??
		walk(settings.recipientRestrictions, asked, byRecipient);
	if (refused !== undefined) {
		return refused;
	}

	const unknown = isLocal(recipient, settings) && !asked.isLocalUser(recipient.localPart);
	return unknown
		? `550 5.1.1 ${byRecipient} rejected: User unknown in local recipient table`
		: undefined;
}
