// What a report says was run and read on the server, against what the server’s own sshd was given to run.
import {expect, onTestFinished, test} from 'vitest';
import {foreignRecipient, sender} from './commands.ts';
import {serverAddress} from './harness/addresses.ts';
import {startBed} from './harness/bed.ts';
import {runThere, withSsh} from './harness/look-inside.ts';

type Report = {
	server: {
		place: string;
		looked: ReadonlyArray<{command: string; status: string}>;
	};
};

/** Every session of sshd is a shell that reads from us; what it reads is kept. */
const witness = `
	printf '#!/bin/sh\\ntee "$(mktemp /var/heard/XXXXXX)" | sh\\n' > /usr/local/bin/witness
	chmod 755 /usr/local/bin/witness
	mkdir -m 1777 /var/heard
	echo 'ForceCommand /usr/local/bin/witness' >> /etc/ssh/sshd_config`;

/** The commands that a shell was given by one look, as the report would show them. */
function commandsIn(script: string): readonly string[] {
	const [, words] =
		/^exec ('.*') < \/dev\/null$/m.exec(script) ?? /^say \| ('.*')$/m.exec(script) ?? [];
	return words === undefined
		? []
		: [
				words
					.slice(1, -1)
					.replaceAll("' '", ' ')
					.replaceAll(String.raw`'\''`, '')
					.replace(/^sudo -n -- /, '')
					.replace(/^(?:head|tail) -c \d+ /, 'cat '),
			];
}

/** As the report shows them: in quotes, what a program reads before it, and a file’s end by tail. */
const asHeard = (command: string) =>
	command
		.replaceAll("'", '')
		.replace(/^printf .* \| /, '')
		.replace(/^tail -c \d+ /, 'cat ');

test('through ssh, the report lists all that the server was given to run, and nothing else', async () => {
	const bed = await startBed({server: 'postfix', prepare: `${witness}\n${withSsh}`});
	onTestFinished(() => bed.stop());
	const run = await runThere(bed, [
		'check',
		serverAddress,
		'--tls',
		'none',
		'--aim',
		'submit',
		'--port',
		'25',
		'--from',
		sender,
		'--to',
		foreignRecipient,
		'--ssh',
		'box',
		'--sudo',
		'--json',
		'--report',
		'/mnt/report.json',
	]);
	expect(run.stderr).toBe('');
	const report = JSON.parse(await bed.server.read('/mnt/report.json')) as Report;
	const heard = (await bed.server.must('for f in /var/heard/*; do cat "$f"; printf "\\0"; done'))
		.split('\0')
		.flatMap(script => commandsIn(script));
	expect(report.server.place).toBe('box');
	expect(heard.length).toBeGreaterThan(10);
	const listed = report.server.looked
		.map(({command}) => command)
		.filter(command => !command.startsWith('a connection to '));
	expect(new Set(heard)).toEqual(new Set(listed.map(command => asHeard(command))));
});
