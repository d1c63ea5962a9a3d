import type {Options} from '../core/options.ts';
import {UsageError} from '../core/usage-error.ts';
import {isClockTime} from '../core/mail-log/clock-time.ts';
import {isPublic} from '../core/records/ip-address.ts';
import {saslMechanisms, type Aim, type TlsMode} from '../core/vocabulary.ts';
import {asAddress, asHostName, parseMailbox} from './target.ts';

export const aims: readonly Aim[] = ['submit', 'deliver'];
export const tlsModes: readonly TlsMode[] = ['auto', 'starttls', 'implicit', 'none'];
/** The longest wait that can be asked for: a day, in milliseconds. */
export const longestWait = 86_400_000;

/** In characters; a message is read up to its empty line alone. */
const longestHeader = 1024 * 1024;

/** How options are called where they were given: `--helo` on the command line, `helo` in the library. */
export type OptionPrefix = '--' | '';

function mailbox(prefix: OptionPrefix, name: string, text: string): string {
	try {
		return parseMailbox(text.replace(/^<(.*)>$/, '$1')).address;
	} catch (error) {
		const message = error instanceof UsageError ? error.message : String(error);
		throw new UsageError(`${prefix}${name}: ${message}`);
	}
}

function isWhole(value: number, least: number, most: number): boolean {
	return Number.isInteger(value) && value >= least && value <= most;
}

/** A selector is one label or several (RFC 6376 3.1). */
function isSelector(text: string): boolean {
	return /^[a-z\d_](?:[\w-]{0,61}[a-z\d_])?(?:\.[a-z\d_](?:[\w-]{0,61}[a-z\d_])?)*$/i.test(text);
}

/** Whether a message can be looked for by this: an id or an address has neither spaces nor controls in it. */
export function isSought(text: string): boolean {
	return /^[^\s\p{Cc}]{3,998}$/u.test(text);
}

/** A host as `ssh` takes it; a word that begins with a dash would be an option, whatever stands before it. */
export function isSshHost(text: string): boolean {
	return /^[^\s\p{Cc}-][^\s\p{Cc}]{0,255}$/u.test(text);
}

/** What is wrong with single values, in one line each; nothing where all is right. */
function faultOf(options: Options): string | undefined {
	const {aim, tls, auth, helo, user, servername, size, port, ports = [], dns} = options;
	const {timeout, patience, expectAddress, inside} = options;
	const {egress, dkimSelectors = [], headers = '', follow, fromHost} = options;
	const faults: ReadonlyArray<readonly [wrong: boolean, fault: string]> = [
		[!aims.includes(aim), `aim ${aim}: it must be one of ${aims.join(', ')}`],
		[!tlsModes.includes(tls), `tls ${tls}: it must be one of ${tlsModes.join(', ')}`],
		[
			auth !== undefined && !saslMechanisms.some(known => known === auth.toUpperCase()),
			`auth ${auth}: it must be one of ${saslMechanisms.join(', ')}`,
		],
		[
			// What a client says wrongly, servers must be seen to refuse: any one line of ASCII
			helo !== undefined && !/^[!-~](?:[ -~]{0,253}[!-~])?$/.test(helo),
			'helo must be a name in ASCII on one line, as app01.example.net',
		],
		[
			user !== undefined && (user.length > 320 || /\p{Cc}/u.test(user)),
			'user holds control characters or is too long',
		],
		[
			servername !== undefined && !asHostName(servername) && !asAddress(servername),
			`servername ${servername}: it must be a host name`,
		],
		[
			size !== undefined && !isWhole(size, 0, Number.MAX_SAFE_INTEGER),
			`size ${size}: it must be a whole number of bytes`,
		],
		[
			port !== undefined && !isWhole(port, 1, 65_535),
			`port ${port}: a port is a number from 1 to 65535`,
		],
		[
			ports.length > 32 || ports.some(each => !isWhole(each, 1, 65_535)),
			'ports must be at most 32 numbers from 1 to 65535',
		],
		[
			![timeout, patience].every(wait => wait > 0 && wait <= longestWait),
			'timeout and patience must be above 0, and at most a day',
		],
		[
			dns !== undefined && (!asAddress(dns.address) || !isWhole(dns.port, 1, 65_535)),
			'dns must be the address and the port of a resolver',
		],
		[
			expectAddress !== undefined && !asAddress(expectAddress),
			`expect-address ${expectAddress}: it must be an IP address`,
		],
		[
			egress !== undefined && !isPublic(egress),
			`egress ${egress}: it must be an IP address that the Internet can see`,
		],
		[
			dkimSelectors.length > 16 || !dkimSelectors.every(name => isSelector(name)),
			'dkim-selector must be at most 16 names, as s1 or mail.2026',
		],
		[
			follow !== undefined && !isSought(follow.sought),
			'follow must be a queue id, a Message-ID or an address',
		],
		[
			follow?.around !== undefined && !isClockTime(follow.around),
			`around ${follow?.around}: it must be a time of the server’s clock, as 14:30 or "2026-11-26 14:30"`,
		],
		[headers.length > longestHeader, 'headers must be the header of one message'],
		[
			inside?.kind === 'ssh' && !isSshHost(inside.host),
			'ssh must be the name of a host as ssh takes it: mail.example.com, ada@mail.example.com or an alias of ssh_config',
		],
		[
			fromHost !== undefined && !isSshHost(fromHost),
			'from-host must be the name of a host as ssh takes it: app01.example.com, ada@app01.example.com or an alias of ssh_config',
		],
	];
	return faults.find(([wrong]) => wrong)?.[1];
}

