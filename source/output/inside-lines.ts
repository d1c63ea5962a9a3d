import {all, last, type Facts, type Observation} from '../core/observation.ts';

const outcomes: Readonly<Record<Facts['server.looked']['status'], string>> = {
	seen: '',
	absent: '',
	forbidden: ' (not allowed)',
	failed: ' (failed)',
};

const unique = (lines: readonly string[]) => [...new Set(lines)];

/** What was run and read on the server, and what could not be seen there; nothing where nobody looked. */
export function insideLines(observations: readonly Observation[]): {
	place: string;
	looked: readonly string[];
	notSeen: readonly string[];
} {
	const looks = all(observations, 'server.looked');
	const shut = looks.length > 0 ? undefined : last(observations, 'server.closed-to-us');
	const absent = unique(
		looks.flatMap(({command, status}) => (status === 'absent' ? [command] : [])),
	);
	return {
		place: looks[0]?.where ?? shut?.where ?? '',
		looked: [
			...unique(
				looks
					.filter(({status}) => status !== 'absent')
					.map(({command, status}) => `${command}${outcomes[status]}`),
			),
			...(absent.length > 0 ? [`not there: ${absent.join('; ')}`] : []),
		],
		notSeen: unique([
			...(shut ? [`there is no way in: ${shut.why}`] : []),
			...all(observations, 'server.not-seen').map(
				({what, why, command}) => `${what}: ${why}. As root: ${command}`,
			),
		]),
	};
}
