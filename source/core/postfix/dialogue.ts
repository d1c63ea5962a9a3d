/** A host name as smtpd learns it; `unknown` where the look-up failed. */
export type LearntName = {name: string; status: 'ok' | 'temporary' | 'permanent'};

/** What the server knows of a client and its message when it answers RCPT TO. */
export type Dialogue = {
	client: {
		address: string;
		/** By reverse DNS. */
		reverse: LearntName;
		/** The same, once it was seen to lead back to the address. */
		name: LearntName;
		/** The address is one of the server’s own. Undefined where the server’s addresses are not known. */
		isServer: boolean | undefined;
	};
	/** The address at which the server was reached. */
	server: string;
	/** Empty where the dialogue ended before EHLO. */
	helo: string;
	/** Empty for `MAIL FROM:<>`. */
	sender: string;
	/** Empty where the dialogue ended before RCPT. */
	recipient: string;
	/** The SASL login, where the client has signed in. */
	login: string | undefined;
	secure: boolean;
	/** Whether the client showed a certificate of its own. */
	certificate: 'none' | 'unknown';
};

/** `name[address]`, as the log and the replies about the client have it. */
export function clientInWords({client}: Dialogue): string {
	return `${client.name.name}[${client.address}]`;
}
