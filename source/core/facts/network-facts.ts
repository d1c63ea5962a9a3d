import type {ErrorClass, Service, TlsMode} from '../vocabulary.ts';
import type {DialogueFacts} from './smtp-facts.ts';

/** Why a port is tried: for the dialogue, as one of the mail ports, or to compare with. */
export type PortRole = 'conversation' | 'mail' | 'control';

type PortFacts = {
	host: string;
	address: string;
	port: number;
	service: Service;
	role: PortRole;
	/** Milliseconds from SYN to the answer, or how long it was waited for. */
	after: number;
	/** This side's address towards that host, where the connection did not come to stand. */
	client?: string;
};

/** Ways and ports: what connecting to them came to. */
export type NetworkFacts = {
	/** This machine has no address but loopback: whatever fails, fails here. */
	'network.absent': {addresses: readonly string[]};
	/** The provider in whose network this machine stands, and what it does with outgoing ports. */
	'network.provider': {
		name: string;
		evidence: string;
		policy: string;
		blocked: readonly number[];
		open: readonly number[];
		lift: string;
		source: string;
		asOf: string;
	};
	/** How far packets to the port get, hop by hop; an address is empty where a hop kept silent. */
	'path.hops': {
		host: string;
		address: string;
		port: number;
		tool: string;
		hops: readonly string[];
		/** The last hop that answered. */
		last: string;
		reached: boolean;
	};
	/** No tool that can trace TCP is there, or this user may not use it. */
	'path.unseen': {host: string; address: string; port: number; why: string};
	'tcp.open': PortFacts;
	'tcp.refused': PortFacts & {code: string};
	/** No answer at all within the time limit. */
	'tcp.silent': PortFacts;
	'tcp.unreachable': PortFacts & {code: string};
	/** Accepted, then closed by the server before it said a byte. */
	'tcp.closed': PortFacts & {how: 'fin' | 'reset'};
	/** The endpoint that the dialogue goes to. */
	'endpoint.chosen': DialogueFacts & {
		mode: TlsMode;
		/** This side's address on the connection. */
		client: string;
		/** The dialled address belongs to this machine. */
		local: boolean;
	};
	'client.name': {helo: string; source: 'option' | 'hostname' | 'literal'};
	/** Another address or MX host than the one of the dialogue, as far as EHLO and TLS. */
	'other.worked': {host: string; address: string; port: number};
	/** The certificate that another address of the target shows. */
	'other.certificate': {
		host: string;
		address: string;
		port: number;
		fingerprint: string;
		validTo: string;
		trusted: boolean;
	};
	'other.failed': {
		host: string;
		address: string;
		port: number;
		class: ErrorClass;
		family: 4 | 6;
		why: string;
	};
};
