import {optionTable} from './option-table.ts';

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

${options.join('\n\n')}

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
