/**
 * Text in which each character is a cluster of its own, one column wide: ASCII, Latin, and the
 * punctuation, arrows, lines and marks that screens are made of. No emoji, no combining or invisible
 * characters, nothing wide.
 */
export const plainText =
	/^[ -~\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02ff\u2010-\u2027\u2030-\u203b\u2190-\u2193\u2500-\u25fc\u2713-\u2718\u276e\u276f\u2800-\u28ff]*$/;
