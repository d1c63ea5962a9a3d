/** A replay of smtpd.conf without a server: files, databases and accounts as they are given. */
import {answered, type Answer, type Ask} from '../../../source/core/opensmtpd/ask.ts';
import type {Configuration} from '../../../source/core/opensmtpd/configuration.ts';
import {judgeOpensmtpd} from '../../../source/core/opensmtpd/judge.ts';
import {listenerAt} from '../../../source/core/opensmtpd/listener-at.ts';
import {readConfiguration} from '../../../source/core/opensmtpd/read-configuration.ts';
import {replay, type Prediction} from '../../../source/core/opensmtpd/replay.ts';
import type {Judgement} from '../../../source/core/postfix/judge.ts';
import {stranger} from '../postfix/rehearse.ts';

type Dialogue = typeof stranger;

export type World = {
	/** Files by their path, and databases as `makemap -U` prints them. */
	files?: Readonly<Record<string, string>>;
	/** Every question that is asked, in order. */
	asked?: Ask[];
};

const file = '/etc/smtpd.conf';

/** There is one account, ada, and the server’s name is mail.example.test. */
function answer({files = {}, asked}: World, ask: Ask): Answer {
	asked?.push(ask);
	switch (ask.kind) {
		case 'account': {
			return ask.name === 'ada' ? {status: 'found', value: ''} : {status: 'missing'};
		}

		case 'name': {
			return {status: 'found', value: 'mail.example.test'};
		}

		default: {
			const text = files[ask.path];
			return text === undefined ? {status: 'missing'} : {status: 'found', value: text};
		}
	}
}

export function read(text: string, world: World = {}): Configuration {
	return answered(readConfiguration(text, file), ask => answer(world, ask));
}

export function rehearse(
	text: string,
	dialogue: Partial<Dialogue> = {},
	world: World = {},
	port = 25,
): Prediction {
	const configuration = read(text, world);
	const found = listenerAt(configuration.listeners, stranger.server, port);
	if (!found) {
		throw new Error(`there is no listener on port ${port}`);
	}

	return answered(
		replay(configuration, found, {...stranger, ...dialogue}, 'mail.example.test'),
		ask => answer(world, ask),
	);
}

/** The reply, and what gives it; or the rule that takes the message. */
export function outcome({refusal, permitted}: Prediction): string {
	if (!refusal) {
		return permitted?.written ?? 'accepted';
	}

	const {code, enhanced, text} = refusal.reply;
	return [code, enhanced, text].filter(part => part !== '').join(' ');
}

/** The judgement of a server that does as the configuration says. */
export function judgedAsSaid(
	text: string,
	dialogue: Partial<Dialogue> = {},
	world: World = {},
	{port = 25, isOwnDomain = false} = {},
): Judgement {
	const prediction = rehearse(text, dialogue, world, port);
	const {stage, refusal} = prediction;
	return judgeOpensmtpd(
		prediction,
		refusal ? {accepted: false, stage, ...refusal.reply} : {accepted: true},
		read(text, world),
		{...stranger, ...dialogue},
		isOwnDomain,
	);
}
