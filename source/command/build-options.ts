import path from 'node:path';
import {
	defaultPatience,
	defaultTimeout,
	type Options,
	type ResolverAddress,
} from '../core/options.ts';
import type {Inside} from '../core/server-access.ts';
import {UsageError} from '../core/usage-error.ts';
import type {Aim} from '../core/vocabulary.ts';
import {aims, checkedOptions, longestWait, tlsModes} from './checked-options.ts';
import {asAddress, asPort, parseTarget, type ParsedTarget} from './target.ts';

/**
 * Reads the file that an option names; throws a UsageError where that fails. Of a mailbox it is the header
 * of one message: that with the Message-ID `wanted`, else the newest.
 */
export type ReadFile = (name: string, option: string, wanted?: string) => string;

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
	if (value <= 0 || value * 1000 > longestWait) {
		throw new UsageError(
			`--${name} ${text}: it must be a number of seconds above 0, at most a day`,
		);
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

function portsOf(given: Given): number[] | undefined {
	return given
		.get('ports')
		?.split(',')
		.map(text => portOf(text.trim(), 'ports'));
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

function insideOf(given: Given): Inside | undefined {
	const host = given.get('ssh');
	if (given.has('on-server') && host !== undefined) {
		throw new UsageError(
			'--on-server is about this machine and --ssh about another one: give the one that is the mail server',
		);
	}

	const sudo = given.has('sudo');
	if (sudo && !given.has('on-server') && host === undefined) {
		throw new UsageError('--sudo goes with --on-server or --ssh HOST');
	}

	return host === undefined
		? given.has('on-server')
			? {kind: 'local', sudo}
			: undefined
		: {kind: 'ssh', host, sudo};
}

/** Leaves out what is undefined, so that an absent option is absent. */
function present<T extends Record<string, unknown>>(
	fields: T,
): {[K in keyof T]?: Exclude<T[K], undefined>} {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
		[K in keyof T]?: Exclude<T[K], undefined>;
	};
}

/** Which message is followed, and when it came. */
function followOf(given: Given): Options['follow'] {
	const sought = given.get('follow')?.trim();
	const around = given.get('around')?.trim();
	if (around !== undefined && sought === undefined) {
		throw new UsageError('--around goes with --follow ADDRESS');
	}

	if (sought !== undefined && !given.has('on-server') && !given.has('ssh')) {
		throw new UsageError(
			'--follow reads the log of the mail server: add --on-server where this is it, or --ssh HOST',
		);
	}

	return sought === undefined ? undefined : {sought, ...(around === undefined ? {} : {around})};
}

/** The selectors as a list; that they can stand in a name is checked with the other options. */
function selectorsOf(given: Given): readonly string[] | undefined {
	return given
		.get('dkim-selector')
		?.split(',')
		.map(text => text.trim());
}

function headersOf(given: Given, readFile: ReadFile): string | undefined {
	const file = given.get('headers');
	const follow = given.get('follow')?.trim() ?? '';
	const wanted = /^<.+@.+>$/.test(follow) ? follow : undefined;
	const text = file === undefined ? undefined : readFile(file, 'headers', wanted);
	if (text !== undefined && !/^(?:from|dkim-signature|return-path)[ \t]*:/im.test(text)) {
		throw new UsageError(
			`--headers ${file}: this file holds no header of a message (From, DKIM-Signature, Return-Path)`,
		);
	}

	return text;
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
	}

	if (given.has('password-env') && given.has('password-file')) {
		throw new UsageError('--password-env and --password-file exclude each other: give one');
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
	const parsed: ParsedTarget | undefined =
		targetWord === undefined
			? preset && {target: preset.target}
			: parseTarget(targetWord, given.has('mx'));
	if (!parsed) {
		throw new UsageError('a target is missing');
	}

	const port = portWanted(given, parsed.port);
	const {target} = parsed;
	const options: Options = {
		...preset,
		...(parsed.recipient === undefined ? {} : {to: parsed.recipient}),
		target,
		aim: given.has('aim') || !preset?.aim ? aimOf(given, port) : preset.aim,
		tls: oneOf(given, 'tls', tlsModes) ?? preset?.tls ?? 'auto',
		allowPlaintextAuth: given.has('allow-plaintext-auth'),
		insecure: given.has('insecure'),
		send: given.has('send'),
		timeout: milliseconds(given, 'timeout', preset?.timeout ?? defaultTimeout),
		patience: milliseconds(given, 'patience', preset?.patience ?? defaultPatience),
		pipeline: preset?.pipeline ?? false,
		...(given.has('lmtp') ? {lmtp: true} : {}),
		...(['records', 'dkim-selector', 'headers'].some(name => given.has(name))
			? {records: true}
			: {}),
		...present({
			port,
			ports: portsOf(given),
			helo: given.get('helo'),
			from: given.get('from'),
			to: given.get('to'),
			user: given.get('user'),
			auth: given.get('auth')?.toUpperCase(),
			ca: certificateOf(given, readFile),
			servername: given.get('servername'),
			size: wholeNumber(given, 'size', Number.MAX_SAFE_INTEGER),
			dns: given.has('dns') ? resolverOf(given.get('dns') ?? '') : undefined,
			expectAddress: addressOf(given, 'expect-address'),
			egress: addressOf(given, 'egress'),
			dkimSelectors: selectorsOf(given),
			headers: headersOf(given, readFile),
			copyAt: given.has('headers') ? path.resolve(given.get('headers') ?? '') : undefined,
			inside: insideOf(given),
			fromHost: given.get('from-host'),
			follow: followOf(given),
			family: given.has('ipv4') ? (4 as const) : given.has('ipv6') ? (6 as const) : undefined,
		}),
	};
	checkTogether(given, options);
	return checkedOptions(options, '--');
}
