import type {ClassInfo} from '../../core/knowledge.ts';
import type {ErrorClass} from '../../core/vocabulary.ts';

/** Failures before a connection stands. */
export const reachClasses = {
	refused: {
		class: 'refused',
		title: 'Connection refused',
		meaning:
			'Something answered, and the answer was no: either nothing listens on that port, or a firewall rejects the connection. No mail was handed over.',
		question: 'reach',
		next: 'Check host and port, then see on the server whether the mail server runs and on which addresses it listens.',
		actions: ['show-fix', 'other-port', 'rerun', 'report'],
		reference: 'RFC 9293 3.10.7.1 (reset of a closed port), RFC 6409 3.1, RFC 8314 3.3',
	},
	timeout: {
		class: 'timeout',
		title: 'Timed out',
		meaning:
			'No answer came within the time limit. At the connection this mostly means that a firewall or a provider drops the packets on the way; later in the dialogue, that one side was silent for too long.',
		question: 'reach',
		next: 'See whether other ports of the same host answer: if they do, only this port is blocked.',
		actions: ['control-ports', 'other-port', 'show-fix', 'rerun', 'report'],
		reference: 'RFC 9293 3.8.3 (connection failures), RFC 5321 4.5.3.2 (time-outs)',
	},
	unreachable: {
		class: 'unreachable',
		title: 'No way to the host',
		meaning:
			'The network, or this machine, said at once that packets cannot get there. The mail server was never asked.',
		question: 'reach',
		next: 'Check this machine’s network and routes; try the other address family and another port.',
		actions: ['control-ports', 'other-port', 'show-fix', 'rerun', 'report'],
		reference: 'RFC 792 (destination unreachable), RFC 1812 5.2.7.1, RFC 4443 3.1',
	},
	'dns-failure': {
		class: 'dns-failure',
		title: 'Name not resolved',
		meaning:
			'DNS gave no usable address for a name that is needed, so there is nothing to connect to.',
		question: 'reach',
		next: 'Check the spelling, then tell “the name does not exist” from “the resolver did not answer”.',
		actions: ['show-fix', 'rerun', 'report'],
		reference: 'RFC 5321 5.1, RFC 1035 4.1.1 (RCODE), RFC 2308',
	},
	'null-mx': {
		class: 'null-mx',
		title: 'Domain takes no mail',
		meaning:
			'The domain says in DNS that it takes no mail at all. No setting of any server changes that.',
		question: 'reach',
		next: 'Ask the recipient for another address, or check its spelling.',
		actions: ['recipient', 'show-fix', 'report'],
		reference: 'RFC 7505',
	},
} as const satisfies Partial<Record<ErrorClass, ClassInfo>>;
