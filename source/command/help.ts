import {commandsOf, optionTable, type CommandName} from './option-table.ts';

const commands: ReadonlyArray<readonly [string, string]> = [
	['smtp-medic', 'the wizard, from its first question'],
	['smtp-medic TARGET', 'the wizard on that target'],
	['smtp-medic check TARGET', 'the same checks without questions, as plain text'],
	['smtp-medic explain [TEXT]', 'what a reply, an error or a message’s header means'],
	['smtp-medic lab [SCENARIO]', 'the practice lab: broken servers inside the program'],
	['smtp-medic flow', 'the decision graph that the wizard walks (--mermaid: as a diagram)'],
];

function column(rows: ReadonlyArray<readonly [string, string]>, width: number): string {
	return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

/** The options of the commands that examine nothing, as the rows of a table. */
export function optionsByCommand(): ReadonlyArray<readonly [command: string, options: string]> {
	const everywhere = new Set(['help', 'version', 'lab']);
	const optionsOf = (command: CommandName) =>
		optionTable
			.filter(option => commandsOf(option).includes(command) && !everywhere.has(option.name))
			.map(({name, value}) => `--${name}${value ? ` ${value}` : ''}`)
			.join(', ');
	return (['explain', 'flow'] as const).map(command => [command, optionsOf(command)]);
}

/** The help text, made from the table of options. */
export function helpText(): string {
	const groups = [...new Set(optionTable.map(({group}) => group))];
	const options = groups.map(group => {
		const rows = optionTable
			.filter(option => option.group === group)
			.map(({name, short, value, help}) => {
				const left = `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
				return [left, help] as const;
			});
		return `${group}\n${column(rows, 26)}`;
	});
	return `smtp-medic finds out why mail does not flow, and says what puts it right.

Usage
${column(commands, 26)}

TARGET is a server (mail.example.com, mail.example.com:587, 192.0.2.1, [2001:db8::1]:25),
or a mailbox (ada@example.com: the servers of its domain’s MX). After -- everything is a target.
The options go with the wizard, check and lab; those of the other commands stand below.

${options.join('\n\n')}

Options of the other commands
${column(optionsByCommand(), 26)}

Exit codes
${column(
	[
		['0', 'healthy: everything that was asked for works'],
		['1', 'a problem was found and named'],
		['2', 'wrong use'],
		['3', 'inconclusive'],
		['130, 143, 129', 'interrupted (SIGINT, SIGTERM, SIGHUP)'],
	],
	26,
)}

smtp-medic reads and explains. It changes nothing, and sends no message without --send.
`;
}