/** What does not go together. */
function contradiction(options: Options, prefix: OptionPrefix): string | undefined {
	const {user, tls, allowPlaintextAuth, send, to, target, family} = options;
	if (user !== undefined && tls === 'none' && !allowPlaintextAuth) {
		const allow = prefix ? '--allow-plaintext-auth' : 'allowPlaintextAuth';
		return `${prefix}user with ${prefix}tls none would send the password unencrypted: use TLS, or add ${allow}`;
	}

	if (send && to === undefined) {
		return `${prefix}send needs a recipient: ${prefix}to ADDRESS`;
	}

	if (options.inside && options.lab !== undefined) {
		return `the practice server is inside of this program: ${prefix}${options.inside.kind === 'ssh' ? 'ssh' : prefix ? 'on-server' : 'inside'} does not go with ${prefix}lab`;
	}

	if (options.fromHost !== undefined && options.lab !== undefined) {
		return `the practice server is inside of this program, and cannot be reached from elsewhere: ${prefix}${prefix ? 'from-host' : 'fromHost'} does not go with ${prefix}lab`;
	}

	const own = target.kind === 'host' && asAddress(target.host) && /:/.test(target.host) ? 6 : 4;
	return target.kind === 'host' && family && asAddress(target.host) && own !== family
		? `${target.host} is an IPv${own} address, and ${prefix ? `-${family}` : `family ${family}`} was given`
		: undefined;
}

/**
 * The options with their mailboxes in the form in which they go out, or a UsageError: whatever is in
 * here stands in SMTP commands, and nothing in them may begin another command.
 */
export function checkedOptions(options: Options, prefix: OptionPrefix): Options {
	const fault = faultOf(options);
	if (fault !== undefined) {
		throw new UsageError(`${prefix}${fault}`);
	}

	const conflict = contradiction(options, prefix);
	if (conflict !== undefined) {
		throw new UsageError(conflict);
	}

	const {from, to} = options;
	return {
		...options,
		...(from === undefined
			? {}
			: {from: from === '' || from === '<>' ? '' : mailbox(prefix, 'from', from)}),
		...(to === undefined ? {} : {to: mailbox(prefix, 'to', to)}),
	};
}
