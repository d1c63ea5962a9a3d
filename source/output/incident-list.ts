import type {Scenario} from '../core/practice.ts';

type Entry = Pick<Scenario, 'id' | 'level' | 'title' | 'ticket'>;

/** The incidents of the lab, one a line: the name for the command line, the level, the title. */
export function incidentLines(scenarios: readonly Entry[]): readonly string[] {
	const width = Math.max(...scenarios.map(({id}) => id.length));
	return scenarios.map(({id, level, title}) => `${id.padEnd(width)}  level ${level}  ${title}`);
}

/** The same as JSON, one object a line; the answer is in none of them. */
export function incidentJson(scenarios: readonly Entry[]): readonly string[] {
	return scenarios.map(({id, level, title, ticket}) => JSON.stringify({id, level, title, ticket}));
}
