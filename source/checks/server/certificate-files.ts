import type {Inspection, InspectionContext} from '../../core/inspection.ts';
import {last} from '../../core/observation.ts';
import type {Look} from '../../core/server-access.ts';

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
} as const satisfies Record<string, Look>;

type Files = {certificate: string; key: string};

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

async function filesOf({server}: InspectionContext): Promise<Files | undefined> {
	for (const [look, read] of [
		[settings.postfix, filesOfPostfix],
		[settings.exim, filesOfExim],
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
	looks: Object.values(settings),
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
		const onWire = last(observations, 'tls.established')?.chain[0]?.fingerprint;
		const facts = {
			file: safe(files.certificate),
			keyFile: safe(files.key),
			readable: fingerprint !== '',
			fingerprint,
			validTo,
			expired: validTo !== '' && new Date(validTo).getTime() < ports.today().getTime(),
			keyFits: publicKey !== '' && ofKey !== '' ? publicKey === ofKey : null,
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
