import type {Judgement} from '../postfix/judge.ts';
import {type Configuration, type Listener, placeInWords} from './configuration.ts';

/** What smtpd says to a message that was longer than it takes (smtp_tx_eom). */
const says = 'Message too big for system: Transaction failed, message too big';

/** The refusal of a message for its size, traced to the setting. */
export function judgeSize(
	{maxMessageSize, file}: Configuration,
	{port}: Listener,
	refusal: {code: number; enhanced: string; text: string},
): Judgement {
	const {value, at, written} = maxMessageSize;
	const text = refusal.text.replace(/^5\.\d{1,3}\.\d{1,3} /, '');
	return {
		service: `smtpd port ${port}`,
		outcome: 'refused',
		agrees: refusal.code === 554 && text.toLowerCase().startsWith(says.toLowerCase()),
		certain: true,
		stage: 'message',
		code: 554,
		text: `5.3.4 ${says}`,
		restriction: written || `smtp max-message-size ${value}`,
		list: 'the settings',
		place: at ? placeInWords(at) : 'the default of max-message-size',
		file: at?.file ?? '',
		line: at?.line ?? null,
		reason: 'general',
		causes: ['size-limit', 'setting-found'],
		because: `the message has more than ${value} octets as it is sent`,
		change: 'none',
		changeSays: at
			? `Raise max-message-size (${placeInWords(at)}) to what such messages take, then restart.`
			: `Set \`smtp max-message-size\` in ${file} to what such messages take, then restart.`,
		table: file,
		key: '',
		unseen: [],
		steps: [],
	};
}
