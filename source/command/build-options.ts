import {
	defaultPatience,
	defaultTimeout,
	type Options,
	type ResolverAddress,
	type Target,
} from '../core/options.ts';
import {UsageError} from '../core/usage-error.ts';
import {saslMechanisms, type Aim, type TlsMode} from '../core/vocabulary.ts';
import {asAddress, asHostName, asPort, parseMailbox, parseTarget} from './target.ts';

const aims: readonly Aim[] = ['submit', 'deliver'];
const tlsModes: readonly TlsMode[] = ['auto', 'starttls', 'implicit', 'none'];
const longest = 86_400;

/** Reads the file that an option names; throws a UsageError where that fails. */
export type ReadFile = (name: string, option: string) => string;

type Given = ReadonlyMap<string, string>;

function oneOf<T extends string>(given: Given, name: string, values: readonly T[]): T | undefined {
	const text = given.get(name);
	const value = values.find(v => v === text);
	if (text !== undefined && value === undefined) {
		throw new UsageError(`--${name} ${text}: it must be one of ${values.join(', ')}`);
	}

	return value;
}

function wholeNumber(given: Given, name: string, most: number): number | undefined {
	const text = given.get(name);
	if (text === undefined) {
		return undefined;
	}

	const value = /^\d{1,15}$/.test(text) ? Number(text) : -1;
	if (value < 0 || value > most) {
		throw new UsageError(`--${name} ${text}: it must be a whole number up to ${most}`);
	}

	return value;
}

function milliseconds(given: Given, name: string, usual: number): number {
	const text = given.get(name);
	if (text === undefined) {
		return usual;
	}

	const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
	if (value <= 0 || value > longest) {
		throw new UsageError(`--${name} ${text}: it must be a number of seconds above 0`);
	}

	return value * 1000;
}

function portOf(text: string, name: string): number {
	const port = asPort(text);
	if (port === undefined) {
		throw new UsageError(`--${name} ${text}: a port is a number from 1 to 65535`);
	}

	return port;
}

function addressOf(given: Given, name: string): string | undefined {
	const text = given.get(name);
	const address = text === undefined ? undefined : asAddress(text.replace(/^\[(.*)\]$/, '$1'));
	if (text !== undefined && address === undefined) {
		throw new UsageError(`--${name} ${text}: it must be an IP address`);
	}

	return address;
}

function resolverOf(text: string): ResolverAddress {
	const parts = /^\[([^\]]+)\](?::(\d+))?$/.exec(text) ?? /^([^:]+)(?::(\d+))?$/.exec(text);
	const address = asAddress(parts?.[1] ?? text);
	const port = asPort(parts?.[2] ?? '53');
	if (!address || !port) {
		throw new UsageError(
			`--dns ${text}: it must be the address of a resolver, as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353`,
		);
	}

	return {address, port};
}

function mailboxOf(given: Given, name: string): string | undefined {
	const text = given.get(name);
	if (text === undefined) {
		return undefined;
	}

	if (name === 'from' && text === '<>') {
		return '';
	}

	try {
		return parseMailbox(text.replace(/^<(.*)>$/, '$1')).address;
	} catch (error) {
		const message = error instanceof UsageError ? error.message : String(error);
		throw new UsageError(`--${name}: ${message}`);
	}
}

function heloOf(given: Given): string | undefined {
	const text = given.get('helo');
	// What a client says wrongly, servers must be seen to refuse: anything that is one line of ASCII
	if (text !== undefined && !/^[!-~](?:[ -~]{0,253}[!-~])?$/.test(text)) {
		throw new UsageError('--helo must be a name in ASCII on one line, as app01.example.net');
	}

	return text;
}

function mechanismOf(given: Given): string | undefined {
	const name = given.get('auth')?.toUpperCase();
	if (name !== undefined && !saslMechanisms.some(known => known === name)) {
		throw new UsageError(`--auth ${name}: it must be one of ${saslMechanisms.join(', ')}`);
	}

	return name;
}

function portsOf(given: Given): number[] | undefined {
	const ports = given
		.get('ports')
		?.split(',')
		.map(text => portOf(text.trim(), 'ports'));
	if (ports && ports.length > 32) {
		throw new UsageError('--ports takes at most 32 ports');
	}

	return ports;
}

function servernameOf(given: Given): string | undefined {
	const text = given.get('servername');
	if (text !== undefined && !asHostName(text) && !asAddress(text)) {
		throw new UsageError(`--servername ${text}: it must be a host name`);
	}

	return text;
}

