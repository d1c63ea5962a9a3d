import {mailerIn, optionIn, type CfLine} from './cf-file.ts';
import {connectDecision, type ListAsked} from './connect-rules.ts';
import type {Daemon} from './daemon.ts';
import {decisionIn, permissionIn, type Decision} from './decision.ts';
import type {TestDialogue} from './test-input.ts';
import type {Answer} from './trace.ts';

/** What Sendmail has said in its test. */
export type Tested = {
	accessName: Answer | undefined;
	accessAddress: Answer | undefined;
	mail: Answer | undefined;
	rcpt: Answer | undefined;
	parse: Answer | undefined;
	/** Members of the classes w and R, and of TrustAuthMech. */
	own: readonly string[];
	relay: readonly string[];
	mechanisms: readonly string[];
	/** The hosts that take the mail of the recipient’s domain, the best first. */
	mx: readonly string[];
	listed: readonly ListAsked[];
};

/** Nothing was tested. */
export const untested: Tested = {
	accessName: undefined,
	accessAddress: undefined,
	mail: undefined,
	rcpt: undefined,
	parse: undefined,
	own: [],
	relay: [],
	mechanisms: [],
	mx: [],
	listed: [],
};

/** Whether the recipient, if it is a local one, is there. */
export type LocalUser = {user: string; isAlias: boolean; isUser: boolean};

const nothing = {enhanced: '', text: '', ruleset: '', line: null} as const;

/** A listener with `M=a` takes mail only from whoever has signed in. */
function wantsLogin(daemon: Daemon | undefined, dialogue: TestDialogue): Decision | undefined {
	return daemon?.modifiers.includes('a') && dialogue.login === undefined
		? {
				outcome: 'refused',
				why: 'login-wanted',
				stage: 'mail',
				code: 530,
				enhanced: '5.7.0',
				text: 'Authentication required',
				rule: `DaemonPortOptions=${daemon.text}`,
				ruleset: '',
				line: daemon.line,
			}
		: undefined;
}

function tooLarge(cf: readonly CfLine[], size: number | undefined): Decision | undefined {
	const limit = optionIn(cf, 'MaxMessageSize');
	const most = Number(limit?.value ?? 0);
	return limit && size !== undefined && most > 0 && size > most
		? {
				outcome: 'refused',
				why: 'size',
				stage: 'mail',
				code: 552,
				enhanced: '5.2.3',
				text: `Message size exceeds fixed maximum message size (${most})`,
				rule: `MaxMessageSize=${limit.value}`,
				ruleset: '',
				line: limit.line,
			}
		: undefined;
}

function unknownUser(cf: readonly CfLine[], local: LocalUser | undefined): Decision | undefined {
	const mailer = mailerIn(cf, 'local');
	const [, flags = ''] = /\bF=([^,\s]*)/.exec(mailer?.text ?? '') ?? [];
	return local && !local.isAlias && !local.isUser && flags.includes('w')
		? {
				outcome: 'refused',
				why: 'no-such-user',
				stage: 'rcpt',
				code: 550,
				enhanced: '5.1.1',
				text: 'User unknown',
				rule: `F=${flags}`,
				ruleset: '',
				line: mailer?.line ?? null,
			}
		: undefined;
}

/** The mailer that takes the recipient, as `/parse` says it. */
export function mailerOf(
	parse: Answer | undefined,
): {mailer: string; host: string; user: string} | undefined {
	for (const line of parse?.lines ?? []) {
		const [, mailer, host = '', user = ''] =
			/^mailer ([^\s,]+)(?:, host ([^,]*))?(?:, user (.*))?$/.exec(line) ?? [];
		if (mailer !== undefined) {
			return {mailer, host, user};
		}
	}

	return undefined;
}

/** Demands on TLS, and tables that fail: the daemon met them before, when TLS began. */
function beforeMail(decision: Decision | undefined): Decision | undefined {
	return decision && ['encryption', 'table-fault'].includes(decision.why) ? decision : undefined;
}

/** Whom the recipient is once routes in the address (`eve%elsewhere.test@here.test`) are followed; its domain. */
export function domainMeant(parse: Answer | undefined, recipient: string): string {
	const domain = (mailbox: string) => /@([^@]+?)\.?$/.exec(mailbox)?.[1]?.toLowerCase();
	return domain(mailerOf(parse)?.user ?? '') ?? domain(recipient) ?? recipient;
}

/**
 * Goes through the steps of the dialogue in Sendmail’s order; the first one that refuses decides.
 * `local` is known only where the recipient is one of a local mailer. Where the dialogue has not reached the
 * recipient, its rules count only for what the daemon has asked before.
 */
export function foreseeDialogue(
	cf: readonly CfLine[],
	daemon: Daemon | undefined,
	dialogue: TestDialogue,
	size: number | undefined,
	tested: Tested,
	local: LocalUser | undefined,
	reached = true,
): Decision {
	const {accessName, accessAddress, mail, rcpt, parse, listed} = tested;
	const ofConnection = connectDecision(
		cf,
		dialogue,
		{name: accessName, address: accessAddress},
		listed,
	);
	const steps = [
		ofConnection,
		wantsLogin(daemon, dialogue),
		mail && decisionIn(mail, 'mail', cf),
		tooLarge(cf, size),
		...(reached
			? [
					parse && decisionIn(parse, 'rcpt', cf),
					rcpt && decisionIn(rcpt, 'rcpt', cf),
					unknownUser(cf, local),
				]
			: [beforeMail(rcpt && decisionIn(rcpt, 'mail', cf))]),
	];
	return (
		steps.find(step => step?.outcome === 'refused') ??
		steps.find(step => step !== undefined) ??
		(rcpt && permissionIn(rcpt, cf)) ?? {
			outcome: 'accepted',
			why: 'rule',
			stage: 'rcpt',
			code: 250,
			rule: '',
			...nothing,
		}
	);
}
