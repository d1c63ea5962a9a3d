import type {CheckContext, StepEnd} from '../../core/check.ts';
import {seenAddress} from '../../core/moved/seen-address.ts';
import {last, type Facts, type Observation} from '../../core/observation.ts';
import {isPublic, parseClient} from '../../core/records/ip-address.ts';
import {sendingAddress} from '../../core/records/sending-address.ts';
import {quoted, withAddress} from '../../core/records/spf-advice.ts';
import {evaluateSpf} from '../../core/records/spf-evaluate.ts';
import {parseSpf} from '../../core/records/spf-record.ts';
import {domainOf} from '../../core/subject.ts';
import {senderOf} from '../envelope.ts';
import {createAskRecords, type AskRecords} from './ask-records.ts';
import {createJudge} from './judge-records.ts';
import {named} from './subject.ts';

type SpfAhead = Facts['records.spf-ahead'];

/** What else the walk knows: where it was to go, and whether the server is one that passes mail on. */
export type WayAhead = {whose: string; host: string; server: string; isForServer: boolean};

/** The address from which others see this side, though no connection may have come to stand. */
export function outsideAddress({observations, options}: CheckContext): string {
	const {address} = sendingAddress(observations, options.egress);
	const seen = seenAddress(observations, options.egress)?.address ?? '';
	return address || (isPublic(seen) ? seen : '');
}

/** Whether the rules of the server treat the message as one to be passed on. */
function isPassedOn(observations: readonly Observation[], isForServer: boolean): boolean {
	const rules = last(observations, 'server.foreseen') ?? last(observations, 'server.replay');
	return (
		last(observations, 'session.asked')?.aim === 'submit' ||
		rules?.reason === 'relay' ||
		(!isForServer && /^permit_(?:mynetworks|sasl_auth)/.test(rules?.restriction ?? ''))
	);
}

/** The machines that a record names by their addresses, or by a name that has them; includes are others’. */
async function machinesIn({ask}: AskRecords, domain: string, record: string): Promise<string[]> {
	const parsed = parseSpf(record);
	const allowing = 'term' in parsed ? [] : parsed.mechanisms.filter(m => m.qualifier === '+');
	const names = await Promise.all(
		allowing.map(async mechanism => {
			switch (mechanism.kind) {
				case 'ip': {
					return [mechanism.text.replace(/^\+?ip[46]:/i, '')];
				}

				case 'a': {
					const name = mechanism.domain ?? domain;
					const answers = name.includes('%')
						? []
						: await Promise.all([ask(name, 'A'), ask(name, 'AAAA')]);
					return answers.flatMap(({records}) => records);
				}

				default: {
					return [];
				}
			}
		}),
	);
	return names.flat();
}

/**
 * SPF for this machine’s own address, looked at behind something else that stops mail: what the record
 * names, whether it allows this machine, and whether it allows the server that would pass the mail on.
 */
export async function spfAhead(
	context: CheckContext,
	{whose, host, server, isForServer}: WayAhead,
	othersOf: (names: readonly string[], client: string) => readonly string[],
): Promise<SpfAhead | undefined> {
	const {observations, options} = context;
	const sender = senderOf(options);
	const domain = named(domainOf(sender));
	const address = outsideAddress(context);
	const client = parseClient(address);
	if (domain === '' || !client) {
		return undefined;
	}

	const asker = createAskRecords(context);
	const helo = last(observations, 'client.name')?.helo ?? options.helo ?? domain;
	const evaluate = async (octets: readonly number[]) =>
		asker.decide(evaluateSpf({domain, sender, helo, client: octets}));
	const {result, mechanism, record} = await evaluate(client);
	if (record === '' || result === 'pass' || result === 'temperror' || result === 'permerror') {
		return undefined;
	}

	const relay = parseClient(server);
	const way = isPassedOn(observations, isForServer) ? 'passed-on' : 'delivers';
	const names = othersOf(await machinesIn(asker, domain, record), address);
	return {
		domain,
		whose,
		address,
		result,
		mechanism,
		record,
		names,
		way,
		host,
		relay: server,
		relayResult: relay && way === 'passed-on' ? (await evaluate(relay)).result : 'none',
		suggestion: quoted(withAddress(record, address)),
	};
}

/** Observes it where it matters: receivers see this machine, or the record names others in its place. */
export async function judgeSpfAhead(context: CheckContext, facts: SpfAhead): Promise<StepEnd> {
	const judge = await createJudge(context);
	judge.observe('records.spf-ahead', facts);
	return judge.end('');
}
