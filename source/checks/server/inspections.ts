import type {Inspection} from '../../core/inspection.ts';
import {askedServices} from './settings/asked-services.ts';
import {bans} from './host/bans.ts';
import {certificateFiles} from './settings/certificate-files.ts';
import {configuration} from './settings/configuration.ts';
import {firewall} from './host/firewall.ts';
import {firewallTool} from './host/firewall-tool.ts';
import {follow} from './log/follow.ts';
import {identity} from './host/identity.ts';
import {listenSettings} from './settings/listen-settings.ts';
import {localhostView} from './localhost-view.ts';
import {listeners} from './host/listeners.ts';
import {log} from './log/log.ts';
import {copy} from './log/copy.ts';
import {eximSettings} from './settings/exim-settings.ts';
import {opensmtpdSettings} from './settings/opensmtpd-settings.ts';
import {oldAddress} from './settings/old-address.ts';
import {openFiles} from './host/open-files.ts';
import {postfixSettings} from './settings/postfix-settings.ts';
import {machine} from './host/machine.ts';
import {queue} from './log/queue.ts';
import {sendmailSettings} from './settings/sendmail-settings.ts';
import {service} from './host/service.ts';

/** Everything that can be looked at on the server itself. */
export const inspections: readonly Inspection[] = [
	identity,
	service,
	listeners,
	localhostView,
	listenSettings,
	configuration,
	firewall,
	firewallTool,
	bans,
	askedServices,
	certificateFiles,
	machine,
	openFiles,
	postfixSettings,
	eximSettings,
	sendmailSettings,
	opensmtpdSettings,
	oldAddress,
	log,
	follow,
	copy,
	queue,
];
