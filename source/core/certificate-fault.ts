/** What OpenSSL’s and Node’s codes for faults of a certificate mean, as the end of “the fault is: …”. */
export const certificateFaults: Readonly<Record<string, string>> = {
	CERT_HAS_EXPIRED: 'it has expired',
	CERT_NOT_YET_VALID: 'it is not valid yet',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
	SELF_SIGNED_CERT_IN_CHAIN: 'its chain ends in a CA that this machine does not know',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'an intermediate certificate is missing, or its CA is unknown',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its CA is not known to this machine',
	UNABLE_TO_GET_ISSUER_CERT: 'an intermediate certificate is missing',
	ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
};
