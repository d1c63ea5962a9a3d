import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import {last, type Facts} from '../../../core/observation.ts';
import {keyFault} from '../../../core/sendmail/key-file.ts';
import type {Look, Seen} from '../../../core/server-access.ts';
import {certificateFilesOf, certificateSettingsLooks, type Files} from './certificate-settings.ts';

const certificateLook = (file: string): Look => ({
	run: ['openssl', 'x509', '-in', file, '-noout', '-fingerprint', '-sha256', '-enddate', '-pubkey'],
	needs: 'root',
	why: 'whether the file is the certificate that the server shows, and until when it is valid',
});

/** With an empty password, since it would ask for one on the terminal. */
const keyLook = (file: string): Look => ({
	run: ['openssl', 'pkey', '-in', file, '-passin', 'pass:', '-pubout'],
	needs: 'root',
	why: 'whether the key can be read and belongs to the certificate; only the public half is printed',
});

const looks = {
	keyMode: {
		run: ['ls', '-lnL', '<key file>'],
		needs: 'root',
		why: 'who may read the key; Sendmail does not take one that others may read',
	},
	keyReader: {
		run: [
			'setpriv',
			'--reuid=<server user>',
			'--regid=<server group>',
			'--init-groups',
			'test',
			'-r',
			'<key file>',
		],
		needs: 'root',
		why: 'whether the user as whom the server runs may read the key',
	},
} as const satisfies Record<string, Look>;

/** Fingerprint, end and public key in the output of `openssl x509`. */
export function certificateIn(output: string): {
	fingerprint: string;
	validTo: string;
	publicKey: string;
} {
	const end = new Date(/notAfter=(.*)/.exec(output)?.[1] ?? '');
	return {
		fingerprint: /Fingerprint=([\dA-F:]+)/i.exec(output)?.[1] ?? '',
		validTo: Number.isNaN(end.getTime()) ? '' : end.toISOString(),
		publicKey: publicKeyIn(output),
	};
}

function publicKeyIn(output: string): string {
	return (
		/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/.exec(output)?.[0] ?? ''
	).replaceAll(/\s/g, '');
}

const isMissing = (seen: Seen): boolean =>
	seen.status === 'seen' && seen.exit !== 0 && /No such file|not a directory/i.test(seen.complaint);

/** `/etc/postfix/main.cf, line 28: smtpd_tls_key_file = /etc/ssl/mail.key`, as far as it is known. */
const named = (place: string, setting: string): string =>
	place === '' ? '' : setting === '' ? place : `${place}: ${setting}`;

/** What hinders the server from using its files, and which line names them; empty where nothing does. */
export function certificateTrouble(facts: Facts['server.certificate']): string {
	const {file, keyFile, expired, keyFits, keyRefused, onWire, readable, missing} = facts;
	const ofKey = named(facts.keyPlace, facts.keySetting);
	const ofFile = named(facts.place, facts.setting);
	const says = (text: string, where: string) => (where === '' ? text : `${text} (${where})`);
	if (missing !== '') {
		return says(`the file ${missing} is not there`, missing === keyFile ? ofKey : ofFile);
	}

	if (!readable) {
		return says(`the certificate ${file} cannot be read`, ofFile);
	}

	if (keyRefused !== '') {
		return says(`the key ${keyFile} is ${keyRefused}`, ofKey);
	}

	if (keyFits === false) {
		return says(`the key ${keyFile} is not the one of the certificate ${file}`, ofKey);
	}

	if (onWire === false) {
		return says(`the server shows another certificate than ${file}: it was not reloaded`, ofFile);
	}

	return expired ? says(`the certificate ${file} has expired`, ofFile) : '';
}

