// A session whose sender has the records of a made-up zone, served by a real name server.
import {expect} from 'vitest';
import type {Finding, Topic} from '../../../source/core/records/finding.ts';
import type {Options} from '../../../source/core/options.ts';
import type {Ports} from '../../../source/core/ports.ts';
import {startNameServer, type Zone} from '../../helpers/name-server.ts';
import {optionsFor, runSession, type Ran} from '../../helpers/run-session.ts';
import {startScriptServer} from '../../helpers/script-server.ts';
import {smtp, type Answers} from '../../helpers/smtp-script.ts';

export const sender = 'sender.example';
/** From where the Internet sees the sending server, and its reverse zone. */
export const egress = '203.0.113.7';
export const reverse = '7.113.0.203.in-addr.arpa';

/** A sender about whom nothing is to be said. */
export const sound = {
	[sender]: {
		MX: ['10 mail.sender.example'],
		TXT: ['v=spf1 ip4:203.0.113.7 -all', 'another text'],
	},
	'mail.sender.example': {A: [egress], TXT: ['v=spf1 a -all']},
	[reverse]: {PTR: ['mail.sender.example']},
	'_dmarc.sender.example': {TXT: ['v=DMARC1; p=reject; rua=mailto:dmarc@sender.example']},
} satisfies Zone;

export type Examined = Ran & {
	/** What was found about a topic, the worst first. */
	about(topic: Topic): readonly Finding[];
};

type Extra = {
	/** `null`: the user does not say from where others see this side. */
	egress?: string | null;
	options?: Partial<Options>;
	answers?: Answers;
	ports?: (real: Ports) => Ports;
};

/** Runs a session with `--records` against a mail server that takes everything. */
export async function examine(zone: Zone, extra: Extra = {}): Promise<Examined> {
	const {options = {}, answers = {}, ports} = extra;
	const seenFrom = extra.egress === undefined ? egress : extra.egress;
	const [server, dns] = await Promise.all([
		startScriptServer(smtp(answers)),
		startNameServer(zone),
	]);
	const ran = await runSession(
		optionsFor(server.port, {
			dns,
			records: true,
			...(seenFrom === null ? {} : {egress: seenFrom}),
			helo: 'mail.sender.example',
			from: `ada@${sender}`,
			...options,
		}),
		ports ? {ports} : {},
	);
	expect(ran.events.filter(e => e.type === 'step-finished' && /Fault/.test(e.summary))).toEqual([]);
	return {
		...ran,
		about: topic => ran.observed('records.finding').filter(finding => finding.topic === topic),
	};
}

/** The severities of what was found about a topic. */
export function severitiesOf(examined: Examined, topic: Topic): readonly string[] {
	return examined.about(topic).map(({severity}) => severity);
}
