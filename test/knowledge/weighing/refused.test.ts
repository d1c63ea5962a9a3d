// Connection refused: the likeliest cause, for what an admin would see.
import {seen} from '../sample-facts.ts';
import {check, control, mail, submission, toDeliver, toSubmit} from './weigh.ts';

check({
	'host up, no mail port open: the mail server is stopped, or listens on loopback': {
		class: 'refused',
		seen: [toDeliver, seen('tcp.refused'), control(22), seen('tcp.refused', mail(587))],
		first: 'mta-stopped',
		standing: 'likely',
		among: ['loopback-only', 'config-error', 'firewall-reject', 'port-taken'],
	},
	'587 refused while 25 is open: submission is switched off': {
		class: 'refused',
		seen: [toSubmit, seen('tcp.refused', submission), seen('tcp.open', mail(25))],
		first: 'service-disabled',
		standing: 'likely',
		among: ['wrong-port', 'firewall-reject'],
		out: ['mta-stopped', 'config-error'],
	},
	'25 refused while 587 is open, to hand mail in: 587 is the port for that': {
		class: 'refused',
		seen: [toSubmit, seen('tcp.refused'), seen('tcp.open', mail(587))],
		first: 'wrong-port',
		standing: 'likely',
		out: ['mta-stopped'],
	},
	'25 refused while 587 is open, from server to server: a rule for port 25': {
		class: 'refused',
		seen: [toDeliver, seen('tcp.refused'), seen('tcp.open', mail(587))],
		first: 'firewall-reject',
		standing: 'likely',
		among: ['service-disabled'],
	},
	'refused in 1 ms, by a host 31 ms away: it was this side': {
		class: 'refused',
		seen: [toDeliver, seen('tcp.refused', {after: 1}), seen('tcp.open', mail(587))],
		first: 'local-firewall-reject',
		standing: 'confirmed',
	},
	'it worked until the server had refused us often: banned': {
		class: 'refused',
		seen: [
			toDeliver,
			seen('derived.worked-before'),
			seen('session.footprint', {connections: 7, rejections: 5}),
			seen('tcp.refused'),
			control(22),
		],
		first: 'banned',
		standing: 'likely',
		among: ['mta-stopped'],
	},
	'the name leads elsewhere than it should': {
		class: 'refused',
		seen: [toDeliver, seen('dns.unexpected-address'), seen('tcp.refused'), control(22)],
		first: 'stale-dns',
		standing: 'confirmed',
	},
	'no MX, so the web server is asked': {
		class: 'refused',
		seen: [toDeliver, seen('dns.mx', {source: 'implicit'}), seen('tcp.refused'), control(443)],
		first: 'wrong-host',
		standing: 'likely',
		among: ['mta-stopped'],
	},
	'only IPv6 is refused, and nothing else was tried': {
		class: 'refused',
		seen: [toDeliver, seen('tcp.refused', {address: '2001:db8::25'})],
		first: 'one-family-only',
		standing: 'likely',
	},
});
