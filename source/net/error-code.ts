/** Node's code of an error (`ECONNREFUSED`, `ERR_SSL_…`), or `fallback` where it has none. */
export function errorCode(error: unknown, fallback = 'UNKNOWN'): string {
	if (typeof error === 'object' && error !== null && 'code' in error) {
		const {code} = error;
		return typeof code === 'string' && code !== '' ? code : fallback;
	}

	return fallback;
}
