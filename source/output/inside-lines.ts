import {all, type Facts, type Observation} from '../core/observation.ts';

const outcomes: Readonly<Record<Facts['server.looked']['status'], string>> = {
	seen: '',
	absent: ' (not there)',
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
	return {
		place: looks[0]?.where ?? '',
		looked: unique(looks.map(({command, status}) => `${command}${outcomes[status]}`)),
		notSeen: unique(
			all(observations, 'server.not-seen').map(
				({what, why, command}) => `${what}: ${why}. As root: ${command}`,
			),
		),
	};
}
