import type {SaslMechanism} from '../../core/vocabulary.ts';
import {cramMd5} from './cram-md5.ts';
import type {Mechanism} from './mechanism.ts';
import {oauthbearer, xoauth2} from './oauth.ts';
import {login, plain} from './plain.ts';
import {scram} from './scram.ts';

const byName: Readonly<Record<SaslMechanism, Mechanism>> = {
	'SCRAM-SHA-256-PLUS': scram('sha256', true),
	'SCRAM-SHA-1-PLUS': scram('sha1', true),
	'SCRAM-SHA-256': scram('sha256', false),
	'SCRAM-SHA-1': scram('sha1', false),
	PLAIN: plain,
	LOGIN: login,
	'CRAM-MD5': cramMd5,
	OAUTHBEARER: oauthbearer,
	XOAUTH2: xoauth2,
};

/**
 * Mechanisms that both sides have, the one to begin with first. Under TLS a digest of MD5, which needs
 * the password in the clear on the server, is no better than PLAIN; without TLS it comes before.
 */
export function inCommon(
	offered: readonly string[],
	given: {forced?: string | undefined; secure: boolean; canBind: boolean},
): readonly Mechanism[] {
	const usable = Object.values(byName).filter(
		({name, token}) =>
			offered.includes(name) &&
			(given.canBind || !name.endsWith('-PLUS')) &&
			(given.forced === undefined ? !token : name === given.forced),
	);
	return given.secure ? usable : usable.toSorted((a, b) => Number(a.reveals) - Number(b.reveals));
}
