import {expect, test} from 'vitest';
import {defaultSettings} from '../../../source/lab/settings/default-settings.ts';
import {smtpdSettings} from '../../../source/lab/settings/smtpd-settings.ts';
import {createLineReader} from '../../../source/lab/smtpd/line-reader.ts';
import {createSmtpdSession} from '../../../source/lab/smtpd/smtpd-session.ts';
import recorded from '../recorded/postfix-dialogues.json' with {type: 'json'};

/**
 * Dialogues with Postfix 3.7.11 of Debian 12 (Cyrus SASL, CHUNKING discarded), line for line. The
 * practice server must say the same to the same words with the same settings.
 */
function replay(overrides: string | null, sent: readonly string[]): string[] {
	const values = {
		...defaultSettings,
		relay_domains: 'partner.example',
		'master.cf/submission': overrides ?? '',
	};
	const service = overrides === null ? 'smtp' : 'submission';
	const context = {
		settings: smtpdSettings(values, service, 'mail.shop.example'),
		client: {name: 'app01.shop.example', address: '127.0.0.1'},
		authenticate: (user: string, password: string) =>
			/^ada(@mail\.shop\.example)?$/.test(user) && password === 'secret',
		isLocalUser: (localPart: string) =>
			['ada', 'orders', 'postmaster'].includes(localPart.toLowerCase()),
		nextQueueId: () => 'ID',
	};
	const session = createSmtpdSession(context, false);
	const reader = createLineReader(2048);
	const heard = [...session.greet().replies];
	for (const line of sent) {
		reader.push(Buffer.from(`${line}\r\n`, 'latin1'));
		for (let read = reader.next(); read; read = reader.next()) {
			const {replies, afterwards} = session.receive(read);
			heard.push(...replies);
			if (afterwards) {
				return heard;
			}
		}
	}

	return heard;
}

const written = (line: (typeof recorded)[number]['sent'][number]) =>
	typeof line === 'string' ? line : line.prefix + line.repeat.repeat(line.times);

test.each(recorded)('speaks as Postfix does: $name', ({overrides, sent, replied}) => {
	expect(replay(overrides, sent.map(written))).toEqual(replied);
});
