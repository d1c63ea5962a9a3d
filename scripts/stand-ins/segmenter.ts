import {plainText} from './plain-text.ts';

/**
 * `Intl.Segmenter` for the bundle. To make one takes ICU several milliseconds, and several packages
 * make theirs as they are loaded; most texts can be taken apart without it.
 */
export class GraphemeSegmenter {
	readonly #locales: string | undefined;
	readonly #options: Intl.SegmenterOptions | undefined;
	#real: Intl.Segmenter | undefined;

	constructor(locales?: string, options?: Intl.SegmenterOptions) {
		this.#locales = locales;
		this.#options = options;
	}

	/** The clusters of a text, as `Intl.Segmenter` gives them. */
	segment(input: string): Iterable<Intl.SegmentData> {
		if ((this.#options?.granularity ?? 'grapheme') === 'grapheme' && plainText.test(input)) {
			return Array.from(input, (segment, index) => ({segment, index, input}));
		}

		const {Segmenter} = Intl;
		this.#real ??= new Segmenter(this.#locales, this.#options);
		return this.#real.segment(input);
	}
}
