/** A real Postfix with a configuration of its own, and the built program beside it. */
import path from 'node:path';
import process from 'node:process';
import type {SessionEvent} from '../../source/core/event.ts';
import {
	resolverAddress,
	serverAddress,
	serverName,
	startMachines,
	type Machines,
	type Output,
} from './machine.ts';
import {until} from './until.ts';

const root = path.join(import.meta.dirname, '../..');

export type PostfixOptions = {
	/** Parameters of main.cf, over those of `standard`. */
	mainCf?: Readonly<Record<string, string>>;
	/** Lines for the end of master.cf. */
	masterCf?: string;
	/** Accounts that may sign in, by name. */
	users?: Readonly<Record<string, string>>;
};

export type Run = Output & {events: readonly SessionEvent[]};

export type Postfix = {
	/** Runs the built program on the client; `events` are its lines of JSON, where it prints any. */
	exec(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Run>;
	/** Sends lines to a port by hand; returns what came back until the server closed. */
	talk(port: number, lines: readonly string[]): Promise<string>;
	/** Runs a shell command on the server, such as one that a remedy names. */
	shell(command: string): Output;
	/** What Postfix has logged. */
	log(): string;
	/** Path of the server's certificate, which vouches for itself, for `--ca`. */
	ca: string;
	stop(): Promise<void>;
};

/** What Debian ships, with names of our own, TLS, and accounts of Cyrus SASL where there are any. */
const standard: Readonly<Record<string, string>> = {
	compatibility_level: '3.6',
	myhostname: serverName,
	mydestination: 'example.test, localhost',
	mynetworks: '127.0.0.0/8',
	inet_interfaces: 'all',
	inet_protocols: 'ipv4',
	maillog_file: '/var/log/mail.log',
	alias_maps: '',
	alias_database: '',
	local_recipient_maps: 'inline:{ada=x}',
	smtpd_relay_restrictions: 'permit_mynetworks permit_sasl_authenticated defer_unauth_destination',
	smtpd_tls_cert_file: '/etc/postfix/cert.pem',
	smtpd_tls_key_file: '/etc/postfix/key.pem',
	smtpd_tls_security_level: 'may',
	smtpd_tls_auth_only: 'yes',
	smtpd_sasl_path: 'smtpd',
};

/** master.cf's submission services as Debian's comments give them. */
export const submissionServices = `
submission inet n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
submissions inet n - n - - smtpd
  -o syslog_name=postfix/submissions
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
`;

const certificate = `openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=${serverName} \
-addext subjectAltName=DNS:${serverName},IP:${serverAddress} -out /etc/postfix/cert.pem -keyout /etc/postfix/key.pem`;

/** Starts Postfix and waits until it listens. Rejects where it does not. */
export async function startPostfix(options: PostfixOptions = {}): Promise<Postfix> {
	const machines = await startMachines();
	try {
		await configure(machines, options);
		must(machines, 'postfix start');
		await until('Postfix to listen', () => listens(machines, 'tcp', 25), 15_000);
		machines.serve([process.execPath, path.join(import.meta.dirname, 'name-server.ts')]);
		await until('the name server to listen', () => listens(machines, 'udp', 53), 15_000);
	} catch (error) {
		const log = machines.read('/var/log/mail.log');
		await machines.stop();
		throw new Error(`Postfix did not start:\n${log}`, {cause: error});
	}

	must(machines, 'cp /etc/postfix/cert.pem /mnt/ca.pem');
	return {
		async exec(args, env) {
			const program = path.join(root, 'bin/smtp-medic.cjs');
			const output = await machines.onClient([process.execPath, program, ...args], env);
			return {...output, events: parseEvents(output.stdout)};
		},
		async talk(port, lines) {
			const script = path.join(import.meta.dirname, 'talk.ts');
			const command = [process.execPath, script, serverAddress, `${port}`, ...lines];
			return (await machines.onClient(command)).stdout;
		},
		shell: command => machines.onServer(command),
		log: () => machines.read('/var/log/mail.log'),
		ca: machines.shared('ca.pem'),
		stop: () => machines.stop(),
	};
}

async function configure(machines: Machines, options: PostfixOptions): Promise<void> {
	const users = Object.entries(options.users ?? {});
	const signIn = users.length > 0 ? {smtpd_sasl_auth_enable: 'yes'} : {};
	const parameters = Object.entries({...standard, ...signIn, ...options.mainCf});
	machines.write('/etc/resolv.conf', `nameserver ${resolverAddress}\n`);
	machines.write('/etc/hosts', `127.0.0.1 localhost\n${serverAddress} ${serverName}\n`);
	machines.write('/etc/postfix/main.cf', parameters.map(([k, v]) => `${k} = ${v}\n`).join(''));
	// Debian's start script copies files for a chroot; without it the services see the whole system
	must(machines, "postconf -F '*/*/chroot=n'");
	const master = machines.read('/etc/postfix/master.cf');
	machines.write('/etc/postfix/master.cf', `${master}${options.masterCf ?? ''}`);
	must(machines, certificate);
	machines.write(
		'/etc/postfix/sasl/smtpd.conf',
		'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\n',
	);
	for (const [user, password] of users) {
		must(machines, `printf %s '${password}' | saslpasswd2 -p -c -u ${serverName} '${user}'`);
	}

	if (users.length > 0) {
		must(machines, 'chgrp postfix /etc/sasldb2 && chmod 640 /etc/sasldb2');
	}
}

function must(machines: Machines, command: string): void {
	const {code, stdout, stderr} = machines.onServer(command);
	if (code !== 0) {
		throw new Error(`${command}: ${stdout}${stderr}`);
	}
}

function listens(machines: Machines, protocol: 'tcp' | 'udp', port: number): boolean {
	const flag = protocol === 'tcp' ? '-t' : '-u';
	return machines.onServer(`ss -Hln ${flag} sport = :${port}`).stdout !== '';
}

function parseEvents(text: string): SessionEvent[] {
	const lines = text.split('\n').filter(line => line.startsWith('{'));
	return lines.map(line => JSON.parse(line) as SessionEvent);
}
