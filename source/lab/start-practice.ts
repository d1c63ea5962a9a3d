import {CannotRunError} from '../core/cannot-run-error.ts';
import type {Options, Target} from '../core/options.ts';
import {settingNames, type Practice, type Scenario, type SettingName} from '../core/practice.ts';
import {domainOf} from '../core/subject.ts';
import {mintCertificates} from './certificates/mint-certificates.ts';
import {openMailHost, type MailHost} from './mail-host.ts';
import {startDnsServer, type DnsServer} from './network/dns-server.ts';
import {openOtherMachine, type OtherMachine} from './network/other-machine.ts';
import {clientName, serverName, usualRecords} from './network/usual-records.ts';
import {createZone, type Zone} from './network/zone.ts';
import {parseAddresses} from './settings/address-list.ts';
import {checkSetting} from './settings/check-setting.ts';
import {defaultSettings} from './settings/default-settings.ts';
import {settingTexts} from './settings/setting-texts.ts';
import type {SettingValues} from './settings/smtpd-settings.ts';

/** Milliseconds; everything is on this machine, so that silence is known for what it is sooner. */
const practiceTimeout = 3000;
const practicePatience = 6000;

function targetOf(text: string): Target {
	return text.includes('@')
		? {kind: 'mailbox', address: text, domain: domainOf(text)}
		: {kind: 'host', host: text};
}

/** What a person is told where the system refuses something. */
function sentenceOf(error: unknown): string {
	if (!(error instanceof Error)) {
		return String(error);
	}

	return 'code' in error
		? `This system does not let the practice servers run (${String(error.code)}).`
		: error.message;
}

/** How the program is aimed at the practice server. */
function optionsFor(
	scenario: Scenario,
	host: MailHost,
	dns: DnsServer,
	ca: string,
): Practice['options'] {
	const {smtp, submission, submissions} = host.ports;
	const options: Partial<Options> & Pick<Options, 'target'> = {
		target: targetOf(scenario.target),
		aim: scenario.aim,
		port: host.ports[scenario.service],
		services: {[smtp]: 'smtp', [submission]: 'submission', [submissions]: 'submissions'},
		helo: clientName,
		from: scenario.from,
		to: scenario.to,
		ca,
		dns: {address: dns.address, port: dns.port},
		timeout: practiceTimeout,
		patience: practicePatience,
		lab: scenario.id,
		...(scenario.expectAddress === undefined ? {} : {expectAddress: scenario.expectAddress}),
	};
	return scenario.aim === 'submit' ? {...options, ports: [submission, submissions, smtp]} : options;
}

/** The names of a scenario, with the record that its settings hold. */
function zoneOf({records = []}: Scenario, values: SettingValues): Zone {
	const parsed = parseAddresses(values[`dns/${serverName}`]);
	const addresses = 'addresses' in parsed ? parsed.addresses : [];
	return createZone(usualRecords, [
		...records,
		...addresses.map(address => `${serverName} A ${address}`),
	]);
}

/** What is wrong with a scenario's own settings; a mistake of its author. */
function checkScenario(scenario: Scenario, values: SettingValues): void {
	for (const name of settingNames) {
		const wrong = checkSetting(name, values[name]);
		if (wrong !== undefined) {
			throw new TypeError(`scenario ${scenario.id}, ${name}: ${wrong}`);
		}
	}
}

/**
 * Starts the servers of a scenario: DNS, and Postfix with its three ports, all on loopback. Rejects
 * with a CannotRunError where this system cannot run it; nothing is left running then.
 */
export async function startPractice(scenario: Scenario): Promise<Practice> {
	let values: SettingValues = {...defaultSettings, ...scenario.settings};
	checkScenario(scenario, values);
	const zone: Zone = {lookup: (name, type) => zoneOf(scenario, values).lookup(name, type)};
	const certificates = mintCertificates([serverName]);
	const dns = await startDnsServer(zone).catch((error: unknown) => {
		throw new CannotRunError(sentenceOf(error), {cause: error});
	});
	let host: MailHost | undefined;
	let other: OtherMachine | undefined;
	try {
		host = await openMailHost(scenario, zone, certificates);
		await host.apply(values);
		if (scenario.otherMachine) {
			other = await openOtherMachine(scenario.otherMachine, Object.values(host.ports));
		}
	} catch (error) {
		await Promise.all([dns.close(), host?.close()]);
		throw new CannotRunError(sentenceOf(error), {cause: error});
	}

	const running = host;
	let changing: Promise<unknown> = Promise.resolve();
	let closed: Promise<void> | undefined;

	const change = async (name: SettingName, value: string): Promise<string | undefined> => {
		const wrong = checkSetting(name, value);
		if (wrong !== undefined) {
			return wrong;
		}

		if (closed) {
			return 'The practice server is not running any more.';
		}

		const before = values;
		values = {...values, [name]: value};
		try {
			await running.apply(values);
			return undefined;
		} catch (error) {
			values = before;
			await running.apply(values).catch(() => undefined);
			return sentenceOf(error);
		}
	};

	return {
		scenario,
		options: optionsFor(scenario, running, dns, certificates.ca),
		settings: () => settingNames.map(name => ({name, value: values[name], ...settingTexts[name]})),
		async change(name, value) {
			const changed = changing.then(async () => change(name, value));
			changing = changed;
			return changed;
		},
		async close() {
			closed ??= (async () => {
				await changing;
				await Promise.all([running.close(), other?.close(), dns.close()]);
			})();
			return closed;
		},
	};
}
