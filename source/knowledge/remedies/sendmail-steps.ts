import type {RemedyStep} from '../../core/knowledge.ts';
import {undoOfCopy} from './undo.ts';

const file = '/etc/mail/sendmail.mc';

/** Sendmail: keeps a copy, which every undo of a change to the configuration goes back to. */
export const keepSendmail: RemedyStep = {
	say: 'Keep a copy of the configuration.',
	command: `cp -a ${file} ${file}.before`,
	effect: 'changes',
	undo: undoOfCopy(`${file}.before`),
};

export const undoSendmail = `\`cp -a ${file}.before ${file} && make -C /etc/mail\`, then restart.`;

export const restartSendmail: RemedyStep = {
	say: 'Build `sendmail.cf` from it and restart.',
	command: 'make -C /etc/mail && systemctl restart sendmail',
	effect: 'changes',
	undo: `\`cp -a ${file}.before ${file} && make -C /etc/mail && systemctl restart sendmail\``,
};
