import type {ErrorClass, Service} from './vocabulary.ts';
import type {Options} from './options.ts';

/** A practice incident: a broken mail server inside the program, and what is right about it. */
export type Scenario = {
	/** The name on the command line: `refused`, `relay-mynetworks` … */
	id: string;
	/** 1 (first steps) to 3. */
	level: 1 | 2 | 3;
	title: string;
	/** The incident as a user would report it, without the answer. */
	ticket: string;
	/** The class and cause that a correct diagnosis names; also what the end-to-end tests expect. */
	class: ErrorClass;
	cause: string;
	/** What the client was asked to do. Host names end in `.example`. */
	aim: 'submit' | 'deliver';
	/** What is dialled: a host name or a mailbox. */
	target: string;
	/** Which of the server's services the client uses. */
	service: Service;
	from: string;
	to: string;
	/** The account of the trainee, told in the ticket where a login is part of the solution. */
	account?: {user: string; password: string};
	/** The initial settings of the practice server, under their real names. */
	settings: Readonly<Partial<Record<SettingName, string>>>;
	/** The address that the server should have, where the ticket tells it. */
	expectAddress?: string;
	/** Another machine, to which a record may lead: no mail server runs on it. */
	otherMachine?: {address: string; mailPorts: 'refused' | 'silent'};
	/** Names in the practice DNS beside the usual ones: `name TYPE data`. */
	records?: readonly string[];
	/** Said one at a time when the trainee asks. */
	hints: readonly [string, ...string[]];
	/** What was wrong, how the evidence showed it, and how a real Postfix is put right. */
	debrief: string;
};

/** The password of a user where the ticket tells it; of anybody else it is not known. */
export function toldPassword({account}: Scenario, user: string | undefined): string | undefined {
	return account !== undefined && account.user === user ? account.password : undefined;
}

/**
 * Settings of a practice server: main.cf parameters by their Postfix names, the services of
 * master.cf, whether the master runs, the firewall before it, and the A record of its name.
 */
export const settingNames = [
	'postfix',
	'inet_interfaces',
	'mynetworks',
	'mydestination',
	'relay_domains',
	'smtpd_relay_restrictions',
	'smtpd_sasl_auth_enable',
	'smtpd_tls_security_level',
	'smtpd_tls_auth_only',
	'master.cf/submission',
	'master.cf/submissions',
	'firewall',
	'dns/mail.shop.example',
] as const;
export type SettingName = (typeof settingNames)[number];

/** A setting as it stands on a running practice server. */
export type Setting = {
	name: SettingName;
	value: string;
	/** One sentence: what it does. */
	help: string;
	/** The command that sets the same on a real server; `{value}` is the new value. */
	command: string;
};

/** A scenario that runs. */
export type Practice = {
	readonly scenario: Scenario;
	/** How the program is aimed at it: target, resolver, ports, services, CA. */
	readonly options: Partial<Options> & Pick<Options, 'target'>;
	settings(): readonly Setting[];
	/** Applies a new value as the real server would. Returns what is wrong with it, or nothing. */
	change(name: SettingName, value: string): Promise<string | undefined>;
	/** Stops servers, workers and sockets; may be called twice. */
	close(): Promise<void>;
};

/** The lab as the screens and the command line see it. */
export type Lab = {
	scenarios: readonly Scenario[];
	/** Starts a scenario; rejects with a CannotRunError where this system cannot run it. */
	start(scenario: Scenario): Promise<Practice>;
};
