import type {Phrase, RemedyStep} from '../../core/knowledge.ts';

/** Starts the service that is asked and does not run, and shows what then listens. */
export const startAway = (address: Phrase): RemedyStep => ({
	say: `Start that unit (its name in place of UNIT), and see whether it listens at ${address}; its log says why it had stopped. The mail server asks again by itself.`,
	command: 'systemctl start UNIT; journalctl -u UNIT -n 20 --no-pager; ss -tlnp; ss -xlp',
	effect: 'changes',
	undo: '`systemctl stop UNIT`',
});
