import {all, type Facts, type Observation} from './observation.ts';
import type {Fillings} from './phrase.ts';

type Asked = Facts['server.asked-service'];

/** What a sentence about a service that is asked and not there speaks of; `name` begins each word. */
function fillingsOf(
	name: string,
	kinds: readonly Asked['kind'][],
	away: readonly Asked[],
): Fillings {
	const found = away.find(({kind}) => kinds.includes(kind));
	return {
		[`${name}Kind`]: found?.kind,
		[`${name}Address`]: found?.address,
		[`${name}Setting`]: found?.setting,
		[`${name}File`]: found?.file,
		[`${name}Line`]: found?.line,
	};
}

/** The services that the mail server asks, or hands mail to, and where nothing listens. */
export function awayServices(observations: readonly Observation[]): Fillings {
	const away = all(observations, 'server.asked-service').filter(({listened}) => !listened);
	return {
		...fillingsOf('policy', ['policy service'], away),
		...fillingsOf('filter', ['milter', 'proxy filter', 'virus scanner', 'spam filter'], away),
		...fillingsOf('contentFilter', ['content filter'], away),
	};
}
