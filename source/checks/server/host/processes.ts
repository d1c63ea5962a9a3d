import {mailPrograms, type MailProgram} from '../../../core/mail-programs.ts';

export type Process = {pid: number; parent: number; age: string; name: string};

/** The processes in the output of `ps -e -o pid= -o ppid= -o etime= -o comm=`. */
export function processesIn(output: string): readonly Process[] {
	return output.split('\n').flatMap(line => {
		const [, pid, parent, age = '', name = ''] =
			/^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*\S)/.exec(line) ?? [];
		return pid === undefined
			? []
			: [{pid: Number(pid), parent: Number(parent), age, name: name.replace(/^.*\//, '')}];
	});
}

/** Postfix’s own daemons, by which its `master` is told from others’. */
const underMaster = ['pickup', 'qmgr', 'smtpd', 'tlsmgr'];

/** The daemon of a mail server among the processes. */
export function daemonOf(
	{mta, processes: names}: MailProgram,
	all: readonly Process[],
): Process | undefined {
	const named = all.filter(({name}) => names.includes(name));
	if (mta === 'postfix') {
		return named.find(({pid}) =>
			all.some(({parent, name}) => parent === pid && underMaster.includes(name)),
		);
	}

	const masters = new Set(all.filter(({name}) => name === 'master').map(({pid}) => pid));
	const own = named.filter(({parent}) => !masters.has(parent)); // Postfix has an `smtpd`, too
	return own.find(({parent}) => !own.some(({pid}) => pid === parent));
}

/** All mail servers of which a daemon runs. */
export function runningAmong(
	all: readonly Process[],
): ReadonlyArray<{program: MailProgram; daemon: Process}> {
	return mailPrograms.flatMap(program => {
		const daemon = daemonOf(program, all);
		return daemon ? [{program, daemon}] : [];
	});
}
