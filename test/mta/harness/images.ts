/**
 * Root folders for the machines of these tests: a minimal Debian, and on it one mail server each,
 * since the packages exclude each other. They are kept outside of the repository, and the machine's
 * own mail system never sees them.
 */
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {harakaFolder, installHaraka} from './haraka.ts';
import {execute} from './machine.ts';
import {makePki} from './pki.ts';

/** `opensmtpd7` is that of Debian 13, whose TLS works. */
export const servers = [
	'postfix',
	'exim',
	'opensmtpd',
	'opensmtpd7',
	'sendmail',
	'haraka',
] as const;
export type Server = (typeof servers)[number];

const tools = ['ca-certificates', 'iproute2', 'iptables', 'nftables', 'procps', 'openssl'];
const more = ['bind9-dnsutils', 'netcat-openbsd', 'busybox', 'swaks', 'traceroute'];
/** The way in for whoever looks into a server from elsewhere. */
const wayIn = ['openssh-server', 'sudo'];
const packages: Readonly<Record<Server, readonly string[]>> = {
	postfix: [
		'postfix',
		'sasl2-bin',
		'libsasl2-modules',
		'dovecot-core',
		'postgrey',
		'ufw',
		'firewalld',
		'fail2ban',
		...wayIn,
	],
	exim: ['exim4-daemon-heavy', ...wayIn],
	opensmtpd: ['opensmtpd', ...wayIn],
	opensmtpd7: [],
	sendmail: [
		'sendmail-bin',
		'sendmail-base',
		'sendmail-cf',
		'sensible-mda',
		'sasl2-bin',
		'libsasl2-modules',
		'make',
		'm4',
		...wayIn,
	],
	haraka: [],
};

const suite = 'bookworm';
const mirror = process.env['SMTP_MEDIC_DEBIAN_MIRROR'] ?? 'http://deb.debian.org/debian';
export const cache = process.env['SMTP_MEDIC_MTA_CACHE'] ?? '/var/cache/smtp-medic-mta';

/** Root folder of the machine that has no mail server. */
export const baseImage = imagePath('base', [buildBase(), suite, mirror, ...tools, ...more]);

/** Root folder of a server's machine. */
export function serverImage(server: Server): string {
	return imagePath(server, [
		path.basename(baseImage),
		buildRoot(),
		...packages[server],
		prepareScript(server),
	]);
}

/** Makes what is missing. Rejects where that fails: the tests must not pass without real servers. */
export async function ensureImages(): Promise<void> {
	if (process.getuid?.() !== 0) {
		throw new Error('these tests need root: they make namespaces and install packages in them');
	}

	mkdirSync(cache, {recursive: true});
	await ensure(baseImage, made => [
		'build-base.sh',
		made,
		suite,
		mirror,
		[...tools, ...more].join(','),
	]);
	await makePki(cache, baseImage);
	installHaraka(cache);
	await Promise.all(
		servers.map(server =>
			ensure(serverImage(server), made => [
				'build-root.sh',
				made,
				baseImage,
				packages[server].join(' '),
				prepareScript(server),
				server === 'haraka' ? harakaFolder(cache) : '',
			]),
		),
	);
}

async function ensure(image: string, recipe: (made: string) => string[]): Promise<void> {
	if (existsSync(image)) {
		return;
	}

	const made = `${image}.${process.pid}`;
	try {
		const [script = '', ...rest] = recipe(made);
		const file = path.join(import.meta.dirname, script);
		const spaces = ['--mount', '--pid', '--ipc', '--uts', '--fork', '--kill-child'];
		const command = ['setpriv', '--pdeathsig', 'KILL', 'unshare', ...spaces, 'sh', file, ...rest];
		const {code, stdout, stderr} = await execute(command, {env: process.env, timeout: 600_000});
		if (code !== 0) {
			throw new Error(`${image} could not be made:\n${(stdout + stderr).slice(-4000)}`);
		}

		if (!existsSync(image)) {
			renameSync(made, image); // Another run may have been quicker
		}
	} finally {
		rmSync(made, {recursive: true, force: true});
	}
}

function imagePath(name: string, ingredients: readonly string[]): string {
	const key = createHash('sha256').update(ingredients.join('\0')).digest('hex').slice(0, 16);
	return path.join(cache, `${name}-${key}`);
}

function buildBase(): string {
	return read('harness/build-base.sh');
}

function buildRoot(): string {
	return read('harness/build-root.sh');
}

/** What a server's machine is given once: its configuration before a test breaks it. */
function prepareScript(server: Server): string {
	return server === 'opensmtpd7'
		? read('servers/opensmtpd7.sh') + read('servers/opensmtpd.sh')
		: read(`servers/${server}.sh`);
}

function read(file: string): string {
	return readFileSync(path.join(import.meta.dirname, '..', file), 'utf8');
}
