import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import {mailPrograms, proxyPrograms} from '../../../core/mail-programs.ts';
import type {Facts} from '../../../core/observation.ts';
import type {Look} from '../../../core/server-access.ts';
import {subjectOf} from '../../../core/subject.ts';
import {reachOf, socketsOfProc, socketsOfSs, type Listener} from './sockets.ts';

const mailPorts = [25, 465, 587];

/** More sockets, and more addresses of one port, than a real server has on them. */
const mostTold = 64;

const sockets = {
	withPrograms: {
		run: ['ss', '-tlnp'],
		needs: 'root',
		why: 'which program listens on the mail ports',
	},
	alone: {run: ['ss', '-tln'], needs: 'anybody', why: 'on which addresses the mail ports are open'},
	proc4: {read: '/proc/net/tcp', needs: 'anybody', why: 'the same where there is no ss (IPv4)'},
	proc6: {read: '/proc/net/tcp6', needs: 'anybody', why: 'the same where there is no ss (IPv6)'},
} as const satisfies Record<string, Look>;

/** All listening sockets, with as much about them as this user may see; undefined where nothing is seen. */
async function listening({server}: InspectionContext): Promise<readonly Listener[] | undefined> {
	for (const look of [sockets.withPrograms, sockets.alone]) {
		const seen = await server.look(look);
		if (seen.status === 'seen' && seen.exit === 0) {
			return socketsOfSs(seen.output);
		}
	}

	const seen = await Promise.all([server.look(sockets.proc4), server.look(sockets.proc6)]);
	const texts = seen.flatMap(s => (s.status === 'seen' ? [s.output] : []));
	return texts.length > 0 ? texts.flatMap(socketsOfProc) : undefined;
}

const isMail = (name: string) => mailPrograms.some(({processes}) => processes.includes(name));
/** Postfix’s daemons, which take over the socket of their master. */
const ofPostfix = ['smtpd', 'postscreen'];

function kindOf(listeners: readonly Listener[]): Facts['server.port']['kind'] {
	const names = listeners.map(({process}) => process).filter(Boolean);
	if (names.length === 0) {
		return listeners.length === 0 ? 'none' : 'unknown';
	}

	return names.some(isMail)
		? 'mail server'
		: names.some(name => proxyPrograms.includes(name))
			? 'proxy'
			: 'other';
}

function portOf(port: number, asked: boolean, all: readonly Listener[]): Facts['server.port'] {
	const here = all.filter(listener => listener.port === port);
	const names = [...new Set(here.map(({process}) => process).filter(Boolean))];
	const others = names.filter(name => !isMail(name) && !ofPostfix.includes(name));
	return {
		port,
		asked,
		reach: reachOf(here),
		addresses: here.map(({address}) => address).slice(0, mostTold),
		process: names.join(', '),
		beside: others.length < names.length ? others.join(', ') : '',
		kind: kindOf(here),
	};
}

/** One port in a few words. */
function inWords({port, reach, process, addresses}: Facts['server.port']): string {
	return reach === 'nobody'
		? `${port}: nothing listens`
		: `${port}: ${process || 'a program'} on ${addresses.join(' and ')}`;
}

/** Which program listens on the mail ports, and on which addresses. */
export const listeners: Inspection = {
	id: 'listeners',
	title: 'Listeners',
	question: 'reach',
	stage: 'connect',
	emits: ['server.listener', 'server.port'],
	looks: Object.values(sockets),
	async run(context) {
		const found = await listening(context);
		if (!found) {
			return {status: 'skipped', summary: 'What listens there could not be seen.'};
		}

		const asked = Number(subjectOf(context.observations)['port']);
		const ports = [...new Set([asked, ...mailPorts])].map(port =>
			portOf(port, port === asked, found),
		);
		let told = 0;
		for (const listener of found) {
			if (told < mostTold && ports.some(({port}) => port === listener.port)) {
				told++;
				context.observe('server.listener', {
					...listener,
					process: context.safe(listener.process),
				});
			}
		}

		for (const facts of ports) {
			context.observe('server.port', {...facts, process: context.safe(facts.process)});
		}

		const own = ports[0];
		return {
			status: own && own.reach !== 'nobody' && own.reach !== 'loopback' ? 'passed' : 'warned',
			summary: `${ports.map(inWords).join('; ')}.`,
		};
	},
};