/** Why the mail server cannot use its key; empty where it can, or that is not known. */
async function whyRefused(
	{server}: InspectionContext,
	{key, reader, cf}: Files,
	read: Seen,
): Promise<string> {
	if (read.status === 'seen' && read.exit !== 0) {
		return isMissing(read) ? 'not there' : 'no key that OpenSSL can read';
	}

	if (reader) {
		const {user, group} = reader;
		const seen = await server.look({
			...looks.keyReader,
			run: ['setpriv', `--reuid=${user}`, `--regid=${group}`, '--init-groups', 'test', '-r', key],
		});
		// setpriv itself fails with 1 as well, and says why
		return seen.status === 'seen' && seen.exit === 1 && seen.complaint === ''
			? `not readable for the user ${user}`
			: '';
	}

	const mode = cf && (await server.look({...looks.keyMode, run: ['ls', '-lnL', key]}));
	return mode?.status === 'seen' ? keyFault(mode.output, cf ?? []) : '';
}

/** Whether the certificate and key on disk can be used, belong together, and are those on the wire. */
export const certificateFiles: Inspection = {
	id: 'certificate-files',
	title: 'Certificate files',
	question: 'handshake',
	stage: 'tls',
	emits: ['server.certificate', 'server.certificate-fault'],
	looks: [
		...certificateSettingsLooks,
		certificateLook('<certificate file>'),
		keyLook('<key file>'),
		...Object.values(looks),
	],
	async run(context) {
		const {server, observe, observations, safe, ports} = context;
		const files = await certificateFilesOf(context);
		if (!files) {
			return {status: 'skipped', summary: 'No setting names a certificate file.'};
		}

		const [read, key] = await Promise.all([
			server.look(certificateLook(files.certificate)),
			server.look(keyLook(files.key)),
		]);
		const text = read.status === 'seen' ? read.output : '';
		const {fingerprint, validTo, publicKey} = certificateIn(text);
		const ofKey = key.status === 'seen' ? publicKeyIn(key.output) : '';
		const onWire = last(observations, 'tls.established')?.chain[0]?.fingerprint;
		const missing = isMissing(read)
			? [files.certificate, files.place]
			: isMissing(key)
				? [files.key, files.keyPlace]
				: [];
		const facts = {
			file: safe(files.certificate),
			keyFile: safe(files.key),
			setting: safe(files.setting),
			place: safe(files.place),
			keySetting: safe(files.keySetting),
			keyPlace: safe(files.keyPlace),
			readable: fingerprint !== '',
			fingerprint,
			validTo,
			expired: validTo !== '' && new Date(validTo).getTime() < ports.today().getTime(),
			keyFits: publicKey !== '' && ofKey !== '' ? publicKey === ofKey : null,
			keyRefused: safe(await whyRefused(context, files, key)),
			onWire: fingerprint !== '' && onWire !== undefined ? fingerprint === onWire : null,
			missing: safe(missing[0] ?? ''),
			missingPlace: safe(missing[1] ?? ''),
		};
		observe('server.certificate', facts);
		const trouble = certificateTrouble(facts);
		if (trouble !== '') {
			observe('server.certificate-fault', {says: trouble});
		}

		if (!facts.readable) {
			if (facts.missing !== '') {
				return {status: 'warned', summary: `On the server, ${trouble}.`};
			}

			const why = read.status === 'seen' ? read.complaint.split('\n')[0] : read.why;
			return {status: 'warned', summary: safe(`${files.certificate} cannot be read: ${why ?? ''}`)};
		}

		const faults = [
			...(facts.expired ? [`it has expired (${validTo.slice(0, 10)})`] : []),
			...(facts.keyFits === false ? ['the key is another one’s'] : []),
			...(facts.keyRefused === ''
				? []
				: [
						`the key ${facts.keyFile} is ${facts.keyRefused}${named(facts.keyPlace, facts.keySetting) && ` (${named(facts.keyPlace, facts.keySetting)})`}`,
					]),
			...(facts.onWire === false ? ['the server shows another one: it was not reloaded'] : []),
		];
		return faults.length > 0
			? {status: 'warned', summary: `${facts.file}: ${faults.join(', ')}.`}
			: {
					status: 'passed',
					summary: `${facts.file} is in use, valid until ${validTo.slice(0, 10)}.`,
				};
	},
};
