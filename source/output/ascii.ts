const plainForms: Readonly<Record<string, string>> = {
	'“': '"',
	'”': '"',
	'„': '"',
	'’': "'",
	'‘': "'",
	'–': '-',
	'—': '-',
	'…': '...',
	'→': '->',
	'↔': '<->',
	'×': 'x',
	'≥': '>=',
	'≤': '<=',
	'·': '-',
	'•': '*',
	'✔': 'ok',
	'✖': 'FAIL',
	'⚠': '!',
	'\u00A0': ' ',
};

/** The same text in ASCII: typographic signs in their plain form, all else as `\u{…}`. */
export function toAscii(text: string): string {
	return text.replace(
		/[^\0-\u007f]/gu,
		sign => plainForms[sign] ?? `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
	);
}
