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
	/** Printable random text without commas, of at least 120 bits. */
	nonce(): string;
};
