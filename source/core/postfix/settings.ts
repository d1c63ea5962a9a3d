import {expand} from './expand.ts';
import type {Parameters} from './main-cf.ts';
import type {ServiceEntry} from './master-cf.ts';
import {type Place, type Placed, placedDefault, textOf, type Word, wordsOf} from './placed.ts';

/** The parameters as one service sees them. */
export type Settings = {
	service: ServiceEntry;
	/** Whether there is such a parameter, be it set or by default. */
	has(name: string): boolean;
	/** Expanded; empty where the parameter is unknown. */
	value(name: string): Placed;
	text(name: string): string;
	words(name: string): Word[];
	isOn(name: string): boolean;
	/** `otherwise` where it is no number. */
	number(name: string, otherwise: number): number;
	/** Where the parameter is set; of a default, no file. */
	place(name: string): Place;
};

/**
 * Puts together what counts for a service: its own options, then main.cf, then the rest as `postconf`
 * gives it, defaults included.
 */
export function settingsOf(
	service: ServiceEntry,
	mainCf: Parameters,
	effective: Parameters,
): Settings {
	const raw = (name: string): Placed | undefined =>
		service.overrides.get(name) ?? mainCf.get(name) ?? effective.get(name);
	const value = (name: string): Placed => expand(raw(name) ?? [], raw);
	const text = (name: string): string => textOf(value(name)).trim();
	return {
		service,
		has: name => raw(name) !== undefined,
		value,
		text,
		words: name => wordsOf(value(name)),
		isOn: name => text(name).toLowerCase() === 'yes',
		number(name, otherwise) {
			const found = text(name);
			return /^\d+$/.test(found) ? Number(found) : otherwise;
		},
		place: name => raw(name)?.[0]?.at ?? placedDefault(name, '')[0]?.at ?? noPlace(name),
	};
}

function noPlace(parameter: string): Place {
	return {parameter, file: '', line: null};
}
