import {both, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';

const loops = (text: RegExp) => saw('smtp.refusal', {class: 'loop', text});
/** Mail that goes in circles. */
export const loopCauses: readonly Cause[] = [
	{
		id: 'mx-points-to-itself',
		explains: ['loop'],
		title: 'The MX leads to this server, which does not count the domain as its own',
		because:
			'The server looks up where the mail belongs, finds itself, and stops before it sends to itself for ever.',
		frequency: 'common',
		evidence: [
			{
				when: loops(/loops back to myself|lowest.?numbered mx|local host|back to (itself|me)/i),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: both(saw('derived.own-domain'), saw('smtp.refusal', {class: 'loop'})),
				says: 'The MX of {domain} is this server, {host}.',
				weight: 'for',
			},
			{
				when: loops(/too many (hops|"?received)/i),
				says: 'The mail went round through several servers: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Where does the mail belong, and does the server know the domain?',
				command:
					'dig +short MX {recipientDomain}; postconf mydestination virtual_mailbox_domains virtual_alias_domains relay_domains',
			},
			{text: 'Exim:', command: 'exim -bt {recipient}'},
		],
	},
	{
		id: 'two-servers-loop',
		explains: ['loop'],
		title: 'Two servers send the mail to each other',
		because:
			'Each takes the other for the one that has the mailbox, often after a move or with a smart host that sends back.',
		frequency: 'usual',
		evidence: [
			{
				when: loops(/too many (hops|"?received)|hop count|mail loop|routing loop/i),
				says: 'The mail went round too often: {text}',
				weight: 'for',
			},
			{
				when: loops(/loops back to myself|lowest.?numbered mx/i),
				says: 'The server found itself as the next hop: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'The `Received:` lines of the bounce show the round: which names come again and again?',
				command: '',
			},
			{
				text: 'Postfix: where does it pass mail on to?',
				command: 'postconf relayhost transport_maps relay_domains',
			},
		],
	},
	{
		id: 'forwarding-loop',
		explains: ['loop'],
		title: 'Forwardings lead in a circle',
		because: 'A forwards to B, and B to A; or an alias names itself.',
		frequency: 'usual',
		evidence: [
			{
				when: loops(/forward|alias|delivered-to|too many (hops|"?received)/i),
				says: 'The reply allows it: {text}',
				weight: 'for',
			},
			{
				when: loops(/lowest.?numbered mx|loops back to myself/i),
				says: 'The server found itself as the next hop: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{text: 'Exim: every step of the way.', command: 'exim -d-all+route -bt {recipient}'},
			{
				text: 'Postfix: what does the alias lead to?',
				command:
					'postconf -xh virtual_alias_maps alias_maps | tr , " " | xargs -r -n 1 postmap -q {recipient}',
			},
		],
	},
];
