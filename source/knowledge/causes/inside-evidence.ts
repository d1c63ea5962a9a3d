import {both, either, never, saw, type Condition} from '../../core/condition.ts';
import type {Evidence, Phrase} from '../../core/knowledge.ts';

/** The machine that was looked into has the address that was dialled. */
const sameMachine = saw('server.identity', {owns: true});

/**
 * What was seen on the server decides only where it is the machine that was dialled. Behind address
 * translation that cannot be told, so there it only counts.
 */
function fromInside(
	when: Condition,
	says: Phrase,
	decides: 'proves' | 'excludes',
): readonly Evidence[] {
	return [
		{when: both(when, sameMachine), says, weight: decides},
		{
			when: both(when, never('server.identity', {owns: true})),
			says,
			weight: decides === 'proves' ? 'for' : 'against',
		},
	];
}

/** On the server this is seen, and it is the cause; see {@link fromInside}. */
export const seenInside = (when: Condition, says: Phrase): readonly Evidence[] =>
	fromInside(when, says, 'proves');

/** On the server this is seen, and it cannot be the cause. */
export const notByInside = (when: Condition, says: Phrase): readonly Evidence[] =>
	fromInside(when, says, 'excludes');

export const serviceRuns = saw('server.service', {running: true});
export const serviceStopped = both(saw('server.service', {running: false}), {not: serviceRuns});

export const nobodyListens = saw('server.port', {asked: true, reach: 'nobody'});
export const loopbackAlone = saw('server.port', {asked: true, reach: 'loopback'});
/** The port is open to other machines, as far as the program that listens is concerned. */
export const openOutwards = saw('server.port', {
	asked: true,
	reach: ['all', 'ipv4', 'ipv6', 'some addresses'],
});
export const openToAll = saw('server.port', {asked: true, reach: 'all'});

/** On which addresses the program listens makes no difference: it does listen. */
export const somebodyListens = either(openOutwards, loopbackAlone);

/** A program that is no mail server has the port. */
export const heldByOther = saw('server.port', {asked: true, kind: ['other', 'proxy']});

/** The packet filter is kept by ufw or firewalld: which of their own rules, or which zone, it is. */
export const byFirewallTool: readonly Evidence[] = [
	{
		when: saw('server.firewall-tool', {tool: 'ufw'}),
		says: 'It is ufw’s: `{rule}` ({file}, line {line}).',
		weight: 'for',
	},
	{
		when: saw('server.firewall-tool', {tool: 'firewalld'}),
		says: 'It is firewalld’s zone {zone}, which lets in no more than this: {rule}.',
		weight: 'for',
	},
];

/** What cannot be stopped or wrongly set, because it is not there. */
export const noServiceThere: Evidence = {
	when: saw('server.no-service'),
	says: 'No mail server that is known here is installed on {where}.',
	weight: 'against',
};
