import type {RemedyStep} from '../../core/knowledge.ts';
import {undoOfCopy} from './undo.ts';

const file = '/etc/smtpd.conf';

/** OpenSMTPD: keeps a copy, which every undo of a change to the configuration goes back to. */
export const keepOpensmtpd: RemedyStep = {
	say: 'Keep a copy of the configuration.',
	command: `cp -a ${file} ${file}.before`,
	effect: 'changes',
	undo: undoOfCopy(`${file}.before`),
};

export const undoOpensmtpd = `\`cp -a ${file}.before ${file}\`, then restart.`;

/** OpenSMTPD has no reload. */
export const restartOpensmtpd: RemedyStep = {
	say: 'OpenSMTPD reads its configuration at the start alone: check it, then restart.',
	command: 'smtpd -n && systemctl restart opensmtpd',
	effect: 'changes',
	undo: `\`cp -a ${file}.before ${file} && systemctl restart opensmtpd\``,
};
