// Whatever a server does, and whatever is asked of it: a verdict, no fault of ours, no socket left.
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createPlainReader} from '../../source/output/plain.ts';
import {createPaint} from '../../source/output/paint.ts';
import {classes} from '../../source/knowledge/classes.ts';
import {countConnections} from '../helpers/count-connections.ts';
import {optionsFor, runSession} from '../helpers/run-session.ts';
import {certificates, startScriptServer, type Peer} from '../helpers/script-server.ts';
import {smtp, type Answer} from '../helpers/smtp-script.ts';

/** What a server may do instead of replying. */
const deeds = {
	closes: async (peer: Peer) => {
		peer.close();
		return undefined;
	},
	resets: async (peer: Peer) => {
		peer.reset();
		return undefined;
	},
	isSilent: async () => undefined,
	stopsWithin: async (peer: Peer) => {
		await peer.say('250-and');
		return undefined;
	},
	repliesInPieces: async (peer: Peer) => {
		await peer.say('25', '0-one\r', '\n250 t');
		return 'wo';
	},
	repliesTwice: async () => '250 one\n250 two',
	repliesAtLength: async () => `250-${'x'.repeat(10_000)}\n250 end`,
	repliesOnAndOn: async () => `${'250-x\n'.repeat(600)}250 end`,
	speaksGarbage: async () => '\u0000\u001b[2J garbage',
} as const;

const reply = fc.constantFrom(
	'220 ready',
	'250 ok',
	'250-mail.example.test\n250-PIPELINING\n250-SIZE 100\n250-AUTH PLAIN LOGIN\n250 STARTTLS',
	'250-mail.example.test\n250-AUTH=PLAIN\n250-SIZE x\n250 ',
	'235 ok',
	'334 ',
	'334 not base64!',
	'354 go on',
	'421 4.3.2 bye',
	'450 4.2.0 Greylisted, try again later',
	'454 4.7.0 TLS not available',
	'500 5.5.1 what?',
	'503 5.5.1 out of order',
	'530 5.7.0 Must issue a STARTTLS command first',
	'535 5.7.8 authentication failed',
	'550',
	'550 5.7.1 Relay access denied',
	'554-5.7.1\n554 5.7.1 no',
	'199 what',
	'999 what',
	'250ok',
	'no code at all',
	'',
);
const answer: fc.Arbitrary<Answer> = fc.oneof(
	{weight: 5, arbitrary: reply},
	{weight: 2, arbitrary: fc.constantFrom(...Object.values(deeds))},
);
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) =>
	fc.option(arbitrary, {nil: undefined, freq: 2});

const behaviour = fc
	.record({
		greeting: fc.option(answer, {nil: '220 mail.example.test ESMTP', freq: 2}),
		EHLO: sometimes(answer),
		HELO: sometimes(answer),
		STARTTLS: sometimes(answer),
		tls: sometimes(answer),
		AUTH: sometimes(answer),
		MAIL: sometimes(answer),
		RCPT: sometimes(answer),
		DATA: sometimes(answer),
		// Silence after a message is waited out for ten minutes
		message: sometimes(reply),
		QUIT: sometimes(answer),
		implicit: fc.boolean(),
	})
	.map(found =>
		Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)),
	);

const wishes = fc.record({
	aim: fc.constantFrom('submit', 'deliver'),
	tls: fc.constantFrom('auto', 'starttls', 'implicit', 'none'),
	insecure: fc.boolean(),
	pipeline: fc.boolean(),
	send: fc.boolean(),
	allowPlaintextAuth: fc.boolean(),
	ca: fc.constant(certificates.ca),
	servername: fc.constant('mail.example.test'),
});

test('a session with any server ends with a verdict', {timeout: 60_000}, async () => {
	await fc.assert(
		fc.asyncProperty(behaviour, wishes, fc.boolean(), async (answers, wish, signsIn) => {
			const server = await startScriptServer(smtp(answers));
			const count = countConnections();
			const {events, result} = await runSession(
				optionsFor(server.port, {
					...wish,
					...(signsIn ? {user: 'ada@example.test'} : {}),
					timeout: 150,
					patience: 150,
				}),
				{password: 'open sesame', ports: count.watch},
			);
			expect(events.at(-1)).toMatchObject({type: 'result'});
			expect(result.summary).not.toMatch(/fault of its own|undefined|\{\w+\}|\n/);
			expect(result.outcome === 'problem').toBe(result.class !== null);
			expect(result.outcome === 'problem').toBe(result.stage !== null);
			expect(count.open).toBe(0);
			expect(JSON.stringify(events)).not.toContain('sesame');
			const read = createPlainReader({paint: createPaint(false), ascii: false, classes});
			for (const line of events.flatMap(event => read(event))) {
				expect(line).not.toMatch(/undefined|[\p{Cc}\p{Cf}]/u);
			}

			await server.idle();
			if (!wish.send) {
				expect(server.heard.filter(line => /^(DATA|BDAT)\b/i.test(line))).toEqual([]);
			}
		}),
		{numRuns: 80},
	);
});
