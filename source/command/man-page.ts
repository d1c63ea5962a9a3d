import {optionsByCommand} from './help.ts';
import {optionTable} from './option-table.ts';

const roff = (text: string) =>
	text
		.replaceAll('\\', '\\e')
		.replaceAll('-', '\\-')
		.replaceAll('’', '\\(cq')
		.replaceAll('“', '\\(lq')
		.replaceAll('”', '\\(rq')
		.replace(/^([.'])/gm, '\\&$1');

const synopses = [
	'[\\fIOPTION\\fR]... [\\fITARGET\\fR]',
	'\\fBcheck\\fR \\fITARGET\\fR [\\fIOPTION\\fR]...',
	'\\fBexplain\\fR [\\fITEXT\\fR]',
	'\\fBlab\\fR [\\fISCENARIO\\fR]',
	'\\fBflow\\fR [\\fB\\-\\-mermaid\\fR]',
];

/** The manual page, made from the same table of options as the help text. */
export function manPage(version: string, description: string): string {
	const groups = [...new Set(optionTable.map(({group}) => group))];
	const options = groups.flatMap(group => [
		`.SS ${roff(group)}`,
		...optionTable
			.filter(option => option.group === group)
			.flatMap(({name, short, value, help}) => [
				'.TP',
				`${short ? `\\fB\\-${short}\\fR, ` : ''}\\fB\\-\\-${roff(name)}\\fR${value ? ` \\fI${value}\\fR` : ''}`,
				roff(help),
			]),
	]);
	return `${[
		`.TH SMTP\\-MEDIC 1 "" "smtp\\-medic ${version}"`,
		'.SH NAME',
		`smtp\\-medic \\- ${roff(description)}`,
		'.SH SYNOPSIS',
		...synopses.flatMap(line => [`.B smtp\\-medic`, line, '.br']),
		'.SH DESCRIPTION',
		roff(
			'smtp-medic finds out why mail does not flow. It walks through the systematic flow: can you reach the port, does the handshake work, are you authorised, is it accepted and then gone. It runs each check live, shows the raw SMTP dialogue, names the root cause with its evidence, and shows the fix. It reads and explains: it changes nothing, and sends no message without --send.',
		),
		'.PP',
		roff(
			'TARGET is a server (mail.example.com, mail.example.com:587, 192.0.2.1, [2001:db8::1]:25), or a mailbox (ada@example.com: the servers are those that its domain’s MX records name), or with --mx a domain. After -- everything is a target or text. Without a terminal, or with --json or --nagios, a target alone means check.',
		),
		'.SH OPTIONS',
		roff(
			`The options go with the wizard, check and lab. Of the other commands, ${optionsByCommand()
				.map(([command, names]) => `${command} takes ${names}`)
				.join('; ')}.`,
		),
		...options,
		'.SH EXIT STATUS',
		...[
			['0', 'healthy: every check that was asked for passed (warnings allowed)'],
			['1', 'a problem was found and named'],
			['2', 'the command was used wrongly'],
			['3', 'inconclusive: the checks could not be run to an answer'],
			['130, 143, 129', 'interrupted by SIGINT, SIGTERM, SIGHUP'],
		].flatMap(([code = '', meaning = '']) => ['.TP', code, roff(meaning)]),
		'.PP',
		roff(
			'With --nagios: 0 healthy, 1 healthy with warnings, 2 a problem, 3 inconclusive or wrong use, which is then said on standard output.',
		),
		'.SH EXAMPLES',
		...[
			'smtp-medic check mail.example.com --to ada@example.net --from me@example.com',
			'smtp-medic check mail.example.com:587 --user app --password-env PASSWORD',
			'smtp-medic check ada@example.com --json | tail -1',
			'smtp-medic check mail.example.com --nagios',
			'smtp-medic check mail.example.com --ssh mail --report incident.html',
			'smtp-medic lab relay-mynetworks',
		].flatMap(example => ['.PP', roff(example)]),
		'.SH FILES',
		'.TP',
		'\\fI~/.cache/smtp\\-medic\\fR',
		roff(
			'compiled code of the program, which makes later starts quicker: a folder for each version, of which the first start of a newer one removes the older (below XDG_CACHE_HOME where that is set; ~/Library/Caches on macOS, LOCALAPPDATA on Windows). It may be removed at any time. With NODE_DISABLE_COMPILE_CACHE=1 in the environment nothing is kept.',
		),
		'.SH SEE ALSO',
		'.BR postconf (5),',
		'.BR exim4 (8),',
		'.BR openssl\\-s_client (1ssl),',
		'.BR swaks (1)',
	].join('\n')}\n`;
}
