import type {Inspection} from '../../../core/inspection.ts';
import type {Look} from '../../../core/server-access.ts';
import {subjectOf} from '../../../core/subject.ts';

const jails = {
	run: ['fail2ban-client', 'status'],
	needs: 'root',
	why: 'which jails fail2ban has',
} as const satisfies Look;

const jail = {
	run: ['fail2ban-client', 'status', '<jail>'],
	needs: 'root',
	why: 'which addresses the jails that watch mail hold',
} as const satisfies Look;

const watchesMail = /postfix|exim|sendmail|smtp|sasl|dovecot|mail|recidive/i;

/** The names in `Jail list: a, b`. */
export function jailsIn(output: string): readonly string[] {
	const list = /Jail list:\s*(.*)$/m.exec(output)?.[1] ?? '';
	return list.split(/[,\s]+/).filter(name => /^[\w.@-]+$/.test(name));
}

/** The addresses in `Banned IP list: …`. */
export function bannedIn(output: string): readonly string[] {
	const list = /Banned IP list:\s*(.*)$/m.exec(output)?.[1] ?? '';
	return list.split(/\s+/).filter(Boolean);
}

/** Whether fail2ban holds the client's address, and in which jail. */
export const bans: Inspection = {
	id: 'bans',
	title: 'Bans',
	question: 'reach',
	stage: 'connect',
	emits: ['server.ban', 'server.no-ban'],
	looks: [jails, jail],
	async run({server, observe, observations}) {
		const listed = await server.look(jails);
		if (listed.status !== 'seen' || listed.exit !== 0) {
			return {status: 'skipped', summary: 'fail2ban was not seen.'};
		}

		const client = subjectOf(observations)['client'];
		const names = jailsIn(listed.output).filter(name => watchesMail.test(name));
		const found: string[] = [];
		for (const name of names) {
			const seen = await server.look({...jail, run: ['fail2ban-client', 'status', name]});
			if (seen.status === 'seen' && bannedIn(seen.output).some(address => address === client)) {
				observe('server.ban', {jail: name, address: String(client)});
				found.push(name);
			}
		}

		if (found.length > 0) {
			return {status: 'failed', summary: `${String(client)} is banned in ${found.join(', ')}.`};
		}

		observe('server.no-ban', {jails: names});
		return {status: 'passed', summary: `Not banned (${names.join(', ') || 'no jail for mail'}).`};
	},
};
