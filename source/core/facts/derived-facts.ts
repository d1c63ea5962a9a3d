import type {Service} from '../vocabulary.ts';

/** What follows from other facts, without I/O. */
export type DerivedFacts = {
	/** Another address of the same host has another certificate, and only one of the two is accepted. */
	'derived.certificates-differ': {host: string; address: string; validTo: string; trusted: boolean};
	/** By the server’s clock, the certificate on the wire has been past its date for more than a year. */
	'derived.expired-long-ago': {host: string; validTo: string; server: string};
	/** The server’s certificate against the TLSA records that DNSSEC vouches for (RFC 7672). */
	'derived.dane': {
		host: string;
		port: number;
		matches: boolean;
		records: readonly string[];
	};
	/** Greeting or extensions were blanked out as firewalls that inspect SMTP do. */
	'derived.rewritten': {
		host: string;
		port: number;
		where: 'greeting' | 'EHLO reply';
		text: string;
	};
	/** The greeting names a host of another organisation than the one that was dialled. */
	'derived.stranger': {host: string; address: string; port: number; name: string};
	/** A refusal so much faster than the round trip that it came from this side. */
	'derived.refused-nearby': {host: string; port: number; after: number; roundTrip: number};
	'derived.mail-port-open': {host: string; port: number; service: Service};
	'derived.control-port-open': {host: string; port: number};
	/** A control or mail port was refused by the host itself: it is up. */
	'derived.host-answers': {host: string; port: number};
	/** Of the mail ports that were tried, that of the dialogue alone is silent; the host refuses these others. */
	'derived.only-port-silent': {host: string; port: number; refused: readonly number[]};
	'derived.nothing-answers': {host: string; ports: readonly number[]};
	/** It worked earlier in this session and is refused now. */
	'derived.worked-before': {host: string; port: number; connections: number};
	/** The client dialled a loopback address. */
	'derived.loopback': {host: string; address: string};
	/** A port for the dialogue is open on another address than the one that was chosen. */
	'derived.other-address': {host: string; address: string; port: number};
	'derived.family-differs': {host: string; works: 4 | 6; fails: 4 | 6};
	'derived.own-domain': {domain: string; host: string};
};
