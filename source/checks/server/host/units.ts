/** One unit as `systemctl show` gives it: properties by name. */
export type Unit = Readonly<Record<string, string>>;

/** Properties that are asked for; all of them are there since systemd 229. */
export const unitProperties = [
	'Id',
	'LoadState',
	'UnitFileState',
	'Type',
	'ActiveState',
	'SubState',
	'MainPID',
	'ExecMainStatus',
	'ExecMainCode',
	'Result',
	'StateChangeTimestamp',
	'ActiveEnterTimestamp',
];

/** Longer is no value of these properties. */
const longestValue = 200;

/** The units in the output of `systemctl show`: a block of `Name=value` each, an empty line between. */
export function unitsIn(output: string): readonly Unit[] {
	return output
		.split(/\n\s*\n/)
		.map((block): Unit =>
			Object.fromEntries(
				block.split('\n').flatMap(line => {
					const [, name, value = ''] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
					return name === undefined ? [] : [[name, value.slice(0, longestValue)]];
				}),
			),
		)
		.filter(unit => unit['Id'] !== undefined);
}

/** The unit has a main process. An `active` one-shot unit, a shell around others, has none. */
export function hasMainProcess(unit: Unit): boolean {
	return Number(unit['MainPID'] ?? 0) > 0;
}

export function isLoaded({LoadState}: Unit): boolean {
	return LoadState === 'loaded' || LoadState === 'masked';
}
