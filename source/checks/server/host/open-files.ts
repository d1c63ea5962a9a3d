import type {Inspection} from '../../../core/inspection.ts';
import {all} from '../../../core/observation.ts';
import type {Look} from '../../../core/server-access.ts';

const limits = {
	read: '/proc/<process>/limits',
	needs: 'root',
	why: 'how many files and connections the mail server may have open',
} as const satisfies Look;

const open = {
	run: ['ls', '/proc/<process>/fd'],
	needs: 'root',
	why: 'how many it has open',
} as const satisfies Look;

/** The soft limit in /proc/PID/limits; null where there is none. */
export function fileLimitIn(text: string): number | null {
	const [, soft] = /^Max open files\s+(\d+)\s/m.exec(text) ?? [];
	return soft === undefined ? null : Number(soft);
}

/** How many entries `ls` printed. */
export function countIn(output: string): number {
	return output.split(/\s+/).filter(word => /^\d+$/.test(word)).length;
}

/** So few are left that the next connections may find none. */
const nearlyAll = 0.95;

/** How many files and connections the mail server’s main process has open, of those that it may. */
export const openFiles: Inspection = {
	id: 'open-files',
	title: 'Open files',
	question: 'reach',
	stage: 'connect',
	emits: ['server.open-files'],
	looks: [limits, open],
	async run({server, observe, observations}) {
		const running = all(observations, 'server.service').filter(({mainPid}) => mainPid > 0);
		const told: string[] = [];
		let isFull = false;
		for (const {mta, mainPid} of running) {
			const [allowed, listed] = await Promise.all([
				server.look({...limits, read: `/proc/${mainPid}/limits`}),
				server.look({...open, run: ['ls', `/proc/${mainPid}/fd`]}),
			]);
			const limit = allowed.status === 'seen' ? fileLimitIn(allowed.output) : null;
			if (limit !== null && listed.status === 'seen' && listed.exit === 0) {
				const count = countIn(listed.output);
				const full = count >= limit * nearlyAll;
				isFull ||= full;
				told.push(`${count} of ${limit}`);
				observe('server.open-files', {mta, process: mainPid, open: count, limit, full});
			}
		}

		return told.length === 0
			? {status: 'skipped', summary: 'No main process of a mail server was seen.'}
			: {status: isFull ? 'warned' : 'passed', summary: `${told.join(' and ')} are open.`};
	},
};
