import type {Inspection} from '../../core/inspection.ts';
import {askedServices} from './asked-services.ts';
import {bans} from './bans.ts';
import {certificateFiles} from './certificate-files.ts';
import {configuration} from './configuration.ts';
import {firewall} from './firewall.ts';
import {firewallTool} from './firewall-tool.ts';
import {follow} from './follow.ts';
import {identity} from './identity.ts';
import {listenSettings} from './listen-settings.ts';
import {localhostView} from './localhost-view.ts';
import {listeners} from './listeners.ts';
import {log} from './log.ts';
import {copy} from './copy.ts';
import {eximSettings} from './exim-settings.ts';
import {opensmtpdSettings} from './opensmtpd-settings.ts';
import {oldAddress} from './old-address.ts';
import {openFiles} from './open-files.ts';
import {postfixSettings} from './postfix-settings.ts';
import {machine} from './machine.ts';
import {queue} from './queue.ts';
import {sendmailSettings} from './sendmail-settings.ts';
import {service} from './service.ts';

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
