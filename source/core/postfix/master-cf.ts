import {logicalLines} from './config-file.ts';
import type {Parameters} from './main-cf.ts';
import {type Placed, type Word, withoutBraces, wordsOf} from './placed.ts';

/** An entry of master.cf. */
export type ServiceEntry = {
	/** Service name: of the type `inet`, `[host:]port`. */
	name: string;
	type: string;
	chroot: string;
	/** The program, such as `smtpd` or `postscreen`. */
	command: string;
	/** What `-o` sets for this service alone. */
	overrides: Parameters;
	file: string;
	/** Null where the entry was not read from the file. */
	line: number | null;
};

/**
 * Reads master.cf, or what `postconf -M` prints, which has the same form. `file` is where the entries
 * stand; without `numbered` the lines of the text are not those of the file.
 */
export function parseMasterCf(text: string, file: string, numbered = true): ServiceEntry[] {
	return logicalLines(text).flatMap(parts => {
		const placed: Placed = parts.map(part => ({
			text: `${part.text} `,
			at: {parameter: '', file, line: numbered ? part.line : null},
		}));
		const words = wordsOf(placed, {separators: ' \t', braces: true});
		const [name, type, , , chroot, , , command, ...rest] = words;
		return name && type && chroot && command
			? [
					{
						name: name.text,
						type: type.text,
						chroot: chroot.text,
						command: command.text,
						overrides: overridesOf(rest, `${name.text}/${type.text}`),
						file,
						line: name.at.line,
					},
				]
			: [];
	});
}

function overridesOf(words: readonly Word[], service: string): Parameters {
	const overrides = new Map<string, Placed>();
	for (const [index, word] of words.entries()) {
		const option = word.text === '-o' ? words[index + 1] : undefined;
		const joined = /^-o(?=.)/.test(word.text) ? word.text.slice(2) : undefined;
		const setting = option ? withoutBraces(option.text) : joined;
		const found = /^([^\s=]+)\s*=\s*([\s\S]*)$/.exec(setting ?? '');
		if (found) {
			const [, parameter = '', text = ''] = found;
			const at = {...(option ?? word).at, parameter, service};
			overrides.set(parameter, [{text: text.trim(), at}]);
		}
	}

	return overrides;
}

/** Ports by their names in /etc/services, as far as mail has them. */
const namedPorts: Readonly<Record<string, number>> = {
	smtp: 25,
	mail: 25,
	submission: 587,
	msa: 587,
	submissions: 465,
	smtps: 465,
	urd: 465,
	ssmtp: 465,
};

/** Where an entry of the type `inet` listens, by its name; the host is empty where it is the usual one. */
export function endpointOf(name: string): {host: string; port: number} {
	const found = /^(?:(?<host>\[[^\]]*\]|[^:[]*):)?(?<port>[^:\]]+)$/.exec(name);
	const port = found?.groups?.['port'] ?? '';
	const host = (found?.groups?.['host'] ?? '').replaceAll(/[[\]]/g, '');
	return {host, port: namedPorts[port.toLowerCase()] ?? Number(port)};
}

/**
 * The entry that answers at an address and port; one for this address goes before one for all. For
 * postscreen it is the entry to which postscreen hands the client, with postscreen’s own as `front`.
 */
export function serviceAt(
	entries: readonly ServiceEntry[],
	address: string,
	port: number,
): {service: ServiceEntry; front?: ServiceEntry} | undefined {
	const here = entries.filter(({name, type}) => type === 'inet' && endpointOf(name).port === port);
	const service =
		here.find(({name}) => endpointOf(name).host === address) ??
		here.find(({name}) => endpointOf(name).host === '') ??
		(here.length === 1 ? here[0] : undefined);
	if (service?.command !== 'postscreen') {
		return service && {service};
	}

	const wanted = service.overrides.get('smtpd_service_name')?.[0]?.text ?? 'smtpd';
	const behind = entries.find(({name, type}) => type === 'pass' && name === wanted);
	return behind && {service: behind, front: service};
}
