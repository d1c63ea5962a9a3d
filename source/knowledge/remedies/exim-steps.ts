import type {RemedyStep} from '../../core/knowledge.ts';
import {undoOfCopy} from './undo.ts';

/** The file of Debian’s questions; `update-exim4.conf` builds Exim’s configuration from it. */
export const eximFile = '/etc/exim4/update-exim4.conf.conf';

export const keepExim: RemedyStep = {
	say: 'Keep a copy of the file.',
	command: `cp -a ${eximFile} ${eximFile}.before`,
	effect: 'changes',
	undo: undoOfCopy(`${eximFile}.before`),
};

export const undoExim = `\`cp -a ${eximFile}.before ${eximFile} && update-exim4.conf\`, then reload.`;

export const reloadExim: RemedyStep = {
	say: 'Build the configuration and make it effective.',
	command: 'update-exim4.conf && systemctl reload exim4',
	effect: 'changes',
	undo: `\`cp -a ${eximFile}.before ${eximFile} && update-exim4.conf && systemctl reload exim4\``,
};

export const restartExim: RemedyStep = {
	say: 'Build the configuration and restart: listeners are opened at the start alone.',
	command: 'update-exim4.conf && systemctl restart exim4',
	effect: 'changes',
	undo: `\`cp -a ${eximFile}.before ${eximFile} && update-exim4.conf && systemctl restart exim4\``,
};

/**
 * Sets a main option of Exim on Debian, whether the configuration is split into files or not. The
 * line goes into the file of local macros of either form; both come before everything else.
 */
export function setEximOption(line: string): Pick<RemedyStep, 'command' | 'effect' | 'undo'> {
	return {
		command: `printf '${line}\\n' | tee -a /etc/exim4/exim4.conf.localmacros >> /etc/exim4/conf.d/main/000_localmacros`,
		effect: 'changes',
		undo: 'Remove the line from `/etc/exim4/exim4.conf.localmacros` and from `/etc/exim4/conf.d/main/000_localmacros`, then `update-exim4.conf` and restart.',
	};
}

/** Plays a session of the client without a connection and without sending; shows each rule. */
export const playExim =
	"printf 'EHLO %s\\r\\nMAIL FROM:<%s>\\r\\nRCPT TO:<%s>\\r\\nQUIT\\r\\n' {helo} {sender} {recipient} | exim -bh {client}";
