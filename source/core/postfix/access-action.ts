/** What the right side of an access table says (access(5)). */
export type AccessAction =
	| {kind: 'dunno'}
	| {kind: 'permit'}
	| {kind: 'discard'}
	| {
			kind: 'reject' | 'defer' | 'defer-if-permit' | 'defer-if-reject';
			enhanced: string;
			text: string;
	  }
	| {kind: 'code'; code: number; enhanced: string; text: string}
	/** The connection is dropped without a word. */
	| {kind: 'hangup'}
	/** A list of restrictions, or a restriction class. */
	| {kind: 'restrictions'; text: string};

/** Actions that have an effect on the message and let the next restriction be asked. */
const passing = new Set(['DUNNO', 'INFO', 'WARN', 'FILTER', 'HOLD', 'REDIRECT', 'BCC', 'PREPEND']);

const deferring: Readonly<
	Record<string, 'reject' | 'defer' | 'defer-if-permit' | 'defer-if-reject'>
> = {
	REJECT: 'reject',
	DEFER: 'defer',
	DEFER_IF_PERMIT: 'defer-if-permit',
	DEFER_IF_REJECT: 'defer-if-reject',
};

function withCode(text: string, otherwise: string): {enhanced: string; text: string} {
	const found = /^([245]\.\d{1,3}\.\d{1,3})(?:\s+(.*))?$/s.exec(text);
	return found
		? {enhanced: found[1] ?? otherwise, text: found[2] ?? ''}
		: {enhanced: otherwise, text};
}

/** Reads the right side of an entry, with the enhanced code that Postfix takes where none is given. */
export function parseAction(value: string): AccessAction {
	const [, word = '', text = ''] = /^(\S*)\s*(.*)$/s.exec(value) ?? [];
	const action = word.toUpperCase();
	const deferral = deferring[action];
	if (passing.has(action)) {
		return {kind: 'dunno'};
	}

	if (deferral) {
		return {kind: deferral, ...withCode(text, deferral === 'reject' ? '5.7.1' : '4.7.1')};
	}

	if (action === 'DISCARD' || action === 'HANGUP') {
		return {kind: action === 'DISCARD' ? 'discard' : 'hangup'};
	}

	if (action === 'OK' || action === 'RELAY' || /^\d+$/.test(value)) {
		return {kind: 'permit'};
	}

	if (/^[45]\d\d$/.test(word) && text !== '') {
		return {kind: 'code', code: Number(word), ...withCode(text, `${word[0]}.7.1`)};
	}

	return {kind: 'restrictions', text: value};
}

/** Last parts of x.1.y that smtpd has for a sender and for a recipient; any other becomes 0. */
const ofSender: Readonly<Record<string, string>> = {
	'1': '7',
	'2': '8',
	'3': '7',
	'4': '7',
	'6': '7',
	'7': '7',
	'8': '8',
};
const ofRecipient: Readonly<Record<string, string>> = {
	'1': '1',
	'2': '2',
	'3': '3',
	'4': '4',
	'5': '5',
	'6': '6',
	'7': '3',
	'8': '2',
};

/** An enhanced code of the group “address” (x.1.y) made to fit what is refused, as smtpd does. */
export function fitCode(enhanced: string, about: string): string {
	const found = /^(\d)\.1\.(\d+)$/.exec(enhanced);
	if (!found) {
		return enhanced;
	}

	const [, first = '', detail = ''] = found;
	switch (about) {
		case 'sender': {
			return `${first}.1.${ofSender[detail] ?? '0'}`;
		}

		case 'recipient': {
			return `${first}.1.${ofRecipient[detail] ?? '0'}`;
		}

		default: {
			return `${first}.0.0`;
		}
	}
}
