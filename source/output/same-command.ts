import {defaultPatience, defaultTimeout, type Options, type Target} from '../core/options.ts';
import type {Aim} from '../core/vocabulary.ts';

/** A word that a POSIX shell takes as it stands. */
export function quoted(word: string): string {
	return /^[\w@%+=:,./[\]-]+$/.test(word) && !/[[\]]/.test(word)
		? word
		: `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function wordOf(target: Target): string {
	switch (target.kind) {
		case 'host': {
			return target.host.includes(':') ? `[${target.host}]` : target.host;
		}

		case 'mailbox': {
			return target.address;
		}

		case 'domain': {
			return target.domain;
		}
	}
}

/** The aim that the other options mean by themselves (`--aim`, default). */
function impliedAim({user, tls, port}: Options): Aim {
	return user !== undefined || tls === 'implicit' || port === 465 || port === 587
		? 'submit'
		: 'deliver';
}

/**
 * The command line that says the same as these options, ready for a shell and without secrets.
 * `files` are options that name a file, which the options themselves only hold the content of.
 */
export function sameCommand(
	options: Options,
	files: {ca?: string; headers?: string; passwordEnv?: string; passwordFile?: string} = {},
): string {
	const {target, lab, aim, port, ports, tls, helo, from, to, user, auth} = options;
	const words = ['smtp-medic'];
	const option = (name: string, value: string | number | undefined) => {
		if (value !== undefined) {
			words.push(`--${name}`, quoted(String(value)));
		}
	};

	const flag = (name: string, isOn: boolean) => {
		if (isOn) {
			words.push(name);
		}
	};

	if (lab === undefined) {
		words.push(quoted(wordOf(target)));
		flag('--mx', target.kind === 'domain');
		option('aim', aim === impliedAim(options) ? undefined : aim);
		option('port', port);
	} else {
		option('lab', lab);
	}

	option('user', user);
	option('password-env', user === undefined ? undefined : files.passwordEnv);
	option('password-file', user === undefined ? undefined : files.passwordFile);
	if (lab !== undefined) {
		return words.join(' '); // All else comes with the scenario
	}

	option('auth', auth);
	option('ports', ports?.join(','));
	option('tls', tls === 'auto' ? undefined : tls);
	flag('--lmtp', options.lmtp ?? false);
	option('helo', helo);
	option('from', from === '' ? '<>' : from);
	option('to', target.kind === 'mailbox' && target.address === to ? undefined : to);
	const {dns} = options;
	const resolver = dns && (dns.address.includes(':') ? `[${dns.address}]` : dns.address);
	option('dns', dns && (dns.port === 53 ? resolver : `${resolver ?? ''}:${dns.port}`));
	option('ca', files.ca);

	option('servername', options.servername);
	option('size', options.size);
	option('expect-address', options.expectAddress);
	flag('--records', options.records ?? false);
	option('egress', options.egress);
	option('dkim-selector', options.dkimSelectors?.join(','));
	option('headers', files.headers);
	flag('-4', options.family === 4);
	flag('-6', options.family === 6);
	flag('--allow-plaintext-auth', options.allowPlaintextAuth);
	flag('--insecure', options.insecure);
	flag('--send', options.send);
	option('from-host', options.fromHost || undefined);
	// To follow a message the server must be looked into: this machine, as long as no other was named
	flag(
		'--on-server',
		options.inside ? options.inside.kind === 'local' : options.follow !== undefined,
	);
	option('ssh', options.inside?.kind === 'ssh' ? options.inside.host : undefined);
	flag('--sudo', options.inside?.sudo ?? false);
	option('follow', options.follow?.sought);
	option('around', options.follow?.around);
	option('timeout', options.timeout === defaultTimeout ? undefined : options.timeout / 1000);
	option('patience', options.patience === defaultPatience ? undefined : options.patience / 1000);
	return words.join(' ');
}
