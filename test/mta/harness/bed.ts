/**
 * A test bed: a client, a router that is the resolver too, and a real mail server with what a test
 * breaks about it. The built program runs on the client.
 */
import {cpSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {inject} from 'vitest';
import type {SessionEvent} from '../../../source/core/event.ts';
import {
	clientName,
	resolverAddress,
	secondName,
	serverAddress,
	serverName,
	strangerAddress,
} from './addresses.ts';
import {baseImage, cache, serverImage, type Server} from './images.ts';
import {node, startMachine, type Machine, type Output} from './machine.ts';
import {connect, forward, links} from './network.ts';
import {pkiFolder, type Certificate} from './pki.ts';
import {zone} from './zone.ts';

/** A mail server, and what is broken about it. `none`: a machine with no mail server. */
export type ServerSetup = {
	server: Server | 'none';
	certificate?: Certificate;
	/** Shell on the server’s machine, before the mail server starts. */
	prepare?: string;
	/** It is not started. */
	stopped?: boolean;
	/** Shell on the server’s machine, once it runs. */
	afterStart?: string;
	/** Programs beside the mail server; see `listener.ts`. */
	listeners?: readonly Listener[];
};

/** What a port says that no mail server stands behind. */
export type Listener = {
	port: number;
	/** Said to whoever connects; nothing where it is absent. */
	greeting?: string;
	/** Said to the first data of the client, which ends the connection. */
	answer?: string;
	/** The connection is closed at once. */
	closes?: boolean;
	/** The port is passed on to another one, by a middlebox that does this to SMTP. */
	forward?: {to: string; port: number; as: 'inspection'};
};

export type BedSetup = ServerSetup & {
	/** The machine of `mx2.example.test`. */
	second?: ServerSetup;
	/** Changes to the records of `zone.ts`. */
	dns?: readonly string[];
	/** Address of the client’s resolver, where it is another. */
	resolver?: string;
	/** The client’s machine has the files of this server’s, and so its `ssh`; the server does not run there. */
	clientImage?: Server;
	/** Shell on the router and on the client, once all servers run. */
	router?: string;
	client?: string;
	/** Listeners on the router, for traffic that it takes in. */
	proxies?: readonly Listener[];
};

export type Run = Output & {events: readonly SessionEvent[]};

export type Bed = {
	client: Machine;
	router: Machine;
	server: Machine;
	second: Machine | undefined;
	/** Runs the built program on the client; `events` are its lines of JSON, where it prints any. */
	exec(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Run>;
	/** Sends lines to a port by hand; returns what came back until the server closed. */
	talk(port: number, lines: readonly string[]): Promise<string>;
	/** The same from an address that nothing was allowed to. */
	talkAsStranger(port: number, lines: readonly string[]): Promise<string>;
	/** What the server has logged. */
	log(): Promise<string>;
	stop(): Promise<void>;
};

/** Exim keeps its log to itself; all others log by syslog. */
const readLogs = 'cat /var/log/mail.log /var/log/exim4/*log 2> /dev/null';
const file = (name: string) => path.join(import.meta.dirname, name);

/** Starts it all, and waits until the server answers. Rejects where it does not. */
export async function startBed(setup: BedSetup, program = inject('program')): Promise<Bed> {
	const shared = mkdtempSync(path.join(tmpdir(), 'smtp-medic-mta-'));
	const started: Machine[] = [];
	const stop = async (): Promise<void> => {
		await Promise.all(started.map(machine => machine.stop()));
		rmSync(shared, {recursive: true, force: true});
	};

	const start = async (name: string, image: string): Promise<Machine> => {
		const machine = await startMachine(name, image, shared);
		started.push(machine);
		await machine.write('/etc/resolv.conf', `nameserver ${resolverAddress}\n`);
		return machine;
	};

	const startServer = async (name: string, server: ServerSetup['server']): Promise<Machine> => {
		const machine = await start(name, server === 'none' ? baseImage : serverImage(server));
		const [short] = name.split('.');
		await machine.write('/etc/hosts', `127.0.0.1 localhost\n127.0.1.1 ${name} ${short}\n`);
		return machine;
	};

	try {
		cpSync(pkiFolder(cache), path.join(shared, 'pki'), {recursive: true});
		cpSync(program, path.join(shared, 'program'), {recursive: true});
		const [router, client, server, second] = await Promise.all([
			start('router', baseImage),
			start(clientName, setup.clientImage ? serverImage(setup.clientImage) : baseImage),
			startServer(serverName, setup.server),
			setup.second ? startServer(secondName, setup.second.server) : undefined,
		]);
		await client.write('/etc/hosts', '127.0.0.1 localhost\n');
		await client.must('cat /mnt/pki/ca.pem >> /etc/ssl/certs/ca-certificates.crt');
		await Promise.all([
			forward(router),
			connect(router, client, links.client),
			connect(router, server, links.server),
			second && connect(router, second, links.second),
		]);

		await router.write('/tmp/zone', zone(setup.dns).join('\n'));
		router.serve([node, file('name-server.ts'), resolverAddress, '/tmp/zone']);
		await router.listens('udp', 53);
		await Promise.all([
			run(server, setup),
			second && setup.second ? run(second, setup.second) : undefined,
		]);
		await listen(router, setup.proxies);
		await router.must(setup.router ?? ':');
		await client.must(setup.client ?? ':');
		if (setup.resolver !== undefined) {
			await client.write('/etc/resolv.conf', `nameserver ${setup.resolver}\n`);
		}

		const talk = async (from: string, port: number, lines: readonly string[]): Promise<string> => {
			const command = [node, file('talk.ts'), from, serverAddress, `${port}`, ...lines];
			const {stdout} = await client.run(command);
			return stdout;
		};

		return {
			client,
			router,
			server,
			second,
			async exec(args, env) {
				const command = [node, '/mnt/program/bin/smtp-medic.cjs', ...args];
				const output = await client.run(command, env);
				return {...output, events: parseEvents(output.stdout)};
			},
			talk: (port, lines) => talk('', port, lines),
			talkAsStranger: (port, lines) => talk(strangerAddress, port, lines),
			log: async () => (await server.shell(readLogs)).stdout,
			stop,
		};
	} catch (error) {
		const logs = await Promise.all(
			started.map(async machine => (await machine.shell(readLogs)).stdout),
		);
		await stop();
		throw new Error(`the test bed did not start: ${String(error)}\n${logs.join('')}`, {
			cause: error,
		});
	}
}

/** Sets a mail server up as the test wants it, and starts it. */
async function run(machine: Machine, setup: ServerSetup): Promise<void> {
	const {server, certificate = 'valid', prepare = ':', afterStart = ':'} = setup;
	await machine.must(`
		busybox syslogd -O /var/log/mail.log
		mkdir -p /etc/ssl/mail
		cp /mnt/pki/${certificate}.pem /etc/ssl/mail/cert.pem
		cp /mnt/pki/key.pem /mnt/pki/ca.pem /etc/ssl/mail/
		chmod 600 /etc/ssl/mail/key.pem
		live=/etc/letsencrypt/live/${machine.name} # What certbot keeps renewed, whatever is in use
		mkdir -p $live
		cp /mnt/pki/valid.pem $live/fullchain.pem
		cp /mnt/pki/no-intermediate.pem $live/cert.pem
		cp /mnt/pki/intermediate.pem $live/chain.pem
		install -m 600 /mnt/pki/key.pem $live/privkey.pem
		set -e
		${prepare}
		[ ! -x /usr/local/sbin/before-start ] || before-start`);
	if (server !== 'none' && setup.stopped !== true) {
		await machine.must(`systemctl start ${serviceName[server]}`);
		await machine.listens('tcp', 25);
	}

	await listen(machine, setup.listeners);
	await machine.must(afterStart);
}

const serviceName: Readonly<Record<Server, string>> = {
	postfix: 'postfix',
	exim: 'exim4',
	opensmtpd: 'opensmtpd',
	opensmtpd7: 'opensmtpd',
	sendmail: 'sendmail',
	haraka: 'haraka',
};

async function listen(machine: Machine, listeners: readonly Listener[] = []): Promise<void> {
	if (listeners.length > 0) {
		machine.serve([node, file('listener.ts'), JSON.stringify(listeners)]);
		await Promise.all(listeners.map(({port}) => machine.listens('tcp', port)));
	}
}

function parseEvents(text: string): SessionEvent[] {
	const lines = text.split('\n').filter(line => line.startsWith('{'));
	return lines.map(line => JSON.parse(line) as SessionEvent);
}
