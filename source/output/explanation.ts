import type {Explanation} from '../core/explain.ts';
import {fillCommand} from '../core/phrase.ts';
import {toAscii} from './ascii.ts';
import {headerBlocks} from '../core/headers/header-lines.ts';
import type {Paint} from './paint.ts';

/** How many causes are told in full. */
const causesShown = 6;

/** The command that checks live what the text names; empty where it names neither host nor mailbox. */
export function liveCheck({host, address, port, recipient}: Explanation['mentions']): string {
	const server = host ?? address;
	if (server === null) {
		return recipient === null ? '' : fillCommand('smtp-medic {recipient}', {recipient});
	}

	const withPort = port === null ? 'smtp-medic {server}' : 'smtp-medic {server} --port {port}';
	const whole = recipient === null ? withPort : `${withPort} --to {recipient}`;
	return fillCommand(whole, {server, port: port ?? '', recipient: recipient ?? ''});
}

/** An explanation as lines of plain text. */
export function explanationText(explanation: Explanation, paint: Paint, ascii: boolean): string {
	const {title, certainty, meaning, next, causes, alternatives, reply, mta} = explanation;
	const check = liveCheck(explanation.mentions);
	const lines = explanation.found
		? [
				`${paint.strong(title)} ${paint.faint(`(${explanation.class}, ${certainty})`)}`,
				`  ${meaning}`,
				...(alternatives.length > 0 ? [`  It could also be: ${alternatives.join(', ')}.`] : []),
				...(mta ? [`  The wording is that of ${mta}.`] : []),
				'',
				...(explanation.headers ? headerBlocks(explanation.headers) : []).flatMap(
					({heading, lines: told}) => [paint.strong(heading), ...told.map(line => `  ${line}`), ''],
				),
				...(causes.length > 0 ? [paint.strong('Causes to look at')] : []),
				...causes
					.filter(({standing}) => standing !== 'ruled-out')
					.slice(0, causesShown)
					.flatMap(({title: cause, standing, evidence, because, confirm}) => [
						`  ${cause}${standing === 'possible' ? '' : ` (${standing})`}`,
						`     ${because}`,
						...(standing === 'possible' ? [] : evidence.map(sentence => `     ${sentence}`)),
						...confirm
							.slice(0, 2)
							.flatMap(({text, command}) => [
								`     ${text}`,
								...(command ? [`           ${paint.strong(command)}`] : []),
							]),
					]),
				'',
				...(check ? ['Check it live:', `      ${paint.strong(check)}`, ''] : []),
				`${paint.strong('Next')} ${next}`,
			]
		: [
				paint.strong('No class could be named.'),
				`  What was read: ${reply.split('\n')[0] ?? ''}`,
				'  Give the server’s reply with its code, a line of the mail log, or an error code such as ECONNREFUSED.',
			];
	const text = `${lines.join('\n')}\n`;
	return ascii ? toAscii(text) : text;
}
