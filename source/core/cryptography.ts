export type DigestName = 'md5' | 'sha1' | 'sha256';

/** What SASL needs of cryptography, handed in so that checks stay free of it, and repeatable in tests. */
export type Cryptography = {
	hash(digest: DigestName, data: Uint8Array): Uint8Array;
	hmac(digest: DigestName, key: Uint8Array, data: Uint8Array): Uint8Array;
	/** PBKDF2 (RFC 8018) with the length of the digest. */
	stretch(
		digest: DigestName,
		password: Uint8Array,
		salt: Uint8Array,
		iterations: number,
	): Uint8Array;
	/**
	 * Whether a signature with SHA-256 is that of a key, as DKIM has both: RSA keys in DER, Ed25519 ones as
	 * their 32 octets (RFC 6376 3.3, RFC 8463). False for whatever is no key.
	 */
	verifies(
		type: 'rsa' | 'ed25519',
		key: Uint8Array,
		data: Uint8Array,
		signature: Uint8Array,
	): boolean;
	/** Printable random text without commas, of at least 120 bits. */
	nonce(): string;
};
