import type {Facts} from '../../../core/observation.ts';
import {parseMainCf} from '../../../core/postfix/main-cf.ts';
import {endpointOf, parseMasterCf} from '../../../core/postfix/master-cf.ts';

/** A line of a mail server’s settings that decides where it listens. */
export type ListenLine = Pick<Facts['server.listen-line'], 'allows' | 'text' | 'file' | 'line'>;

type Line = {text: string; line: number};

const linesOf = (text: string): readonly Line[] =>
	text.split('\n').map((line, index) => ({text: line.trim(), line: index + 1}));

const isLoopback = (address: string) =>
	/^(?:127\.|\[?::1\]?$|\[?::ffff:127\.|localhost$|loopback-only$|lo\d*$)/i.test(address);

const portNames: Readonly<Record<string, number>> = {
	smtp: 25,
	submission: 587,
	msp: 587,
	submissions: 465,
	smtps: 465,
};

const portOf = (word: string): number => portNames[word.toLowerCase()] ?? Number(word);

/** What a list of addresses lets in: nothing but loopback, one family, or everybody. */
function reachOf(addresses: readonly string[]): ListenLine['allows'] {
	const families = new Set(addresses.map(address => (address.includes(':') ? 'ipv6' : 'ipv4')));
	return addresses.length > 0 && addresses.every(isLoopback)
		? 'loopback'
		: families.size === 1 && addresses.every(address => /^\[?[\d.:a-f]+\]?$/i.test(address))
			? families.has('ipv4')
				? 'ipv4'
				: 'ipv6'
			: 'all';
}

/** `inet_interfaces`, `inet_protocols` and the service’s entry of master.cf, or that it has none. */
export function linesOfPostfix(
	mainCf: string,
	masterCf: string,
	port: number,
	folder: string,
): readonly ListenLine[] {
	const main = `${folder}/main.cf`;
	const parameters = parseMainCf(mainCf, main);
	const placed = (name: string, read: (words: readonly string[]) => ListenLine['allows']) => {
		const parts = parameters.get(name) ?? [];
		const value = parts.map(({text}) => text).join('');
		const words = value.split(/[\s,]+/).filter(Boolean);
		const line = parts[0]?.at.line;
		return line ? [{allows: read(words), text: `${name} = ${value}`, file: main, line}] : [];
	};

	const master = `${folder}/master.cf`;
	const entries = parseMasterCf(masterCf, master).filter(
		({name, type}) => type === 'inet' && endpointOf(name).port === port,
	);
	const asWritten = linesOf(masterCf);
	const off = asWritten
		.flatMap(({text, line}) => {
			const [, service = ''] = /^#\s*(\S+)\s+inet(?:\s+\S+){6}/.exec(text) ?? [];
			const {host, port: at} = endpointOf(service);
			return service !== '' && at === port ? [{host, text, line}] : [];
		})
		.toSorted((a, b) => a.host.length - b.host.length)[0];
	return [
		...placed('inet_interfaces', words => reachOf(words)),
		...placed('inet_protocols', words =>
			words.length === 1 && words[0] !== 'all' ? (words[0] === 'ipv6' ? 'ipv6' : 'ipv4') : 'all',
		),
		...entries.flatMap(({name, line}) => {
			const {host} = endpointOf(name);
			const text = asWritten.find(written => written.line === line)?.text ?? name;
			return line && host ? [{allows: reachOf([host]), text, file: master, line}] : [];
		}),
		...(entries.length > 0
			? []
			: off
				? [{allows: 'nothing' as const, text: off.text, file: master, line: off.line}]
				: [{allows: 'nothing' as const, text: '', file: master, line: 0}]),
	];
}

/** `dc_local_interfaces` of Debian, and `local_interfaces` and `daemon_smtp_ports` of a configuration. */
export function linesOfExim(text: string, file: string, port: number): readonly ListenLine[] {
	return linesOf(text).flatMap(({text: written, line}): readonly ListenLine[] => {
		const [, name = '', value = ''] =
			/^(dc_local_interfaces|local_interfaces|daemon_smtp_ports?)\s*=\s*['"]?(.*?)['"]?$/.exec(
				written,
			) ?? [];
		if (name === '' || value === '' || /^[A-Z]\w*$/.test(value)) {
			return []; // A macro, of which another line has the value
		}

		if (name.startsWith('daemon')) {
			const ports = value.split(/\s*[:;]\s*/).map(portOf);
			return [{allows: ports.includes(port) ? 'all' : 'nothing', text: written, file, line}];
		}

		const [, separator = ':', list = value] = /^<(.)\s*(.*)$/.exec(value) ?? [];
		const sign = name.startsWith('dc_') ? ';' : separator;
		const addresses = list
			.split(sign)
			.map(word => word.trim().replace(/^(\d+(?:\.\d+){3})\.\d+$/, '$1'));
		return [{allows: reachOf(addresses.filter(Boolean)), text: written, file, line}];
	});
}

/** The lines `listen on` of smtpd.conf for a port, or that there is none. */
export function linesOfOpensmtpd(text: string, file: string, port: number): readonly ListenLine[] {
	const listens = linesOf(text).flatMap(({text: written, line}) => {
		const [, address = '', rest = ''] = /^listen on (\S+)(.*)$/.exec(written) ?? [];
		const own = /\bport (\S+)/.exec(rest)?.[1];
		const usual = /\bsmtps\b/.test(rest) ? 465 : 25;
		return address === '' || address === 'socket'
			? []
			: [{address, at: own === undefined ? usual : portOf(own), text: written, file, line}];
	});
	const here = listens.filter(({at}) => at === port);
	const allows = reachOf(here.map(({address}) => address));
	return here.length > 0
		? here.map(({text: written, line}) => ({allows, text: written, file, line}))
		: [{allows: 'nothing', text: '', file, line: 0}];
}

/** `DAEMON_OPTIONS` of sendmail.mc, or `DaemonPortOptions` of sendmail.cf, for a port, or that there is none. */
export function linesOfSendmail(text: string, file: string, port: number): readonly ListenLine[] {
	const daemons = linesOf(text).flatMap(({text: written, line}) => {
		const [, options] =
			/^DAEMON_OPTIONS\(`(.*?)'\)/.exec(written) ??
			/^O\s*DaemonPortOptions\s*=\s*(.*)$/.exec(written) ??
			[];
		const option = (name: string) =>
			new RegExp(`(?:^|[,\\s])${name}\\w*=([^,\\s]+)`, 'i').exec(options ?? '')?.[1];
		return options === undefined
			? []
			: [{address: option('A') ?? '*', at: portOf(option('P') ?? 'smtp'), text: written, line}];
	});
	const here = daemons.filter(({at}) => at === port);
	const allows = reachOf(here.map(({address}) => address));
	return here.length > 0
		? here.map(({text: written, line}) => ({allows, text: written, file, line}))
		: [{allows: 'nothing', text: '', file, line: 0}];
}
