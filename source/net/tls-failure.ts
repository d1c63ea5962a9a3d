import {errorCode} from './error-code.ts';

/** OpenSSL's own name for a FIN where a TLS message was due. */
export const unexpectedEnd = 'ERR_SSL_UNEXPECTED_EOF_WHILE_READING';

type Failure = {code: string; message: string};

/**
 * Names the failure of a handshake. OpenSSL 3.2 renamed the alerts of SSL 3.0 in its texts, from
 * which Node makes its codes; they are led back to the names that are known everywhere. Node says
 * `ECONNRESET` for FIN, too: only an error of a system call was a reset.
 */
export function tlsFailure(error: unknown): Failure {
	if (!(error instanceof Error)) {
		return {code: 'ERR_SSL', message: String(error)};
	}

	const code = errorCode(error, 'ERR_SSL').replace(
		/^ERR_SSL_SSL\/TLS_ALERT_/,
		'ERR_SSL_SSLV3_ALERT_',
	);
	if (code === 'ECONNRESET' && !('syscall' in error)) {
		return {
			code: unexpectedEnd,
			message: 'the connection was closed before the handshake was complete',
		};
	}

	const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : '';
	return {code, message: (reason || error.message).split('\n')[0]?.slice(0, 300) ?? ''};
}