function portWanted(given: Given, ofTarget: number | undefined): number | undefined {
	const text = given.get('port');
	const port = text === undefined ? undefined : portOf(text, 'port');
	if (port !== undefined && ofTarget !== undefined && port !== ofTarget) {
		throw new UsageError(`the target says port ${ofTarget} and --port says ${port}: give one`);
	}

	return port ?? ofTarget;
}

function aimOf(given: Given, port: number | undefined): Aim {
	const meansSubmission =
		given.has('user') || given.get('tls') === 'implicit' || port === 465 || port === 587;
	return oneOf(given, 'aim', aims) ?? (meansSubmission ? 'submit' : 'deliver');
}

function certificateOf(given: Given, readFile: ReadFile): string | undefined {
	const file = given.get('ca');
	const ca = file === undefined ? undefined : readFile(file, 'ca');
	if (ca !== undefined && !ca.includes('-----BEGIN CERTIFICATE-----')) {
		throw new UsageError(`--ca ${file}: this file holds no certificate in PEM form`);
	}

	return ca;
}

/** Leaves out what is undefined, so that an absent option is absent. */
function present<T extends Record<string, unknown>>(
	fields: T,
): {[K in keyof T]?: Exclude<T[K], undefined>} {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
		[K in keyof T]?: Exclude<T[K], undefined>;
	};
}

function checkTogether(given: Given, options: Options): void {
	if (given.has('ipv4') && given.has('ipv6')) {
		throw new UsageError('-4 and -6 exclude each other: give one');
	}

	if (options.user === undefined) {
		for (const name of ['password-env', 'password-file', 'auth']) {
			if (given.has(name)) {
				throw new UsageError(`--${name} goes with --user NAME`);
			}
		}
	} else if (options.tls === 'none' && !options.allowPlaintextAuth) {
		throw new UsageError(
			'--user with --tls none would send the password unencrypted: use TLS, or add --allow-plaintext-auth',
		);
	}

	if (given.has('password-env') && given.has('password-file')) {
		throw new UsageError('--password-env and --password-file exclude each other: give one');
	}

	if (options.send && options.to === undefined) {
		throw new UsageError('--send needs a recipient: --to ADDRESS');
	}

	const {target, family} = options;
	if (target.kind === 'host' && family && asAddress(target.host)) {
		const own = target.host.includes(':') ? 6 : 4;
		if (own !== family) {
			throw new UsageError(`${target.host} is an IPv${own} address, and -${family} was given`);
		}
	}
}

/**
 * The options of a session from the words of the command line, checked and complete. `preset` is what
 * a practice scenario brings along; the words override it. Throws a UsageError.
 */
export function buildOptions(
	given: Given,
	targetWord: string | undefined,
	readFile: ReadFile,
	preset?: Partial<Options> & Pick<Options, 'target'>,
): Options {
	const parsed: {target: Target; port?: number} | undefined =
		targetWord === undefined
			? preset && {target: preset.target}
			: parseTarget(targetWord, given.has('mx'));
	if (!parsed) {
		throw new UsageError('a target is missing');
	}

	const port = portWanted(given, parsed.port);
	const {target} = parsed;
	const user = given.get('user');
	if (user !== undefined && (user.length > 320 || /\p{Cc}/u.test(user))) {
		throw new UsageError('--user holds control characters or is too long');
	}

	const options: Options = {
		...(target.kind === 'mailbox' ? {to: target.address} : {}),
		...preset,
		target,
		aim: given.has('aim') || !preset?.aim ? aimOf(given, port) : preset.aim,
		tls: oneOf(given, 'tls', tlsModes) ?? preset?.tls ?? 'auto',
		allowPlaintextAuth: given.has('allow-plaintext-auth'),
		insecure: given.has('insecure'),
		send: given.has('send'),
		timeout: milliseconds(given, 'timeout', preset?.timeout ?? defaultTimeout),
		patience: milliseconds(given, 'patience', preset?.patience ?? defaultPatience),
		pipeline: preset?.pipeline ?? false,
		...present({
			port,
			ports: portsOf(given),
			helo: heloOf(given),
			from: mailboxOf(given, 'from'),
			to: mailboxOf(given, 'to'),
			user,
			auth: mechanismOf(given),
			ca: certificateOf(given, readFile),
			servername: servernameOf(given),
			size: wholeNumber(given, 'size', Number.MAX_SAFE_INTEGER),
			dns: given.has('dns') ? resolverOf(given.get('dns') ?? '') : undefined,
			expectAddress: addressOf(given, 'expect-address'),
			family: given.has('ipv4') ? (4 as const) : given.has('ipv6') ? (6 as const) : undefined,
		}),
	};
	checkTogether(given, options);
	return options;
}
