import {both, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {replayed} from './replay-evidence.ts';

/** What can be wrong with the name in EHLO. */
export const heloCauses: readonly Cause[] = [
	{
		id: 'helo-not-fqdn',
		explains: ['helo-rejected'],
		title: 'The announced name has no domain',
		because:
			'Servers that are strict want a full name, such as `app01.example.com`, not `app01` or `localhost`.',
		frequency: 'common',
		evidence: [
			...replayed('helo-not-fqdn'),
			{
				when: saw('client.name', {helo: /^[^.:[\]]+$/}),
				says: 'The announced name is {helo}, without a domain.',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'helo-rejected', text: /fully.?qualified|fqdn/i}),
				says: 'The reply asks for a full name: {text}',
				weight: 'for',
			},
			{
				when: both(
					saw('client.name', {helo: /^[^.]+\..*[^.]$/}),
					saw('smtp.refusal', {class: 'helo-rejected'}),
				),
				says: 'The announced name {helo} has a domain.',
				weight: 'against',
			},
		],
		confirm: [
			{text: 'The name that this machine has:', command: 'hostname -f'},
			{
				text: 'The same session with another name:',
				command: 'swaks --server {host} --port {port} --ehlo FULL_NAME --quit-after EHLO',
			},
		],
	},
	{
		id: 'helo-invalid',
		explains: ['helo-rejected'],
		title: 'The announced name is not valid, or not this client’s',
		because:
			'Underscores and other characters do not belong in host names, an address needs brackets, and the server’s own name or domain marks a forger.',
		frequency: 'usual',
		evidence: [
			...replayed('helo-invalid'),
			{
				when: saw('client.name', {helo: /[^A-Za-z0-9.:[\]-]/}),
				says: 'The announced name {helo} has characters that host names do not have.',
				weight: 'for',
			},
			{
				when: saw('client.name', {helo: /^\d+(\.\d+){3}$/}),
				says: 'The announced name {helo} is an address without brackets.',
				weight: 'for',
			},
			{
				when: saw('client.name', {source: 'literal'}),
				says: 'An address was announced ({helo}); some servers take names only.',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {
					class: 'helo-rejected',
					text: /invalid|syntactically|forged|impersonat|my own|our (name|domain)|that is me/i,
				}),
				says: 'The reply calls the name wrong: {text}',
				weight: 'for',
			},
		],
		confirm: [{text: 'The name that this machine has:', command: 'hostname -f'}],
	},
	{
		id: 'helo-unknown',
		explains: ['helo-rejected'],
		title: 'The announced name is not in DNS',
		because: 'The server looks the announced name up, and finds no address for it.',
		frequency: 'usual',
		evidence: [
			...replayed('helo-unknown'),
			{
				when: saw('smtp.refusal', {
					class: 'helo-rejected',
					text: /host not found|domain not found|cannot (resolve|find)|does not resolve|unresolv|no such (host|domain)/i,
				}),
				says: 'The reply says that the name was not found: {text}',
				weight: 'for',
			},
			{
				when: saw('client.name', {source: 'literal'}),
				says: 'It was an address that was announced, and that is not looked up.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Does the name have an address, and is it this machine’s?',
				command: 'dig +short A {helo}; dig +short AAAA {helo}',
			},
		],
	},
];
