import type {PracticeCertificates} from '../../source/lab/certificates/mint-certificates.ts';
import type {Peer, Script} from './script-server.ts';

/** What the server says; a function may do as it likes, and returns the reply or nothing. */
export type Answer = string | ((peer: Peer, line: string) => Promise<string | undefined>);

const usual = {
	greeting: '220 mail.example.test ESMTP ready',
	EHLO: '250 mail.example.test',
	HELO: '250 mail.example.test',
	STARTTLS: '220 go ahead',
	AUTH: '235 2.7.0 signed in',
	MAIL: '250 2.1.0 ok',
	RCPT: '250 2.1.5 ok',
	DATA: '354 go ahead',
	/** The reply to the message itself. */
	message: '250 2.0.0 queued as ABCDEF123456',
	QUIT: '221 2.0.0 bye',
} as const;

type Name = keyof typeof usual;

export type Answers = Partial<Record<Name, Answer>> & {
	/** The EHLO reply after STARTTLS, where it differs. */
	tls?: Answer;
	/** TLS before the greeting. */
	implicit?: boolean;
	certificates?: PracticeCertificates;
};

const isName = (verb: string): verb is Name => Object.hasOwn(usual, verb);

/** Takes the lines of a message to the dot. Returns whether it came. */
async function takeMessage(peer: Peer): Promise<boolean> {
	let line = await peer.hear();
	while (line !== undefined && line !== '.') {
		line = await peer.hear();
	}

	return line !== undefined;
}

/** The script of an ordinary SMTP server, with the replies that differ from the usual ones. */
export function smtp(answers: Answers = {}): Script {
	return async peer => {
		const reply = async (answer: Answer, line: string): Promise<string | undefined> => {
			const text = typeof answer === 'string' ? answer : await answer(peer, line);
			if (text !== undefined) {
				await peer.say(`${text.replaceAll('\n', '\r\n')}\r\n`);
			}

			return text;
		};

		const answerTo = (name: Name): Answer => answers[name] ?? usual[name];
		let ehlo = answerTo('EHLO');
		if (answers.implicit) {
			await peer.startTls(answers.certificates);
		}

		await reply(answerTo('greeting'), '');
		for (let line = await peer.hear(); line !== undefined; line = await peer.hear()) {
			const verb = (/^[A-Z]+/i.exec(line)?.[0] ?? '').toUpperCase();
			const answer = isName(verb) ? answerTo(verb) : '502 5.5.2 not known';
			const said = await reply(verb === 'EHLO' ? ehlo : answer, line);
			if (verb === 'STARTTLS' && said?.startsWith('220')) {
				await peer.startTls(answers.certificates);
				ehlo = answers.tls ?? ehlo;
			} else if (verb === 'DATA' && said?.startsWith('354') && (await takeMessage(peer))) {
				await reply(answerTo('message'), '');
			} else if (verb === 'QUIT') {
				peer.close();
				return;
			}
		}
	};
}
