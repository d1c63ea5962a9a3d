import {createSecureContext, type SecureContext} from 'node:tls';
import type {Socket} from 'node:net';
import type {Scenario} from '../core/practice.ts';
import {services, type Service} from '../core/vocabulary.ts';
import type {PracticeCertificates} from './certificates/mint-certificates.ts';
import {openAnchor, type Anchor} from './network/held-port.ts';
import {openServicePort, type ServicePort} from './network/service-port.ts';
import {serverName} from './network/usual-records.ts';
import type {Zone} from './network/zone.ts';
import {portState} from './settings/port-states.ts';
import {smtpdSettings, type SettingValues} from './settings/smtpd-settings.ts';
import {serveSmtp} from './smtpd/smtpd-server.ts';
import type {SmtpdContext} from './smtpd/smtpd-state.ts';

/** The practice server with its three ports and the firewall before it. */
export type MailHost = {
	readonly ports: Readonly<Record<Service, number>>;
	/**
	 * Makes the ports what the settings say; new connections get the new settings. Rejects with a
	 * sentence where this system cannot do it.
	 */
	apply(values: SettingValues): Promise<void>;
	close(): Promise<void>;
};

/** Mailboxes that every practice server has. */
const users = new Set(['postmaster', 'abuse', 'root', 'info', 'orders', 'support', 'ada']);

/** The name of a client as the server's resolver knows it. */
function reverseName(zone: Zone, address: string): string {
	const name = `${address.split('.').toReversed().join('.')}.in-addr.arpa`;
	return zone.lookup(name, 'PTR').records.at(-1)?.data ?? 'unknown';
}

/** Queue ids of Postfix's short form: hexadecimal digits, never the same twice. */
function queueIds(): () => string {
	let last = 0x2_f1a_c70_41e + (Date.now() % 0xff_ff_ff);
	return () => {
		last += 0x1_37;
		return last.toString(16).toUpperCase();
	};
}

/** Opens the ports, all of them refused until settings are applied. */
export async function openMailHost(
	scenario: Scenario,
	zone: Zone,
	certificates: PracticeCertificates,
): Promise<MailHost> {
	const {account} = scenario;
	const nextQueueId = queueIds();
	let values: SettingValues | undefined;
	let secureContext: SecureContext | undefined;
	const tls = () =>
		(secureContext ??= createSecureContext({...certificates, minVersion: 'TLSv1.2'}));

	const serve = (service: Service, socket: Socket): void => {
		if (!values) {
			socket.destroy();
			return;
		}

		const address = socket.remoteAddress ?? '';
		const context: SmtpdContext = {
			settings: smtpdSettings(values, service, serverName),
			client: {name: reverseName(zone, address), address},
			authenticate: (user, password) =>
				account !== undefined && user === account.user && password === account.password,
			isLocalUser: localPart => users.has(localPart.toLowerCase()),
			nextQueueId,
		};
		serveSmtp(socket, context, tls);
	};

	const anchor: Anchor = await openAnchor();
	const opened = new Map<Service, ServicePort>();
	const close = async (): Promise<void> => {
		await Promise.all([...opened.values()].map(async port => port.close()));
		await anchor.close();
	};

	try {
		for (const service of services) {
			opened.set(service, await openServicePort(anchor, socket => serve(service, socket)));
		}
	} catch (error) {
		await close();
		throw error;
	}

	const numberOf = (service: Service) => opened.get(service)?.number ?? 0;
	return {
		ports: {
			smtp: numberOf('smtp'),
			submission: numberOf('submission'),
			submissions: numberOf('submissions'),
		},
		async apply(next) {
			values = next;
			const entered = await Promise.allSettled(
				[...opened].map(async ([service, port]) => port.enter(portState(next, service))),
			);
			const failed = entered.find(one => one.status === 'rejected');
			if (failed) {
				throw failed.reason;
			}
		},
		close,
	};
}
