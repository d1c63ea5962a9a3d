import {familyOf} from '../address.ts';
import {optionsIn, type CfLine} from './cf-file.ts';

/** A listener: `O DaemonPortOptions=Family=inet, Name=MSP-v4, Port=submission, M=Ea`. */
export type Daemon = {
	name: string;
	port: number;
	family: 4 | 6;
	/** Empty: all addresses. */
	address: string;
	/** `a` wants a login, `E` forbids ETRN, `s` is TLS from the start … */
	modifiers: string;
	text: string;
	/** Its line in sendmail.cf; 0 for the one that is there without any. */
	line: number;
};

const ports: Readonly<Record<string, number>> = {
	smtp: 25,
	smtps: 465,
	submissions: 465,
	submission: 587,
};

function daemonOf(value: string, line: number): Daemon {
	const fields = value.split(',').map(field => field.split('='));
	const field = (initial: string) =>
		fields.find(([key = '']) => key.trim().charAt(0).toUpperCase() === initial)?.[1]?.trim() ?? '';
	const port = field('P') || 'smtp';
	return {
		name: field('N') || 'Daemon0',
		port: ports[port.toLowerCase()] ?? Number(port),
		family: field('F').toLowerCase() === 'inet6' ? 6 : 4,
		address: field('A'),
		modifiers: field('M'),
		text: value.replaceAll(/\s+/g, ' '),
		line,
	};
}

/**
 * The listener that answers on a port: one that names the address goes before one that takes all, and one
 * of its family before another, which may serve both.
 */
export function daemonAt(cf: readonly CfLine[], address: string, port: number): Daemon | undefined {
	const set = optionsIn(cf, 'DaemonPortOptions');
	const all =
		set.length > 0 ? set.map(({value, line}) => daemonOf(value, line)) : [daemonOf('', 0)];
	const fitting = all.filter(daemon => daemon.port === port);
	return (
		fitting.find(daemon => daemon.address === address) ??
		fitting.find(({family}) => family === familyOf(address)) ??
		fitting[0]
	);
}

/** The modifiers as the rulesets have them in `${daemon_flags}`: apart, and upper case twice. */
export function flagsOf({modifiers}: Daemon): string {
	return modifiers
		.replaceAll(/[^A-Za-z]/g, '')
		.replaceAll(/[A-Z]/g, letter => letter + letter)
		.replaceAll(/([A-Z]{2}|[a-z])/g, '$1 ')
		.trim();
}
