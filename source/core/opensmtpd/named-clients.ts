import type {LeftOut} from '../moved/left-out.ts';
import type {Asking} from './ask.ts';
import {type Configuration, placeInWords} from './configuration.ts';
import {criterionInWords} from './criteria.ts';
import {load} from './look-up.ts';

/** The clients that rules let relay by their addresses, each rule by itself. */
export function* namedSources(
	configuration: Configuration,
): Asking<ReadonlyArray<Omit<LeftOut, 'client'>>> {
	const named: Array<Omit<LeftOut, 'client'>> = [];
	for (const {action, criteria, at} of configuration.rules) {
		const source = criteria.find(({kind}) => kind === 'from-src');
		const relays = configuration.actions.get(action ?? '')?.kind === 'relay';
		if (relays && source?.table && !source.negated && !source.regex) {
			const loaded = yield* load(configuration, source.table);
			named.push({
				kind: 'match-src',
				place: `\`${criterionInWords(source)}\` (${placeInWords(at)})`,
				names: loaded.status === 'loaded' ? loaded.entries.map(({key}) => key) : [],
			});
		}
	}

	return named;
}
