import {certificateFaults} from '../core/certificate-fault.ts';
import type {CheckContext, StepEnd} from '../core/check.ts';
import type {Secured} from '../core/ports.ts';
import {isAddress} from '../core/address.ts';
import {asText, type Dialogue, type Opening} from './dialogue.ts';

/**
 * Whether a failure of TLS stops mail. Delivery to an MX takes TLS that it cannot verify (RFC 7435);
 * signing in, submission and a TLS mode that was asked for do not.
 */
export function demandsTls(context: CheckContext): boolean {
	const {aim, tls} = context.options;
	return aim === 'submit' || tls === 'starttls' || tls === 'implicit';
}

/** Codes by which OpenSSL and Node name a fault of the certificate. */
const certificateFault =
	/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|CRL_|EE_KEY|CA_MD|CA_KEY)/;

/** Does the handshake on a dialogue and records what came of it. `opening` is what will be said next. */
export async function secure(
	context: CheckContext,
	dialogue: Dialogue,
	mode: 'starttls' | 'implicit',
	opening?: Opening,
): Promise<StepEnd> {
	const {options} = context;
	const {facts} = dialogue;
	const {dropped, secured} = await dialogue.startTls(
		{
			servername: options.servername ?? facts.host,
			timeout: options.timeout,
			...(options.ca ? {ca: options.ca} : {}),
		},
		opening,
	);
	if (mode === 'starttls' && dropped.length > 0) {
		const text = context.safe(asText(dropped));
		context.observe('smtp.injected', {...facts, bytes: dropped.length, text});
	}

	return record(context, dialogue, mode, secured);
}

function record(
	context: CheckContext,
	dialogue: Dialogue,
	mode: 'starttls' | 'implicit',
	secured: Secured,
): StepEnd {
	const {facts} = dialogue;
	const demanded = demandsTls(context);
	if (!secured.ok) {
		const {code} = secured;
		const kind = certificateFault.test(code)
			? 'tls-certificate'
			: code === 'ETIMEDOUT'
				? 'timeout'
				: 'tls-handshake';
		const tolerated = mode === 'starttls' && !demanded;
		const message = context.safe(secured.message);
		context.observe('tls.failed', {...facts, mode, code, message, class: kind, tolerated});
		return {
			status: tolerated ? 'warned' : 'failed',
			class: kind,
			summary: `The TLS handshake failed: ${code}.`,
		};
	}

	const {tls, after} = secured;
	const trusted = tls.trusted;
	const tolerated = !trusted && (!demanded || context.options.insecure);
	context.observe('tls.established', {...facts, ...tls, mode, tolerated, after});
	const leaf = tls.chain[0];
	if (trusted) {
		const until = leaf ? `, certificate valid until ${leaf.validTo.slice(0, 10)}` : '';
		dialogue.note(`certificate for ${tls.name}${until}`);
		return {status: 'passed', summary: `${tls.protocol}${until}.`};
	}

	const why = certificateFaults[tls.fault ?? ''] ?? tls.fault ?? 'it is not trusted';
	const whose = isAddress(tls.name) ? `${tls.name}, an address,` : tls.name;
	const summary = `${tls.protocol}, but the certificate for ${whose} is not accepted: ${why}.`;
	dialogue.note(`certificate not accepted: ${tls.fault ?? 'unknown'}`);
	return {status: tolerated ? 'warned' : 'failed', class: 'tls-certificate', summary};
}
