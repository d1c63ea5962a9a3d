import {placeInWords} from './config-file.ts';
import type {Dialogue} from './dialogue.ts';
import type {Judgement, Observed} from './judge.ts';
import type {Place} from './placed.ts';
import type {Settings} from './settings.ts';

/** Tests after the greeting, behind which postscreen cannot hand the connection on (POSTSCREEN_README). */
const deepTests = [
	'postscreen_pipelining_enable',
	'postscreen_non_smtp_command_enable',
	'postscreen_bare_newline_enable',
];

type Found = {at: Place; restriction: string; because: string; causes: string[]; says: string};

function firstWord(settings: Settings, ...names: readonly string[]): Place {
	const name = names.find(n => settings.text(n) !== '') ?? names[0] ?? '';
	return settings.place(name);
}

/** Which setting of postscreen gives this reply, by its words; none where the reply is not its own. */
function found(
	settings: Settings,
	{client}: Dialogue,
	observed: Exclude<Observed, {accepted: true}>,
): Found | undefined {
	const exempt = `\`${client.address} permit\` in a table of postscreen_access_list`;
	const text = observed.text.toLowerCase();
	const test = deepTests.find(name => settings.isOn(name));
	if (observed.code === 450 && text.includes('service currently unavailable') && test) {
		return {
			at: settings.place(test),
			restriction: test,
			because: `postscreen had not tested ${client.address} before, and behind that test it cannot hand the connection on`,
			causes: ['postscreen-deep-test'],
			says: `Let the client try again after some minutes, as mail servers do; one that cannot is let past the tests by ${exempt}.`,
		};
	}

	const list = settings
		.words('postscreen_dnsbl_sites')
		.find(({text: word}) => text.includes(`blocked using ${word.replace(/[=*].*$/, '')}`));
	if (text.includes(`client [${client.address}] blocked using`)) {
		return {
			at: list?.at ?? firstWord(settings, 'postscreen_dnsbl_sites'),
			restriction: `postscreen_dnsbl_sites ${list?.text ?? ''}`.trim(),
			because: `blocklists have ${client.address}, and together they reach postscreen_dnsbl_threshold`,
			causes: ['ip-listed'],
			says: `Have the address delisted; until then ${exempt} lets this client past.`,
		};
	}

	if ([550, 521].includes(observed.code) && text.startsWith('service currently unavailable')) {
		return {
			at: firstWord(settings, 'postscreen_access_list'),
			restriction: 'postscreen_access_list',
			because: `an entry of that list refuses ${client.address}`,
			causes: ['local-access-list'],
			says: `Put ${exempt} before the entry that refuses.`,
		};
	}

	return undefined;
}

/** postscreen’s own reply, traced to the setting that gives it. smtpd never saw the client then. */
export function byPostscreen(
	front: Settings,
	dialogue: Dialogue,
	observed: Observed,
): Judgement | undefined {
	const by = observed.accepted ? undefined : found(front, dialogue, observed);
	if (observed.accepted || !by) {
		return undefined;
	}

	const {name, type} = front.service;
	return {
		service: `${name}/${type}`,
		outcome: 'refused',
		agrees: true,
		certain: true,
		stage: observed.stage,
		code: observed.code,
		text: `${observed.enhanced} ${observed.text}`.trim(),
		restriction: by.restriction,
		list: 'postscreen',
		place: placeInWords(by.at),
		file: by.at.file,
		line: by.at.line,
		reason: 'postscreen',
		causes: [...by.causes, 'setting-found'],
		because: by.because,
		change: 'past-postscreen',
		changeSays: by.says,
		table: '',
		key: '',
		unseen: [],
		steps: [],
	};
}
