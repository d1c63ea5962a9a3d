import type {Check} from '../core/check.ts';
import type {Dialogue} from './dialogue.ts';

/** Makes the way to the machine from which the session looks (`--from-host`). */
export const vantage: Check<Dialogue> = {
	id: 'vantage',
	title: 'Way there',
	question: 'reach',
	stage: 'connect',
	touches: 'network',
	emits: ['views.no-way', 'views.looked'],
	async run({ports, options, signal, observe, safe}) {
		const host = options.fromHost ?? '';
		const why = await ports.prepare?.(signal);
		if (why !== undefined) {
			observe('views.no-way', {host, why: safe(why).replace(/\.$/, '')});
			return {status: 'failed', summary: `Nothing can be tried from ${host}: ${why}`};
		}

		return {
			status: 'passed',
			summary: `All that follows is seen from ${host}; times include the way through ssh.`,
		};
	},
};
