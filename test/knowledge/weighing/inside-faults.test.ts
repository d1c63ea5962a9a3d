// What is found on the server names the fault itself, and puts what it brings about behind it.
import type {Facts} from '../../../source/core/observation.ts';
import {seen} from '../sample-facts.ts';
import {check, control, greeted, refusal, toDeliver, toSubmit} from './weigh.ts';

const here = seen('server.identity');
const port = (facts: Partial<Facts['server.port']>) => seen('server.port', facts);
const nobody = port({reach: 'nobody', addresses: [], process: '', kind: 'none'});
const everybody = port({reach: 'all', addresses: ['*']});
const stopped = seen('server.service');
const runs = seen('server.service', {running: true, mainPid: 1042, state: 'active (running)'});
const refused = [toDeliver, seen('tcp.refused'), control(443)];
const silent = [toDeliver, seen('tcp.silent'), control(443)];
const certificate = (facts: Partial<Facts['server.certificate']>) =>
	seen('server.certificate', facts);
const put = (text: string, code: number, stage: Facts['smtp.refusal']['stage'] = 'rcpt') =>
	refusal({class: 'server-local-error', text, code, stage, temporary: true, enhanced: ''});
const noStarttls = (text: string) =>
	refusal({class: 'starttls-unavailable', text, code: 454, stage: 'starttls', temporary: true});
const fullDisk = seen('server.disk', {mount: '/var/spool/postfix', freeKiB: 0, full: true});

