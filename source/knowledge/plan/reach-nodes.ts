import {both, never, saw} from '../../core/condition.ts';
import type {PlanNode} from '../../core/plan.ts';
import {recordsAsked} from './conditions.ts';

/** Can you reach the port? */
export const reachNodes = {
	start: {
		kind: 'branch',
		on: [
			{
				when: saw('session.asked', {fromHost: /./}),
				goto: 'vantage',
				because: 'All is to be seen from another machine.',
			},
		],
		otherwise: {goto: 'dns', because: 'First the name: what address does it have?'},
	},
	vantage: {
		kind: 'run',
		check: 'vantage',
		on: [
			{
				when: saw('views.no-way'),
				goto: 'no-vantage',
				because: 'There is no way to the machine from which all was to be seen.',
			},
		],
		otherwise: {goto: 'view-from-here', because: 'The other machine can be used.'},
	},
	'view-from-here': {
		kind: 'run',
		check: 'view-from-here',
		on: [],
		otherwise: {
			goto: 'dns',
			because: 'The same is tried from here meanwhile, to compare with.',
		},
	},
	dns: {
		kind: 'run',
		check: 'dns',
		on: [
			{
				when: both(saw('dns.failed'), saw('views.no-way')),
				goto: 'no-vantage',
				because: 'The other machine asks nobody for us.',
			},
			{
				when: saw('dns.null-mx'),
				goto: 'null-mx',
				because: 'The domain says that it takes no mail at all.',
			},
			{
				when: both(saw('dns.failed'), saw('network.absent')),
				goto: 'no-network',
				because: 'This machine has no network at all.',
			},
			{
				when: saw('dns.failed'),
				goto: 'dns-failure',
				because: 'Without an address there is nothing to connect to.',
			},
		],
		otherwise: {goto: 'scan', because: 'The name has an address: can its port be reached?'},
	},
	scan: {
		kind: 'run',
		check: 'scan',
		on: [
			{
				when: saw('endpoint.chosen', {mode: 'implicit'}),
				goto: 'tls-implicit',
				because: 'The port is open and expects TLS before the first word.',
			},
			{
				when: saw('endpoint.chosen'),
				goto: 'greeting',
				because: 'The port is open: is it a mail server that answers?',
			},
			{
				when: saw('views.no-way'),
				goto: 'no-vantage',
				because: 'The other machine makes no connections for us.',
			},
		],
		otherwise: {
			goto: 'control-ports',
			because: 'The port did not open. Whether other ports of the same host answer tells why.',
		},
	},
	'control-ports': {
		kind: 'run',
		check: 'control-ports',
		on: [
			{
				when: both(recordsAsked, never('network.absent')),
				goto: 'records-names',
				because: 'Whatever the port is like, the sender’s records are to be looked at.',
			},
			{
				when: saw('tcp.refused', {role: 'conversation'}),
				goto: 'refused',
				because: 'Something answered, and the answer was no.',
			},
			{
				when: saw('tcp.silent', {role: 'conversation'}),
				goto: 'provider',
				because: 'Nothing answered at all. Does the network of this machine block mail ports?',
			},
			{
				when: saw('network.absent'),
				goto: 'no-network',
				because: 'This machine has no network at all.',
			},
		],
		otherwise: {goto: 'unreachable', because: 'The network said that there is no way there.'},
	},
	provider: {
		kind: 'run',
		check: 'provider',
		on: [],
		otherwise: {goto: 'path', because: 'And how far do packets get?'},
	},
	path: {
		kind: 'run',
		check: 'path',
		on: [],
		otherwise: {goto: 'timeout', because: 'That is what can be seen of the way from here.'},
	},
} as const satisfies Readonly<Record<string, PlanNode>>;
