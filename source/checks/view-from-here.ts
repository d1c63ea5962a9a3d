import type {Check, CheckContext} from '../core/check.ts';
import {compareViews, meaningsOf} from '../core/views/compare-views.ts';
import type {TwoViews} from '../core/views/compare-views.ts';
import type {Dialogue} from './dialogue.ts';
import {probe} from './probe.ts';

/** Lays two views side by side, and says what they come to; returns that in one sentence. */
export async function tellViews(context: CheckContext, views: TwoViews): Promise<string> {
	const rows = compareViews(views);
	for (const row of rows) {
		context.observe('views.row', row);
	}

	const meanings = meaningsOf(rows, await context.viewMeanings());
	for (const meaning of meanings) {
		context.observe('views.means', meaning);
	}

	const differing = rows.filter(({differs}) => differs).length;
	return differing === 0
		? `${views.second.place} sees the same.`
		: `${views.second.place} sees ${differing} of ${rows.length} things differently.`;
}

/** Resolves once nothing else of the session is going on. */
async function untilAlone({hurry, signal}: CheckContext): Promise<void> {
	await new Promise<void>(resolve => {
		const either = AbortSignal.any([hurry, signal]);
		if (either.aborted) {
			resolve();
		}

		either.addEventListener('abort', () => resolve(), {once: true});
	});
}

/**
 * The same from this machine, beside the session that looks from another: without a login and without a
 * message. What it said stands behind the session’s own dialogue, in one piece.
 */
export const viewFromHere: Check<Dialogue> = {
	id: 'view-from-here',
	title: 'View from here',
	question: 'reach',
	stage: 'connect',
	touches: 'server',
	emits: ['views.row', 'views.means'],
	async run(context) {
		context.ready();
		const lines: Array<Parameters<CheckContext['say']>[0]> = [];
		const say: CheckContext['say'] = line => {
			lines.push(line);
			return 0;
		};

		const seen = await probe(context, {ports: context.here, say});
		await untilAlone(context);
		context.signal.throwIfAborted();
		const [first] = lines;
		if (first) {
			const text = 'the same from this machine, which ran meanwhile';
			context.say({...first, from: 'note', text, secure: false});
		}

		for (const line of lines) {
			context.say(line);
		}

		if (context.observations.some(({tag}) => tag === 'views.no-way')) {
			return {status: 'skipped', summary: 'There is nothing to compare with.'};
		}

		const second = {place: 'this machine', observations: seen};
		const place = context.options.fromHost ?? '';
		return {
			status: 'passed',
			summary: await tellViews(context, {
				kind: 'here',
				first: {place, observations: context.observations},
				second,
			}),
		};
	},
};
