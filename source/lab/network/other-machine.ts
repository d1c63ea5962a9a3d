import {once} from 'node:events';
import {connect} from 'node:net';
import type {Scenario} from '../../core/practice.ts';
import {openSilentPort} from './silent-port.ts';

export type OtherMachine = {close(): Promise<void>};

/** Milliseconds within which this machine's own network refuses, where it does. */
const patience = 1000;

async function isRefused(address: string, port: number): Promise<boolean> {
	const socket = connect({host: address, port});
	socket.setTimeout(patience, () => socket.destroy(new Error('silent')));
	try {
		await once(socket, 'connect');
		return false;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
	} finally {
		socket.on('error', () => undefined);
		socket.destroy();
	}
}

/**
 * Another machine than the practice server, on which no mail server runs: at an address of loopback
 * of its own, with these ports refused or silent. Rejects with a sentence where this system has no
 * such address.
 */
export async function openOtherMachine(
	{address, mailPorts}: NonNullable<Scenario['otherMachine']>,
	ports: readonly number[],
): Promise<OtherMachine> {
	switch (mailPorts) {
		case 'refused': {
			const refused = await Promise.all(ports.map(async port => isRefused(address, port)));
			if (refused.includes(false)) {
				throw new Error(
					`This system does not refuse connections to ${address}, so no other machine can be shown there; on Linux this incident works.`,
				);
			}

			return {close: async () => undefined};
		}

		case 'silent': {
			const opened = await Promise.allSettled(
				ports.map(async port => openSilentPort(port, address)),
			);
			const close = async () => {
				await Promise.all(
					opened.map(async one => (one.status === 'fulfilled' ? one.value.close() : undefined)),
				);
			};

			const failed = opened.find(one => one.status === 'rejected');
			if (failed) {
				await close();
				throw failed.reason;
			}

			return {close};
		}
	}
}
