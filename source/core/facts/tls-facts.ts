import type {ReplyClass} from '../vocabulary.ts';
import type {DialogueFacts} from './smtp-facts.ts';

/** One certificate of the chain as the server sent it. Dates are ISO 8601. */
export type CertificateFacts = {
	subject: string;
	issuer: string;
	names: readonly string[];
	validFrom: string;
	validTo: string;
	/** SHA-256, colon-separated hexadecimal. */
	fingerprint: string;
	selfSigned: boolean;
	keyBits?: number;
	/** SHA-256 of the public key (SubjectPublicKeyInfo), in lower-case hexadecimal. */
	publicKeySha256?: string;
};

export type TlsFacts = {
	protocol: string;
	cipher: string;
	/** The chain was accepted and the name matches. */
	trusted: boolean;
	/** Node's or OpenSSL's code where it is not. */
	fault?: string;
	/** The name that the certificate was checked against. */
	name: string;
	chain: readonly CertificateFacts[];
};

/** What became of TLS on the connection. */
export type TlsStepFacts = {
	'tls.established': DialogueFacts &
		TlsFacts & {
			mode: 'starttls' | 'implicit';
			/** Not trusted, yet the session goes on: opportunistic TLS (RFC 7435) or `--insecure`. */
			tolerated: boolean;
			after: number;
		};
	'tls.failed': DialogueFacts & {
		mode: 'starttls' | 'implicit';
		code: string;
		message: string;
		class: ReplyClass;
		/** The session goes on in plain text, as an opportunistic sender would. */
		tolerated: boolean;
	};
	/** With versions and ciphers that are given up (RFC 8996) the handshake works. */
	'tls.legacy-works': DialogueFacts & {protocol: string; cipher: string; keyBits: number};
	/** Not even with those. */
	'tls.legacy-fails': DialogueFacts & {code: string};
	/** STARTTLS is wanted and not in the EHLO reply. */
	'tls.not-offered': DialogueFacts & {wanted: boolean};
	/** Refused or unusable, and this side goes on in plain text. */
	'tls.given-up': DialogueFacts & {class: ReplyClass; text: string};
	/** The other way of beginning TLS was tried, and it worked. */
	'tls.other-mode-works': DialogueFacts & {mode: 'starttls' | 'implicit' | 'none'};
};
