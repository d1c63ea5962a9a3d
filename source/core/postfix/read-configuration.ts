import {type Parameters, parseMainCf, parsePostconf} from './main-cf.ts';
import {parseMasterCf, serviceAt, type ServiceEntry} from './master-cf.ts';
import {type Settings, settingsOf} from './settings.ts';

/** The configuration as the server’s programs print it, and its files where they can be read. */
export type Texts = {
	/** `postconf`: every parameter, defaults included. */
	all: string;
	/** `postconf -n`: those that main.cf sets. */
	set: string;
	/** `postconf -M`. */
	services: string;
	folder: string;
	mainCf: string | undefined;
	masterCf: string | undefined;
};

export type Configuration = {
	effective: Parameters;
	mainCf: Parameters;
	services: readonly ServiceEntry[];
};

/**
 * Puts a configuration together. Lines are known where the files could be read and say what the
 * programs say: a file that was changed since has other lines.
 */
export function readConfiguration(texts: Texts): Configuration {
	const {all, set, services, folder, mainCf, masterCf} = texts;
	const file = `${folder}/main.cf`;
	const printed = parsePostconf(set, file);
	const placed = mainCf === undefined ? printed : parseMainCf(mainCf, file);
	const entries =
		masterCf === undefined
			? parseMasterCf(services, `${folder}/master.cf`, false)
			: parseMasterCf(masterCf, `${folder}/master.cf`);
	return {effective: parsePostconf(all), mainCf: placed, services: entries};
}

/** The settings of the service that answers at an address and port, and of postscreen before it. */
export function settingsAt(
	{effective, mainCf, services}: Configuration,
	address: string,
	port: number,
): {settings: Settings; front: Settings | undefined} | undefined {
	const found = serviceAt(services, address, port);
	return (
		found && {
			settings: settingsOf(found.service, mainCf, effective),
			front: found.front && settingsOf(found.front, mainCf, effective),
		}
	);
}
