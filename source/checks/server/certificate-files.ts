import type {Inspection, InspectionContext} from '../../core/inspection.ts';
import {last} from '../../core/observation.ts';
import {pkiAt} from '../../core/opensmtpd/pki-at.ts';
import {parseCf, type CfLine} from '../../core/sendmail/cf-file.ts';
import {keyFault, serverFilesIn} from '../../core/sendmail/key-file.ts';
import {cfPath} from '../../core/sendmail/texts.ts';
import type {Look} from '../../core/server-access.ts';
import {configurationLooks, mayBeOpensmtpd, opensmtpdConfiguration} from './opensmtpd-looks.ts';

const settings = {
	postfix: {
		run: ['postconf', '-xh', 'smtpd_tls_cert_file', 'smtpd_tls_key_file', 'smtpd_tls_chain_files'],
		needs: 'anybody',
		why: 'which certificate and key Postfix uses',
	},
	exim: {
		run: ['exim4', '-bP', 'tls_certificate', 'tls_privatekey'],
		needs: 'root',
		why: 'which certificate and key Exim uses',
	},
	sendmail: {
		read: cfPath,
		needs: 'root',
		why: 'which certificate and key Sendmail uses',
	},
	certificate: {
		run: [
			'openssl',
			'x509',
			'-in',
			'<certificate file>',
			'-noout',
			'-fingerprint',
			'-sha256',
			'-enddate',
			'-pubkey',
		],
		needs: 'root',
		why: 'whether the file is the certificate that the server shows, and until when it is valid',
	},
	key: {
		run: ['openssl', 'pkey', '-in', '<key file>', '-pubout'],
		needs: 'root',
		why: 'whether the key can be read and belongs to the certificate; only the public half is printed',
	},
	keyMode: {
		run: ['ls', '-lnL', '<key file>'],
		needs: 'root',
		why: 'who may read the key; Sendmail does not take one that others may read',
	},
} as const satisfies Record<string, Look>;

type Files = {
	certificate: string;
	key: string;
	/** Sendmail’s settings, where they are its files. */
	cf?: readonly CfLine[];
};

/** Absolute paths alone: anything else is a lookup that only the server itself can do. */
const pathOf = (text: string | undefined): string => {
	const path = (text ?? '').trim();
	return /^\/[^\s$]*$/.test(path) ? path : '';
};

/** What `postconf -xh` prints: certificate, key, chain files, a line each. */
export function filesOfPostfix(output: string): Files {
	const [certificate, key, chain] = output.split('\n');
	const [first] = (chain ?? '').split(/[,\s]+/).filter(Boolean);
	const both = pathOf(first);
	return both
		? {certificate: both, key: both}
		: {certificate: pathOf(certificate), key: pathOf(key) || pathOf(certificate)};
}

/** What `exim -bP` prints: `tls_certificate = /path`. */
export function filesOfExim(output: string): Files {
	const value = (name: string) => new RegExp(`^${name} = (.*)$`, 'm').exec(output)?.[1];
	const certificate = pathOf(value('tls_certificate'));
	return {certificate, key: pathOf(value('tls_privatekey')) || certificate};
}

/** What sendmail.cf has: `O ServerCertFile=/path`. */
export function filesOfSendmail(text: string): Files {
	const cf = parseCf(text);
	const {certificate, key} = serverFilesIn(cf);
	return {certificate: pathOf(certificate), key: pathOf(key), cf};
}

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

/** The files of the listener that was spoken to, by smtpd.conf. */
async function filesOfOpensmtpd(context: InspectionContext): Promise<Files | undefined> {
	const chosen = last(context.observations, 'endpoint.chosen');
	const configuration =
		chosen && mayBeOpensmtpd(context) ? await opensmtpdConfiguration(context) : undefined;
	const pki =
		chosen && configuration && pkiAt(configuration, chosen.address, chosen.port, chosen.host);
	return pki && {certificate: pathOf(pki.certificate), key: pathOf(pki.key)};
}

async function filesOf(context: InspectionContext): Promise<Files | undefined> {
	const {server} = context;
	const ofOpensmtpd = await filesOfOpensmtpd(context);
	if (ofOpensmtpd?.certificate) {
		return ofOpensmtpd;
	}

	for (const [look, read] of [
		[settings.postfix, filesOfPostfix],
		[settings.exim, filesOfExim],
		[settings.sendmail, filesOfSendmail],
	] as const) {
		const seen = await server.look(look);
		const files = seen.status === 'seen' ? read(seen.output) : undefined;
		if (files?.certificate) {
			return files;
		}
	}

	return undefined;
}

/** Whether the certificate and key on disk can be used, belong together, and are those on the wire. */
export const certificateFiles: Inspection = {
	id: 'certificate-files',
	title: 'Certificate files',
	question: 'handshake',
	stage: 'tls',
	emits: ['server.certificate'],
	looks: [...Object.values(settings), ...configurationLooks],
	async run(context) {
		const {server, observe, observations, safe, ports} = context;
		const files = await filesOf(context);
		if (!files) {
			return {status: 'skipped', summary: 'No setting names a certificate file.'};
		}

		const [read, key] = await Promise.all([
			server.look({
				...settings.certificate,
				run: [
					'openssl',
					'x509',
					'-in',
					files.certificate,
					'-noout',
					'-fingerprint',
					'-sha256',
					'-enddate',
					'-pubkey',
				],
			}),
			server.look({...settings.key, run: ['openssl', 'pkey', '-in', files.key, '-pubout']}),
		]);
		const text = read.status === 'seen' ? read.output : '';
		const {fingerprint, validTo, publicKey} = certificateIn(text);
		const ofKey = key.status === 'seen' ? publicKeyIn(key.output) : '';
		const mode =
			files.cf && (await server.look({...settings.keyMode, run: ['ls', '-lnL', files.key]}));
		const onWire = last(observations, 'tls.established')?.chain[0]?.fingerprint;
		const facts = {
			file: safe(files.certificate),
			keyFile: safe(files.key),
			readable: fingerprint !== '',
			fingerprint,
			validTo,
			expired: validTo !== '' && new Date(validTo).getTime() < ports.today().getTime(),
			keyFits: publicKey !== '' && ofKey !== '' ? publicKey === ofKey : null,
			keyRefused: mode?.status === 'seen' ? keyFault(mode.output, files.cf ?? []) : '',
			onWire: fingerprint !== '' && onWire !== undefined ? fingerprint === onWire : null,
		};
		observe('server.certificate', facts);
		if (!facts.readable) {
			const why = read.status === 'seen' ? read.complaint.split('\n')[0] : read.why;
			return {status: 'warned', summary: safe(`${files.certificate} cannot be read: ${why ?? ''}`)};
		}

		const faults = [
			...(facts.expired ? [`it has expired (${validTo.slice(0, 10)})`] : []),
			...(facts.keyFits === false ? ['the key is another one’s'] : []),
			...(facts.keyRefused === '' ? [] : [`the key ${facts.keyFile} is ${facts.keyRefused}`]),
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
