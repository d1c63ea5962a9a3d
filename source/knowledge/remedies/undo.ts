import type {Phrase} from '../../core/knowledge.ts';

/** The undo of keeping a copy: later steps are taken back with it, so it stays until the last of them is. */
export function undoOfCopy(copy: string): Phrase {
	return `Leave the copy, which the undo of the other steps needs; \`rm ${copy}\` comes last of all.`;
}

/** The undo of starting a service, now and after each boot. */
export function undoOfStart(unit: string): Phrase {
	return `\`systemctl stop ${unit}\`; and \`systemctl disable ${unit}\` only if it was not enabled before.`;
}
