import type {Inside} from './server-access.ts';
import type {Aim, Service, TlsMode} from './vocabulary.ts';

/** What the user wants examined. */
export type Target =
	| {kind: 'host'; host: string; port?: number}
	| {kind: 'mailbox'; address: string; domain: string}
	| {kind: 'domain'; domain: string};

/** The address of a DNS resolver. */
export type ResolverAddress = {address: string; port: number};

/**
 * Everything that one session is asked to do, checked and complete. Times are milliseconds.
 * The password is not in here: it comes through the prompter, so that no event can hold it.
 */
export type Options = {
	target: Target;
	aim: Aim;
	/** The port of the conversation; absent: the first open one that suits the aim. */
	port?: number;
	/** The ports of the scan; absent: by the aim. */
	ports?: readonly number[];
	/** What high ports stand for, in the lab and in tests. */
	services?: Readonly<Record<number, Service>>;
	tls: TlsMode;
	/** Speak LMTP (RFC 2033), as a mail server does to the one that keeps the mailboxes. */
	lmtp?: boolean;
	helo?: string;
	from?: string;
	to?: string;
	user?: string;
	auth?: string;
	allowPlaintextAuth: boolean;
	insecure: boolean;
	/** PEM text of a further trusted CA. */
	ca?: string;
	servername?: string;
	size?: number;
	send: boolean;
	dns?: ResolverAddress;
	expectAddress?: string;
	family?: 4 | 6;
	timeout: number;
	patience: number;
	/** MAIL and RCPT in one packet where PIPELINING is offered (RFC 2920). */
	pipeline: boolean;
	/** Look at the mail server itself, too, at this place; it is only read. */
	inside?: Inside;
	/**
	 * Look from this machine, which `ssh` reaches, instead of from here; and compare with the view from here.
	 * Empty: from here after all.
	 */
	fromHost?: string;
	/** A message to follow through the server's log: a queue id, a Message-ID or an address. */
	follow?: {
		sought: string;
		/** When it came, by the server's clock: `14:30`, or with a date. */
		around?: string;
	};
	/** Look at the sender's records (SPF, DKIM, DMARC …) and its reputation in any case. */
	records?: boolean;
	/** The address from which others see this side, where it is behind NAT. */
	egress?: string;
	/** Selectors of DKIM keys of the sender's domain. */
	dkimSelectors?: readonly string[];
	/** The header of a message that was sent, for its DKIM signatures and its From. */
	headers?: string;
	/** The file, mailbox file or Maildir that it is from: a copy of the test message may come there, too. */
	copyAt?: string;
	/** The name of the practice scenario, where there is one. */
	lab?: string;
};

export const defaultTimeout = 10_000;
export const defaultPatience = 60_000;

const wellKnown: Readonly<Record<number, Service>> = {
	25: 'smtp',
	465: 'submissions',
	587: 'submission',
	2525: 'submission',
	2587: 'submission',
};

/** What a port is for: by the scenario, then by its number, then by the aim. */
export function serviceOf(
	port: number,
	options: Pick<Options, 'services' | 'aim' | 'tls'>,
): Service {
	const known = options.services?.[port] ?? wellKnown[port];
	if (known) {
		return known;
	}

	if (options.tls === 'implicit') {
		return 'submissions';
	}

	return options.aim === 'submit' ? 'submission' : 'smtp';
}

/** The ports that could carry the conversation, best first. */
export function conversationPorts(options: Options): readonly number[] {
	if (options.port !== undefined) {
		return [options.port];
	}

	if (options.lmtp) {
		return [24];
	}

	if (options.services) {
		const order: readonly Service[] =
			options.aim === 'submit' ? ['submission', 'submissions', 'smtp'] : ['smtp'];
		const ports = Object.entries(options.services);
		return order.flatMap(service =>
			ports.filter(([, s]) => s === service).map(([port]) => Number(port)),
		);
	}

	return options.aim === 'submit' ? [587, 465, 25] : [25];
}
