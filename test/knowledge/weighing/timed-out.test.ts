// Timed out: the likeliest cause, for what an admin would see.
import {seen} from '../sample-facts.ts';
import {check, control, mail, refusal, submission, toDeliver, toSubmit, weighed} from './weigh.ts';
import {expect, test} from 'vitest';

const silent25 = seen('tcp.silent');
const refusedOthers = [465, 587, 2525].map(port => seen('tcp.refused', mail(port)));
const ownRule = seen('server.firewall', {way: 'in', verdict: 'drop', certain: true});

check({
	'25 silent, 443 and 587 of the same host answer: the provider blocks 25': {
		class: 'timeout',
		seen: [toDeliver, silent25, control(443), seen('tcp.open', mail(587))],
		first: 'provider-egress-block',
		standing: 'likely',
		among: ['firewall-drop', 'local-firewall-drop'],
		out: ['host-down', 'server-slow', 'idle-timeout', 'mtu-black-hole'],
	},
	'25, 465 and 587 silent, 443 answers: a provider that blocks them all, or an office': {
		class: 'timeout',
		seen: [
			toSubmit,
			seen('tcp.silent', submission),
			seen('tcp.silent', mail(25)),
			seen('tcp.silent', mail(465)),
			control(443),
		],
		first: 'provider-egress-block',
		standing: 'likely',
		among: ['local-firewall-drop', 'firewall-drop'],
	},
	'587 silent while 25 answers: no provider does that, a firewall before the server does': {
		class: 'timeout',
		seen: [toSubmit, seen('tcp.silent', submission), seen('tcp.open', mail(25))],
		first: 'firewall-drop',
		standing: 'likely',
		out: ['provider-egress-block', 'host-down'],
	},
	'nothing of the host answers': {
		class: 'timeout',
		seen: [
			toDeliver,
			silent25,
			seen('tcp.silent', {port: 22, role: 'control'}),
			seen('tcp.silent', {port: 443, role: 'control'}),
		],
		first: 'host-down',
		standing: 'likely',
		among: ['stale-dns', 'return-traffic-dropped', 'firewall-drop'],
	},
	'a server in the same private network: no provider stands between': {
		class: 'timeout',
		seen: [
			toDeliver,
			seen('tcp.silent', {address: '10.0.0.25'}),
			seen('tcp.open', {address: '10.0.0.25', port: 22, role: 'control'}),
		],
		first: 'firewall-drop',
		standing: 'likely',
		out: ['provider-egress-block'],
	},
	'587 silent on a machine whose provider blocks it': {
		class: 'timeout',
		seen: [
			toSubmit,
			seen('network.provider', {name: 'DigitalOcean', blocked: [25, 465, 587], open: []}),
			seen('tcp.silent', submission),
			control(443),
		],
		first: 'provider-egress-block',
		standing: 'likely',
	},
	'587 silent, and the trace ends at the office router': {
		class: 'timeout',
		seen: [
			toSubmit,
			seen('tcp.silent', submission),
			seen('tcp.refused', mail(25)),
			control(443),
			seen('path.hops', {port: 587, hops: ['192.168.1.1'], last: '192.168.1.1', reached: false}),
		],
		first: 'local-firewall-drop',
		standing: 'likely',
		among: ['firewall-drop'],
		out: ['provider-egress-block'],
	},
	'25 alone silent, the host refuses the other mail ports: the way is open, but for 25': {
		class: 'timeout',
		seen: [toDeliver, silent25, ...refusedOthers, control(22)],
		first: 'provider-egress-block',
		standing: 'likely',
		among: ['firewall-drop', 'local-firewall-drop'],
	},
	'the same, and the server’s own rule drops the port': {
		class: 'timeout',
		seen: [toDeliver, silent25, ...refusedOthers, control(22), ownRule],
		first: 'firewall-drop',
		standing: 'confirmed',
		out: ['provider-egress-block', 'local-firewall-drop'],
	},
	'the server’s own rule, on the side of a provider that is known to block': {
		class: 'timeout',
		seen: [
			toDeliver,
			silent25,
			seen('network.provider', {name: 'Hetzner', blocked: [25, 465], open: [587]}),
			ownRule,
		],
		first: 'firewall-drop',
		standing: 'confirmed',
		among: ['provider-egress-block'],
	},
	'587 silent on a machine whose provider leaves it open': {
		class: 'timeout',
		seen: [
			toSubmit,
			seen('network.provider'),
			seen('tcp.silent', submission),
			seen('tcp.refused', mail(465)),
			control(443),
		],
		first: 'firewall-drop',
		standing: 'likely',
		among: ['provider-egress-block'],
	},
	'the connection stood, and RCPT got no reply': {
		class: 'timeout',
		seen: [toDeliver, seen('tcp.open'), seen('smtp.silent')],
		first: 'server-slow',
		standing: 'likely',
		out: ['provider-egress-block', 'firewall-drop', 'host-down', 'stale-dns'],
	},
	'everything is quick until the message, and then nothing comes': {
		class: 'timeout',
		seen: [toDeliver, seen('tcp.open'), seen('smtp.silent', {stage: 'message'})],
		first: 'server-slow',
		standing: 'likely',
		among: ['mtu-black-hole'],
	},
	'the server hung up because it heard nothing': {
		class: 'timeout',
		seen: [
			toDeliver,
			refusal({class: 'timeout', code: 421, stage: 'command', text: '4.4.2 timeout exceeded'}),
		],
		first: 'idle-timeout',
		standing: 'likely',
		out: ['provider-egress-block'],
	},
});

test('that every mail port is silent is said only where no other one was refused or open', () => {
	const local = (others: Parameters<typeof weighed>[1]) =>
		weighed('timeout', [toDeliver, silent25, control(22), ...others]).find(
			({id}) => id === 'local-firewall-drop',
		);
	const silence = 'no mail port that was tried does.';
	const allSilent = local([465, 587].map(port => seen('tcp.silent', mail(port))));
	expect(allSilent?.standing).toBe('likely');
	expect(allSilent?.evidence.join('\n')).toContain(silence);
	const some = local(refusedOthers);
	expect(some?.standing).toBe('possible');
	expect(some?.evidence.join('\n')).not.toContain(silence);
	expect(some?.evidence.join('\n')).toContain('Only port 25 is silent');
	expect(some?.evidence.join('\n')).toContain('refuses 465, 587, 2525');
	const opened = local([seen('tcp.open', mail(587))]);
	expect(opened?.evidence.join('\n')).not.toContain(silence);
});

test('the title of a confirmed rule of the server’s own fits it', () => {
	const [first] = weighed('timeout', [toDeliver, silent25, ownRule]);
	expect(first?.title).toBe('A firewall at the server, its own or one before it, drops the port');
});
