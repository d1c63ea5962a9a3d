import type {InspectionContext} from '../../../core/inspection.ts';
import {classFileIn, optionIn, smartHostIn} from '../../../core/sendmail/cf-file.ts';
import type {Daemon} from '../../../core/sendmail/daemon.ts';
import {mailerOf, type Tested} from '../../../core/sendmail/foresee.ts';
import {defineIn, listenerIn} from '../../../core/sendmail/mc-file.ts';
import {cfPath, mcPath, spotInWords, type Texts} from '../../../core/sendmail/texts.ts';

/** What decides about a message before it is taken, and about being reached at all. */
const telling = [
	'MaxMessageSize',
	'PrivacyOptions',
	'InputMailFilters',
	'ConnectionRateThrottle',
	'MaxDaemonChildren',
	'QueueLA',
	'RefuseLA',
	'AuthOptions',
	'AuthMechanisms',
	'ServerCertFile',
	'ServerKeyFile',
] as const;

/** Observes them, with the line where an administrator would change each. */
export function observeSettings(
	{observe, safe}: InspectionContext,
	{cf, mc}: Texts,
	daemon: Daemon | undefined,
): void {
	const service = daemon?.name ?? 'sendmail';
	const set = (name: string, value: string, file: string, line: number) => {
		const place = spotInWords({file, line});
		observe('server.setting', {name, value: safe(value).slice(0, 500), file, line, place, service});
	};
	if (daemon && daemon.line > 0) {
		const at = listenerIn(mc, daemon.text);
		set('DaemonPortOptions', daemon.text, at ? mcPath : cfPath, at?.line ?? daemon.line);
	}

	for (const name of telling) {
		const found = optionIn(cf, name);
		const at = name === 'MaxMessageSize' ? defineIn(mc, 'confMAX_MESSAGE_SIZE') : undefined;
		if (found && found.value !== '') {
			set(name, found.value, at ? mcPath : cfPath, at?.line ?? found.line);
		}
	}

	const smartHost = smartHostIn(cf);
	if (smartHost) {
		set('SMART_HOST', smartHost.value, cfPath, smartHost.line);
	}

	for (const name of ['w', 'R']) {
		const file = classFileIn(cf, name);
		if (file) {
			set(`class ${name}`, file.path, cfPath, file.line);
		}
	}
}

/** The mailer, and the MX hosts where it is one that sends on: a name of this server’s among them is a loop. */
export function observeRoute(
	{observe, safe}: InspectionContext,
	recipient: string,
	found: Tested,
): void {
	const route = mailerOf(found.parse);
	if (!route) {
		return;
	}

	const {mailer, host, user} = route;
	const domain = recipient.replace(/^.*@/, '').toLowerCase();
	const best = found.mx[0]?.replace(/\.$/, '').toLowerCase();
	const goesOn = ['esmtp', 'smtp'].includes(mailer) && host.replace(/\.$/, '') === domain;
	const loops = goesOn && found.own.some(name => name.toLowerCase() === best);
	observe('server.route', {
		address: recipient,
		outcome: mailer.includes('error') || loops ? 'undeliverable' : 'routed',
		text: safe(
			loops
				? `its best MX is ${best}, which is this server itself, and the domain is not among its own (class w)`
				: `mailer ${mailer}${host === '' ? '' : `, host ${host}`}, user ${user}`,
		),
	});
}
