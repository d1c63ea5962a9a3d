import {optionIn, type CfLine} from './cf-file.ts';

/**
 * Why Sendmail does not take a key, by what `ls -l` prints of it: a key that others may read is unsafe,
 * and STARTTLS is then not offered (`unsafe: Group readable file`). Empty where it takes it.
 */
export function keyFault(listing: string, cf: readonly CfLine[]): string {
	const [, group, world] = /^-..(?:.)(.)..(.)/.exec(listing) ?? [];
	const allowed = optionIn(cf, 'DontBlameSendmail')?.value.toLowerCase() ?? '';
	if (world === 'r') {
		return 'readable to everybody';
	}

	return group === 'r' && !allowed.includes('groupreadablekeyfile') ? 'readable to its group' : '';
}

/** The certificate and key of a server that takes mail. */
export function serverFilesIn(cf: readonly CfLine[]): {certificate: string; key: string} {
	const certificate = optionIn(cf, 'ServerCertFile')?.value ?? '';
	return {certificate, key: optionIn(cf, 'ServerKeyFile')?.value ?? certificate};
}
