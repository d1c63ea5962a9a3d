import type {Service} from '../../core/vocabulary.ts';
import {parseFirewall, publicPort, verdictFor} from './firewall.ts';
import {parseMasterService} from './master-service.ts';
import type {SettingValues} from './smtpd-settings.ts';

/** How a port looks from outside: a server, a refusal (RST), or no answer at all. */
export type PortState = 'open' | 'refused' | 'silent';

function listens(values: SettingValues, service: Service): boolean {
	// The practice client stands for another machine, which loopback-only shuts out.
	if (values.postfix !== 'running' || values.inet_interfaces !== 'all') {
		return false;
	}

	if (service === 'smtp') {
		return true;
	}

	const parsed = parseMasterService(values[`master.cf/${service}`]);
	return 'service' in parsed && parsed.service.active;
}

/** What the settings make of the port of a service. The firewall stands before the server. */
export function portState(values: SettingValues, service: Service): PortState {
	const parsed = parseFirewall(values.firewall);
	const verdict = 'rules' in parsed ? verdictFor(publicPort[service], parsed.rules) : 'accept';
	switch (verdict) {
		case 'drop': {
			return 'silent';
		}

		case 'reject': {
			return 'refused';
		}

		case 'accept': {
			return listens(values, service) ? 'open' : 'refused';
		}
	}
}
