import {isIP} from 'node:net';
import {
	forwardingForbidden,
	forwardingImpossible,
	type Connected,
	type Endpoint,
} from '../../core/ports.ts';
import {connectOutcome} from '../connect-outcome.ts';
import {createWire} from '../create-wire.ts';
import {now} from '../now.ts';
import {startTimer} from '../start-timer.ts';
import {connectionGone, type SshChannels} from './ssh-channels.ts';

/** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED (RFC 4254 5.1). */
const prohibited = 1;

/** What the system there said of its `connect`, in the words of its C library; sshd hands them on. */
const words: ReadonlyArray<readonly [RegExp, string]> = [
	[/refused/i, 'ECONNREFUSED'],
	[/timed out/i, 'ETIMEDOUT'],
	[/no route to host|host is unreachable/i, 'EHOSTUNREACH'],
	[/network is unreachable/i, 'ENETUNREACH'],
	[/cannot assign requested address/i, 'EADDRNOTAVAIL'],
	[/address family not supported/i, 'EAFNOSUPPORT'],
	[/permission denied/i, 'EACCES'],
	[/not permitted/i, 'EPERM'],
];

/** Node’s code for a connection that another machine could not make. */
export function codeOf(reason: number, text: string): string {
	if (reason === prohibited) {
		return forwardingForbidden;
	}

	// sshd that has no way there at once says no more than “open failed”
	return reason === connectionGone
		? forwardingImpossible
		: (words.find(([pattern]) => pattern.test(text))?.[1] ?? 'UNKNOWN');
}

/**
 * Opens a TCP connection from the other end of a connection of `ssh`. Times include the way there and back.
 * `local` is the address that it comes from, as far as that is known.
 * Rejects for an abort alone, with its reason.
 */
export async function connectThrough(
	channels: SshChannels,
	{address, port, timeout}: Endpoint,
	signal: AbortSignal,
	local = '',
): Promise<Connected> {
	signal.throwIfAborted();
	const began = now();
	const failed = (code: string): Connected => ({
		ok: false,
		outcome: connectOutcome(code),
		code,
		after: now() - began,
	});
	if (isIP(address) === 0) {
		return failed('EINVAL');
	}

	const late = new AbortController();
	const timer = startTimer(timeout, () => late.abort());
	const waited = AbortSignal.any([late.signal, signal]);
	const over = new Promise<undefined>(resolve => {
		waited.addEventListener('abort', () => resolve(undefined), {once: true});
	});
	const opened = await Promise.race([channels.open(address, port, waited), over]);
	clearTimeout(timer);
	signal.throwIfAborted();
	if (!opened) {
		return failed('ETIMEDOUT');
	}

	if (!opened.ok) {
		return failed(codeOf(opened.reason, opened.text));
	}

	const connectedAt = now();
	return {
		ok: true,
		wire: createWire(opened.stream, {
			local: {address: local, port: 0},
			remote: {address, port},
			after: connectedAt - began,
			connectedAt,
		}),
	};
}