check({
	'a fault in its files is what to put right, and that it is stopped follows': {
		class: 'refused',
		seen: [...refused, here, stopped, nobody, seen('server.configuration')],
		first: 'config-error',
		standing: 'confirmed',
		among: ['mta-stopped'],
	},
	'its port was taken, and that it is stopped follows': {
		class: 'refused',
		seen: [
			...refused,
			here,
			stopped,
			port({process: 'docker-proxy', kind: 'proxy'}),
			seen('server.log-line', {
				about: 'fatal',
				text: 'fatal: bind 0.0.0.0 port 25: Address already in use',
			}),
		],
		first: 'port-taken',
		standing: 'confirmed',
	},
	'another program has the IPv4 part of its port': {
		class: 'refused',
		seen: [
			toDeliver,
			seen('tcp.refused', {address: '203.0.113.25'}),
			here,
			runs,
			port({
				reach: 'ipv6',
				addresses: ['127.0.0.1', '::'],
				process: 'node, exim4',
				beside: 'node',
			}),
		],
		first: 'port-taken',
		standing: 'confirmed',
		out: ['mta-stopped'],
	},
	'a zone of firewalld rejects as prohibited': {
		class: 'unreachable',
		seen: [
			toDeliver,
			seen('tcp.unreachable', {code: 'EHOSTUNREACH', after: 3}),
			here,
			seen('server.firewall', {verdict: 'reject', place: 'inet firewalld filter_IN_public'}),
			seen('server.firewall-tool', {tool: 'firewalld', rule: 'services: ssh'}),
		],
		first: 'icmp-prohibited',
		standing: 'confirmed',
	},
	'fail2ban put in the rule that drops': {
		class: 'timeout',
		seen: [...silent, here, runs, everybody, seen('server.firewall'), seen('server.ban')],
		first: 'banned',
		standing: 'confirmed',
		among: ['firewall-drop'],
	},
	'a proxy has the port, and nobody behind it greets': {
		class: 'no-banner',
		seen: [
			...greeted,
			seen('smtp.no-greeting'),
			here,
			port({process: 'haproxy', kind: 'proxy', reach: 'all'}),
		],
		first: 'dead-backend',
		standing: 'confirmed',
	},
	'the mail server itself has the port, and does not greet': {
		class: 'no-banner',
		seen: [...greeted, seen('smtp.no-greeting'), here, runs, everybody],
		first: 'server-hung',
		standing: 'likely',
		out: ['dead-backend'],
	},
	'the queue’s disk is full, and it does not greet': {
		class: 'no-banner',
		seen: [...greeted, seen('smtp.no-greeting'), here, runs, everybody, fullDisk],
		first: 'disk-full',
		standing: 'confirmed',
	},
	'the queue’s disk is full, which has nothing to do with STARTTLS that is not offered': {
		class: 'starttls-unavailable',
		seen: [...greeted, toSubmit, seen('tls.not-offered'), here, runs, fullDisk],
		first: 'tls-not-configured',
		standing: 'likely',
	},
	'it may open no more files': {
		class: 'no-banner',
		seen: [...greeted, seen('smtp.no-greeting'), here, runs, seen('server.open-files')],
		first: 'open-files-limit',
		standing: 'confirmed',
	},
	'nothing listens where the policy service should be': {
		class: 'server-local-error',
		seen: [
			...greeted,
			put('Server configuration problem', 451),
			here,
			runs,
			seen('server.asked-service'),
		],
		first: 'policy-service-down',
		standing: 'confirmed',
	},
	'a policy service that is away does not explain a full disk': {
		class: 'server-local-error',
		seen: [
			...greeted,
			put('Insufficient system storage', 452),
			here,
			runs,
			seen('server.asked-service'),
			fullDisk,
		],
		first: 'disk-full',
		standing: 'confirmed',
	},
	'a full disk that does not hold the queue proves nothing': {
		class: 'server-local-error',
		seen: [
			...greeted,
			put('Insufficient system storage', 452),
			here,
			runs,
			seen('server.disk', {mount: '/var/log', freeKiB: 0, full: true}),
		],
		first: 'disk-full',
		standing: 'likely',
	},
	'a milter that is away has STARTTLS put off, without a word about TLS': {
		class: 'starttls-unavailable',
		seen: [
			...greeted,
			noStarttls('4.3.0 Try again later'),
			here,
			runs,
			seen('server.asked-service', {kind: 'milter', setting: 'smtpd_milters'}),
		],
		first: 'filter-down',
		standing: 'confirmed',
	},
	'STARTTLS that is put off without a word about TLS is a filter’s doing': {
		class: 'starttls-unavailable',
		seen: [...greeted, noStarttls('4.3.0 Try again later')],
		first: 'filter-down',
		standing: 'likely',
	},
	'the server’s own user may not read the key': {
		class: 'starttls-unavailable',
		seen: [
			...greeted,
			noStarttls('TLS currently unavailable'),
			here,
			runs,
			certificate({keyFits: null, keyRefused: 'not readable for the user Debian-exim'}),
		],
		first: 'key-unreadable',
		standing: 'confirmed',
	},
	'the key that the settings name is not there': {
		class: 'starttls-unavailable',
		seen: [
			...greeted,
			noStarttls('4.7.0 TLS not available due to local problem'),
			here,
			runs,
			certificate({
				keyFits: null,
				keyRefused: 'not there',
				missing: '/etc/ssl/mail.key',
				missingPlace: '/etc/postfix/main.cf, line 29',
			}),
		],
		first: 'key-missing',
		standing: 'confirmed',
		out: ['key-mismatch', 'key-unreadable', 'tls-not-configured'],
	},
	'the key is another certificate’s, and the handshake fails': {
		class: 'tls-handshake',
		seen: [
			...greeted,
			seen('tls.failed', {code: 'ERR_SSL_LAST_OCTET_INVALID'}),
			here,
			runs,
			certificate({keyFits: false}),
		],
		first: 'key-mismatch',
		standing: 'confirmed',
	},
	'the certificate on disk is the one on the wire, and it has expired': {
		class: 'tls-certificate',
		seen: [
			...greeted,
			seen('tls.established', {trusted: false}),
			here,
			certificate({onWire: true, expired: true, validTo: '2021-01-01T00:00:00.000Z'}),
		],
		first: 'expired',
		standing: 'confirmed',
		out: ['not-reloaded'],
	},
	'the certificate was renewed, and the old one is still shown': {
		class: 'tls-certificate',
		seen: [
			...greeted,
			seen('tls.established', {trusted: false}),
			here,
			certificate({onWire: false, expired: false}),
		],
		first: 'not-reloaded',
		standing: 'confirmed',
		among: ['expired'],
	},
	'Postfix’s chroot has other resolvers than the machine': {
		class: 'sender-rejected',
		seen: [
			...greeted,
			refusal({class: 'sender-rejected', text: 'Sender address rejected: Greylisted', code: 450}),
			here,
			runs,
			seen('server.chroot-file'),
		],
		first: 'chroot-files-stale',
		standing: 'likely',
	},
});
