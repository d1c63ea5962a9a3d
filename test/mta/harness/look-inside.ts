/** Runs the program on the server’s own machine: as root there, or through a real sshd as a user with sudo. */
import type {Facts, Tag} from '../../../source/core/observation.ts';
import type {Bed, Run} from './bed.ts';
import {node} from './machine.ts';

/**
 * Shell that starts an sshd. The host `box` of its ssh_config is this machine itself, entered as the
 * user ada with a key; ada may use sudo without a password. The login shell chatters, as many do.
 */
export const withSsh = `
	mkdir -p /run/sshd /root/.ssh /home/ada/.ssh
	ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
	cat /root/.ssh/id_ed25519.pub >> /home/ada/.ssh/authorized_keys
	echo 'echo welcome; echo be careful >&2' > /home/ada/.bashrc
	usermod -s /bin/bash ada
	chown -R ada /home/ada
	printf 'Host box\\n\\tHostName 127.0.0.1\\n\\tUser ada\\n\\tStrictHostKeyChecking accept-new\\n' > /root/.ssh/config
	cp /root/.ssh/id_ed25519 /mnt/key
	rm -f /usr/local/bin/sudo
	echo 'ada ALL=(root) NOPASSWD: ALL' > /etc/sudoers.d/ada
	/usr/sbin/sshd`;

/** Shell for another machine, whose `box` is then the one at this address, where {@link withSsh} was run. */
export const withKeyFor = (address: string): string => `
	mkdir -p /root/.ssh
	cp /mnt/key /root/.ssh/id_ed25519
	printf 'Host box\\n\\tHostName ${address}\\n\\tUser ada\\n\\tStrictHostKeyChecking accept-new\\n' > /root/.ssh/config`;

/** The two ways in, as options of the program. */
export const ways = {
	here: ['--on-server'],
	ssh: ['--ssh', 'box', '--sudo'],
} as const;

/** Runs the built program on the server’s machine; `events` are its lines of JSON. */
export async function runThere(
	{server}: Pick<Bed, 'server'>,
	args: readonly string[],
	env: Readonly<Record<string, string>> = {SMTP_PASSWORD: 'correct horse'},
): Promise<Run> {
	const output = await server.run([node, '/mnt/program/bin/smtp-medic.cjs', ...args], env);
	const lines = output.stdout.split('\n').filter(line => line.startsWith('{'));
	return {...output, events: lines.map(line => JSON.parse(line) as Run['events'][number])};
}

/** What was observed of one kind. */
export function observed<T extends Tag>({events}: Run, tag: T): Array<Facts[T]> {
	return events.flatMap(event =>
		event.type === 'observation' && event.kind === tag ? [event.facts as Facts[T]] : [],
	);
}
