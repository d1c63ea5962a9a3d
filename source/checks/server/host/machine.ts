import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import {all} from '../../../core/observation.ts';
import type {Look} from '../../../core/server-access.ts';

/** Queues, mailboxes and logs; a queue is often a file system of its own. */
const folders = [
	'/var/spool',
	'/var/spool/postfix',
	'/var/spool/exim4',
	'/var/spool/exim',
	'/var/spool/smtpd',
	'/var/spool/mqueue',
	'/var/log',
	'/var/mail',
	'/var/lib',
] as const;

const space = {
	run: ['df', '-P', '-k', ...folders],
	needs: 'anybody',
	why: 'whether queue, log and mailboxes have room',
} as const satisfies Look;

const inodes = {
	run: ['df', '-P', '-i', ...folders],
	needs: 'anybody',
	why: 'whether there are inodes left for new files',
} as const satisfies Look;

const clock = {
	run: ['date', '-u', '+%Y-%m-%dT%H:%M:%SZ'],
	needs: 'anybody',
	why: 'whether the server’s clock is right',
} as const satisfies Look;

const resolver = {
	read: '/etc/resolv.conf',
	needs: 'anybody',
	why: 'which resolver the server asks',
} as const satisfies Look;

const hosts = {
	read: '/etc/hosts',
	needs: 'anybody',
	why: 'whether names are overridden there',
} as const satisfies Look;

/** Copies that Debian's start script makes for services of Postfix in a chroot. */
const copies = ['/etc/resolv.conf', '/etc/hosts', '/etc/nsswitch.conf'].map(original => ({
	original,
	copy: {
		read: `/var/spool/postfix${original}`,
		needs: 'anybody',
		why: 'whether the copy for Postfix’s services in a chroot is old',
	} as const satisfies Look,
	look: {
		read: original,
		needs: 'anybody',
		why: 'the file itself, to compare with',
	} as const satisfies Look,
}));

/** What counts in such a file: comments and empty lines do not. */
const meaning = (text: string) =>
	text
		.split('\n')
		.map(line =>
			line
				.replace(/[#;].*/, '')
				.trim()
				.replaceAll(/\s+/g, ' '),
		)
		.filter(Boolean)
		.join('\n');

async function observeCopies({server, observe}: InspectionContext): Promise<readonly string[]> {
	const old: string[] = [];
	for (const {original, copy, look} of copies) {
		const [copied, there] = [await server.look(copy), await server.look(look)];
		if (copied.status === 'seen' && there.status === 'seen') {
			const differs = meaning(copied.output) !== meaning(there.output);
			observe('server.chroot-file', {copy: copy.read, original, differs});
			old.push(...(differs ? [copy.read] : []));
		}
	}

	return old;
}

/** Less room than this, in KiB: Postfix wants 1.5 times the largest message, 10 MB by default. */
const little = 16 * 1024;
/** A share of inodes that is used up for all purposes. */
const nearlyAll = 99;

type Filesystem = {mount: string; free: number; usedPercent: number};

/** The lines of `df -P`: total, used, free, share, mount point. */
export function filesystemsIn(output: string): readonly Filesystem[] {
	return output.split('\n').flatMap(line => {
		const [, free, percent, mount = ''] =
			/\s\d+\s+\d+\s+(\d+)\s+(\d+|-)%?\s+(\/\S*)$/.exec(line) ?? [];
		return mount === '' ? [] : [{mount, free: Number(free), usedPercent: Number(percent) || 0}];
	});
}

/** The resolvers of a resolv.conf. */
export function nameServersIn(text: string): readonly string[] {
	return text.split('\n').flatMap(line => /^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? []);
}

/** Entries of a hosts file for names that mail would look up: everything but this machine itself. */
export function overridesIn(text: string): readonly string[] {
	return text.split('\n').flatMap(line => {
		const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
		const others = names.filter(name => name.includes('.') && !/localhost|^ip6-/.test(name));
		return address === '' || /^(127\.|::1$|ff0|fe00)/.test(address)
			? []
			: others.map(n => `${n} ${address}`);
	});
}

/** What a mail server needs of its machine: room, a right clock, a resolver. */
export const machine: Inspection = {
	id: 'machine',
	title: 'Machine',
	question: 'delivered',
	stage: 'message',
	emits: ['server.disk', 'server.clock', 'server.names', 'server.chroot-file'],
	looks: [space, inodes, clock, resolver, hosts, ...copies.flatMap(({copy, look}) => [copy, look])],
	async run(context) {
		const {server, observe, observations, ports, safe} = context;
		const [room, entries, time, names, file] = await Promise.all(
			[space, inodes, clock, resolver, hosts].map(async look => {
				const seen = await server.look(look);
				return seen.status === 'seen' ? seen.output : '';
			}),
		);
		const inodesOf = new Map(
			filesystemsIn(entries ?? '').map(({mount, usedPercent}) => [mount, usedPercent]),
		);
		const filesystems = [
			...new Map(filesystemsIn(room ?? '').map(one => [one.mount, one])).values(),
		];
		const full: string[] = [];
		for (const {mount, free, usedPercent} of filesystems) {
			const inodesUsed = inodesOf.get(mount) ?? 0;
			const isFull = free < little || inodesUsed >= nearlyAll;
			observe('server.disk', {
				mount: safe(mount),
				freeKiB: free,
				usedPercent,
				inodesUsedPercent: inodesUsed,
				full: isFull,
			});
			if (isFull) {
				full.push(
					`${safe(mount)} has ${free} KiB left, and ${inodesUsed} % of its inodes are used`,
				);
			}
		}

		const there = new Date((time ?? '').trim());
		const seconds = Math.round((there.getTime() - ports.today().getTime()) / 1000);
		if (Number.isFinite(seconds)) {
			observe('server.clock', {server: there.toISOString(), seconds});
		}

		observe('server.names', {
			resolvers: nameServersIn(names ?? '').map(safe),
			overrides: overridesIn(file ?? '')
				.map(safe)
				.slice(0, 20),
		});
		const hasPostfix = all(observations, 'server.service').some(({mta}) => mta === 'postfix');
		const old = hasPostfix ? await observeCopies(context) : [];
		const wrong = Number.isFinite(seconds) && Math.abs(seconds) > 300;
		const words = [
			...full,
			...old.map(copy => `${copy} is not as the file that it is a copy of`),
			...(wrong ? [`its clock is ${seconds} s off ours`] : []),
		];
		return words.length > 0
			? {status: 'warned', summary: `${words.join('; ')}.`}
			: {status: 'passed', summary: 'Room, inodes and clock are all right.'};
	},
};
