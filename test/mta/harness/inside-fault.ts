/** A fault on a real server, looked for from the inside: there, and through a real sshd. */
import {expect, test} from 'vitest';
import type {ErrorClass} from '../../../source/core/vocabulary.ts';
import {foreignRecipient, sender} from '../commands.ts';
import {serverAddress} from './addresses.ts';
import {startBed, type BedSetup} from './bed.ts';
import type {Server} from './images.ts';
import {runThere, ways, withSsh} from './look-inside.ts';
import {causeOf, resultOf, serverLines, summaryOf} from './verdict.ts';

export type Fault = Pick<BedSetup, 'prepare' | 'stopped' | 'afterStart' | 'certificate'> & {
	fault: string;
	server: Server;
	/** Arguments beside the envelope; the server’s address, port 25 and a foreign recipient where none says otherwise. */
	check?: readonly string[];
	class: ErrorClass;
	cause: string;
	/** What the evidence must name: the line, the file, the unit. */
	names: readonly RegExp[];
	/** What the server says, which shows that the fault is the real one. */
	says?: string;
	ruledOut?: readonly string[];
};

const argsOf = ({check = []}: Fault) => [
	'check',
	...(check.includes('--name') ? [] : [serverAddress]),
	...(check.includes('--aim') ? [] : ['--aim', 'submit']),
	...(check.includes('--port') ? [] : ['--port', '25']),
	'--from',
	sender,
	...(check.includes('--to') ? [] : ['--to', foreignRecipient]),
	...check.filter(word => word !== '--name'),
	'--json',
];

/** One test for each fault: what confirms its cause names what did it, whichever way one looks. */
export function testFaults(faults: readonly Fault[]): void {
	test.concurrent.for(faults)(
		'$server: $fault: confirmed as $cause, there and through ssh',
		async (row, {onTestFinished}) => {
			const {afterStart = ':', ...setup} = row;
			const bed = await startBed({...setup, afterStart: `${afterStart}\n${withSsh}`});
			onTestFinished(() => bed.stop());
			for (const [way, options] of Object.entries(ways)) {
				const run = await runThere(bed, [...argsOf(row), ...options]);
				const seen = `${way}\n${summaryOf(run)}`;
				expect(serverLines(run).join('\n'), seen).toContain(row.says ?? '');
				expect(resultOf(run), seen).toMatchObject({class: row.class, cause: row.cause});
				const {standing, evidence} = causeOf(run, row.cause);
				expect(standing, seen).toBe('confirmed');
				for (const named of row.names) {
					expect(evidence.join('\n'), seen).toMatch(named);
				}

				for (const id of row.ruledOut ?? []) {
					expect(causeOf(run, id).standing, seen).toBe('ruled-out');
				}
			}
		},
	);
}
