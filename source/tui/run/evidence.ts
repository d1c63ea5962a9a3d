const endings = [
	[' (proves it)', true],
	[' (for it)', true],
	[' (against it)', false],
	[' (rules it out)', false],
] as const;

/** A sentence of evidence without its weight, and which way it points. */
export function evidenceOf(sentence: string): {text: string; speaksFor: boolean} {
	const ending = endings.find(([words]) => sentence.endsWith(words));
	return ending
		? {text: sentence.slice(0, -ending[0].length), speaksFor: ending[1]}
		: {text: sentence, speaksFor: true};
}
