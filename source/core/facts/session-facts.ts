import type {Aim, Service, TlsMode} from '../vocabulary.ts';

/** What was asked for, and what the session has cost so far. */
export type SessionFacts = {
	/** What was asked for: the choices of the user that evidence depends on. */
	'session.asked': {
		aim: Aim;
		target: string;
		port: number | null;
		tls: TlsMode;
		signIn: boolean;
		sender: string;
		recipient: string;
		recipientDomain: string;
		send: boolean;
		run: number;
		helo?: string;
		user?: string;
		/** The resolver that is asked instead of the system’s. */
		resolver?: {address: string; port: number};
		/** The sender's records and reputation are looked at in any case. */
		records?: boolean;
		/** The header of a message was given. */
		headers?: boolean;
		/** The machine from which all of it is seen, where that is not this one. */
		fromHost?: string;
		/** In the lab: the high ports on which the practice server offers its services. */
		practicePorts?: Partial<Record<Service, number>>;
	};
	/** What this session has cost the server so far; the reason where it begins to refuse us. */
	'session.footprint': {connections: number; rejections: number};
};
