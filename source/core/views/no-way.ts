import {forwardingForbidden, forwardingImpossible} from '../ports.ts';

const reasons: Readonly<Record<string, string>> = {
	[forwardingForbidden]:
		'its sshd makes no connections for others (AllowTcpForwarding, DisableForwarding or PermitOpen in sshd_config, or a restriction on the key)',
	[forwardingImpossible]:
		'the ssh of this machine shares no connection (ControlMaster), or that connection broke',
};

/** Why another machine makes no connections for us, by the code of one that failed; nothing for any other. */
export function noWayBecause(code: string): string | undefined {
	return reasons[code];
}
