import type {Dialogue} from '../postfix/dialogue.ts';
import type {Judgement, Observed} from '../postfix/judge.ts';
import {accountOf} from './account.ts';
import {changeOf} from './change.ts';
import {type Configuration, placeInWords} from './configuration.ts';
import {mailboxText} from './envelope.ts';
import type {Prediction} from './replay.ts';

function plain(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

/** Whether the server’s reply is the one that was expected. */
export function agrees({refusal}: Prediction, observed: Observed): boolean {
	if (observed.accepted || !refusal) {
		return observed.accepted && !refusal;
	}

	const {code, enhanced, text} = refusal.reply;
	return (
		code === observed.code &&
		enhanced === observed.enhanced &&
		plain(observed.text).startsWith(plain(text))
	);
}

/** The dialogue with what filters made of it. */
function afterFilters({envelope}: Prediction, dialogue: Dialogue): Dialogue {
	const {helo, sender, recipient} = envelope;
	const isCut = dialogue.recipient === '';
	return {...dialogue, helo, sender, recipient: isCut ? '' : mailboxText(recipient)};
}

/** What the rules lead to, and what would change it; no reply bears it out. */
export function foreseeOpensmtpd(
	prediction: Prediction,
	configuration: Configuration,
	dialogue: Dialogue,
	isOwnDomain: boolean,
): Omit<Judgement, 'agrees'> {
	const {refusal, permitted, stage, unseen, steps, listener} = prediction;
	const meant = afterFilters(prediction, dialogue);
	const account = refusal && accountOf(refusal, prediction, meant, isOwnDomain);
	const change = refusal && account && changeOf(refusal, account.missing, configuration, meant);
	const at = account ? account.at : permitted?.at;
	const {code = 250, enhanced = '', text = ''} = refusal?.reply ?? {};
	return {
		service: `smtpd port ${listener.port}`,
		outcome: refusal ? 'refused' : 'accepted',
		certain: unseen.length === 0,
		stage,
		code,
		text: enhanced === '' ? text : `${enhanced} ${text}`,
		restriction: account?.restriction ?? permitted?.written ?? '',
		list: account?.list ?? (permitted ? 'the match rules' : ''),
		place: at ? placeInWords(at) : '',
		file: at?.file ?? '',
		line: at?.line ?? null,
		reason: account?.reason ?? '',
		causes: account ? [...new Set([...account.causes, 'setting-found'])] : [],
		because: account?.because ?? '',
		change: change?.kind ?? 'none',
		changeSays: change?.says ?? '',
		table: change?.file ?? '',
		key: change?.key ?? '',
		unseen: unseen.map(({what, why}) => `${what}: ${why}`),
		steps,
	};
}

/** Holds a replay against what the server did, and says what would change it. */
export function judgeOpensmtpd(
	prediction: Prediction,
	observed: Observed,
	configuration: Configuration,
	dialogue: Dialogue,
	isOwnDomain: boolean,
): Judgement {
	return {
		...foreseeOpensmtpd(prediction, configuration, dialogue, isOwnDomain),
		agrees: agrees(prediction, observed),
	};
}
