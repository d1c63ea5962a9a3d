import type {NamedClients} from '../postfix/named-clients.ts';
import type {HostCheck} from './host-check.ts';

/** The members of a list as Exim writes it: parted by colons, each in an address doubled, or by what `<` names. */
function membersOf(list: string): string[] {
	const [, separator, rest = ''] = /^\s*<(\S)\s*(.*)$/.exec(list) ?? [];
	const members =
		separator === undefined
			? list.split(/(?<!:):(?!:)/).map(member => member.replaceAll('::', ':'))
			: rest.split(separator);
	return members.map(member => member.trim()).filter(member => member !== '');
}

/** Debian’s file of settings, from which update-exim4.conf makes the lists. */
export const debianFile = '/etc/exim4/update-exim4.conf.conf';

function placeOf(
	{value, lists}: {value: string; lists: readonly string[]},
	{file, line}: {file: string; line: number | null},
	debian: string,
): string {
	const lines = debian.split('\n');
	const at = lines.findIndex(text => text.startsWith('dc_relay_nets='));
	const nets = membersOf(/^dc_relay_nets=['"]?(.*?)['"]?$/.exec(lines[at] ?? '')?.[1] ?? '');
	const isFromThere = nets.some(net => lists.join(' : ').includes(net));
	return isFromThere
		? `dc_relay_nets (${debianFile}, line ${at + 1})`
		: `${value.trim()} of Exim (${file === '' ? 'its ACL' : `${file}, line ${line}`})`;
}

/**
 * The hosts that statements of the last ACL would have let in by their addresses, where they did not hold
 * for this client. `debian` is the text of Debian’s file, or empty.
 */
export function namedHosts({acls}: HostCheck, debian: string): readonly NamedClients[] {
	const tried = acls.at(-1)?.statements.filter(({verb, held}) => verb === 'accept' && !held) ?? [];
	return tried.flatMap(statement =>
		statement.checks
			.filter(({what}) => what === 'hosts')
			.map(check => ({
				kind: 'exim-hosts',
				place: placeOf(check, statement, debian),
				names: [check.value, ...check.lists].flatMap(membersOf),
			})),
	);
}
