import {countdown, spanOf} from '../../core/named-delay.ts';
import type {Look} from '../look.ts';
import {laid} from '../text/laid.ts';
import {strong, toned, row, type Row} from '../text/row.ts';
import type {RunScreen} from './run-state.ts';

/** The time to the next try in a few characters, where one is waited for. */
export function retryStatus({retry}: RunScreen): string {
	return retry?.left === undefined ? '' : `again in ${countdown(retry.left)}`;
}

/** After how long the server took what it had refused: “accepted after 5 min 12 s”. */
export function delayNeeded({retry, view}: RunScreen): string | undefined {
	if (retry?.overAt === undefined || !view.end) {
		return undefined;
	}

	const after = spanOf(retry.overAt - retry.firstAt);
	const what =
		view.end.outcome === 'healthy'
			? `Accepted after ${after}`
			: `No longer deferred after ${after}`;
	return retry.lastAt > retry.firstAt
		? `${what}; still deferred after ${spanOf(retry.lastAt - retry.firstAt)}.`
		: `${what}.`;
}

/** How the retry stands: the countdown, what it came to, or that the tries are used up. */
export function retryRows(screen: RunScreen, look: Look, width: number): Row[] {
	const {retry, view} = screen;
	if (!retry || !view.end) {
		return [];
	}

	if (retry.left !== undefined) {
		const tries = retry.most > 1 ? ` (try ${retry.tried + 1} of ${retry.most})` : '';
		const text = `Trying again in ${countdown(retry.left)}${tries}.`;
		return laid(
			look,
			row(toned('accent', text), ' Everything stays usable meanwhile; ctrl-c stops the wait.'),
			width,
		);
	}

	const needed = delayNeeded(screen);
	if (needed !== undefined) {
		return laid(look, [toned('good', `${look.status.passed} ${needed}`)], width, 2);
	}

	return retry.tried >= retry.most && view.end.outcome === 'problem'
		? laid(
				look,
				[
					strong(
						`Still deferred after ${spanOf(retry.lastAt - retry.firstAt)} and ${retry.tried === 1 ? 'one further try' : `${retry.tried} further tries`}.`,
					),
				],
				width,
			)
		: [];
}
