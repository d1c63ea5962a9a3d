/**
 * The file system that the servers of these tests run on: this machine's own packages, with Postfix
 * installed on top in an overlay, so that neither the machine's mail system nor its users change.
 * What the installation added is kept as an archive outside of the repository.
 */
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, renameSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const packages = ['postfix', 'sasl2-bin', 'libsasl2-modules', 'openssl'];

const cache = process.env['SMTP_MEDIC_MTA_CACHE'] ?? '/var/cache/smtp-medic-mta';

/** Builds `$1`, on a memory file system because an overlay cannot stand on the folder that it covers. */
const script = `
set -eu
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir -m 755 /mnt/upper /mnt/work /mnt/root
mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work /mnt/root
cd /mnt/root
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs tmpfs tmp
mount -t tmpfs tmpfs run
mkdir -p var/cache/apt/archives
mount -t tmpfs tmpfs var/cache/apt/archives
cp /etc/resolv.conf /etc/hosts etc/ 2> /dev/null || :
printf '#!/bin/sh\\nexit 101\\n' > usr/sbin/policy-rc.d
chmod 755 usr/sbin/policy-rc.d
export DEBIAN_FRONTEND=noninteractive LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
install='apt-get install -q -y --no-install-recommends -o Dpkg::Options::=--force-confnew ${packages.join(' ')}'
chroot . $install || { chroot . apt-get -q update; chroot . $install; }
# Remedies are written for a machine with sudo and systemd; here these words do the same.
printf '#!/bin/sh\\nexec "$@"\\n' > usr/local/bin/sudo
printf '#!/bin/sh\\nexec postfix "$1"\\n' > usr/local/bin/systemctl
chmod 755 usr/local/bin/sudo usr/local/bin/systemctl
tar --xattrs --xattrs-include='trusted.*' -C /mnt/upper --exclude=./var/lib/apt/lists -czf "$1" .
`;

/** Path of the archive, made where this machine's packages have changed since. Needs root. */
export function ensureImage(): string {
	if (process.getuid?.() !== 0) {
		throw new Error('these tests need root: they make namespaces and install packages in them');
	}

	const installed = readFileSync('/var/lib/dpkg/status');
	const key = createHash('sha256').update(script).update(installed).digest('hex').slice(0, 16);
	const image = path.join(cache, `postfix-${key}.tar.gz`);
	if (!existsSync(image)) {
		mkdirSync(cache, {recursive: true});
		const made = `${image}.${process.pid}`;
		const {status, stdout, stderr} = spawnSync(
			'unshare',
			[
				'--mount',
				'--pid',
				'--ipc',
				'--uts',
				'--fork',
				'--kill-child',
				'sh',
				'-c',
				script,
				'sh',
				made,
			],
			{encoding: 'utf8', timeout: 600_000, maxBuffer: 2 ** 26},
		);
		if (status !== 0) {
			throw new Error(`Postfix could not be installed:\n${(stdout + stderr).slice(-4000)}`);
		}

		renameSync(made, image);
	}

	return image;
}
