import type {Inspection, InspectionContext} from '../../core/inspection.ts';
import {all, last, type Observation} from '../../core/observation.ts';
import {subjectOf} from '../../core/subject.ts';
import {noWayBecause} from '../../core/views/no-way.ts';
import {probe} from '../probe.ts';
import {tellViews} from '../view-from-here.ts';

/** A server greets its own localhost soon; in milliseconds. */
const patience = 8000;

const loopback = ['127.0.0.1', '::1'] as const;

/** The session’s probe at the server’s own localhost, on one port and without a login or a message. */
async function seenWithin(
	context: InspectionContext,
	port: number,
): Promise<readonly Observation[]> {
	const {server, here, observations, options, say} = context;
	const helo = last(observations, 'client.name')?.helo ?? options.helo;
	let first: readonly Observation[] | undefined;
	for (const address of loopback) {
		const seen = await probe(context, {
			ports: {...here, connect: server.connect},
			say: line =>
				say(line.from === 'note' ? {...line, text: `on ${server.place}: ${line.text}`} : line),
			options: {
				port,
				ports: [port],
				patience: Math.min(options.patience, patience),
				...(helo === undefined ? {} : {helo}),
			},
			address,
		});
		if (all(seen, 'tcp.open').length > 0) {
			return seen;
		}

		first ??= seen;
	}

	return first ?? [];
}

/** What the server’s own localhost gets, beside what this session got. */
export const localhostView: Inspection = {
	id: 'localhost-view',
	title: 'View from within',
	question: 'handshake',
	stage: 'connect',
	emits: ['views.row', 'views.means', 'views.unseen'],
	looks: [],
	connects: {
		to: 'a connection to 127.0.0.1, or ::1, on the port of this session; it ends before any message',
		why: 'whether the same works at the server’s own localhost',
		byHand:
			'swaks --server 127.0.0.1 --port {port} --ehlo {helo} --quit-after RCPT --from {sender} --to {recipient}',
	},
	async run(context) {
		const {server, observations, observe, options} = context;
		const port = Number(subjectOf(observations)['port']);
		const second = server.where.kind === 'ssh' ? `localhost of ${server.place}` : 'localhost';
		const seen = await seenWithin(context, port);
		const why = all(seen, 'tcp.unreachable')
			.map(({code}) => noWayBecause(code))
			.find(Boolean);
		if (why !== undefined) {
			observe('views.unseen', {second, why});
			return {status: 'skipped', summary: `${second} cannot be tried: ${why}.`};
		}

		const place = options.fromHost || 'this machine';
		const summary = await tellViews(context, {
			kind: 'localhost',
			first: {place, observations},
			second: {place: second, observations: seen},
		});
		return {status: 'passed', summary};
	},
};
