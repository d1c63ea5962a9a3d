import type {Listener, TableUse} from './configuration.ts';
import type {Cursor} from './cursor.ts';

/** Ports by the names that services(5) has for them. */
const ports: Readonly<Record<string, number>> = {
	smtp: 25,
	submission: 587,
	smtps: 465,
	submissions: 465,
};

export type ParsedListener = Omit<Listener, 'written' | 'at'> & {
	/** What logins are looked up in. */
	credentials: TableUse | undefined;
};

/** What follows on `listen on`. */
export function parseListen(cursor: Cursor): ParsedListener {
	const on = cursor.any() ?? '';
	const found: ParsedListener = {
		on,
		family: undefined,
		port: 0,
		tls: 'none',
		auth: 'none',
		pki: [],
		hostname: undefined,
		tag: '',
		senders: undefined,
		filters: [],
		proxied: false,
		unknown: '',
		credentials: undefined,
	};
	while (!cursor.atEnd() && found.unknown === '') {
		takeOption(cursor, found);
	}

	found.port ||= found.tls === 'smtps' ? 465 : 25;
	return found;
}

function takeOption(cursor: Cursor, found: ParsedListener): void {
	if (cursor.word('inet4')) {
		found.family = 4;
	} else if (cursor.word('inet6')) {
		found.family = 6;
	} else if (cursor.word('port')) {
		const name = cursor.any() ?? '';
		found.port = ports[name] ?? Number(name);
		found.unknown = Number.isInteger(found.port) ? '' : `port ${name}`;
	} else if (cursor.word('tls')) {
		found.tls = 'optional';
	} else if (cursor.word('tls-require')) {
		found.tls = 'required';
		cursor.word('verify');
	} else if (cursor.word('smtps')) {
		found.tls = 'smtps';
		cursor.word('verify');
	} else if (cursor.word('auth')) {
		found.auth = 'required';
		found.credentials = cursor.table();
	} else if (cursor.word('auth-optional')) {
		found.auth = 'optional';
		found.credentials = cursor.table();
	} else if (cursor.word('pki')) {
		found.pki = [...found.pki, (cursor.any() ?? '').toLowerCase()];
	} else if (cursor.word('hostname')) {
		found.hostname = cursor.any();
	} else if (cursor.word('tag')) {
		found.tag = cursor.any() ?? '';
	} else if (cursor.word('senders')) {
		found.senders = cursor.table();
		cursor.word('masquerade');
	} else if (cursor.word('filter')) {
		const list = cursor.braces()?.map(({key}) => key);
		found.filters = list ?? [cursor.any() ?? ''];
	} else if (cursor.word('proxy-v2')) {
		found.proxied = true;
	} else if (cursor.word('hostnames')) {
		cursor.table();
	} else if (cursor.word('ca', 'ciphers', 'protocols')) {
		cursor.any();
	} else if (!cursor.word('mask-src', 'no-dsn', 'received-auth')) {
		found.unknown = cursor.left() || '""';
	}
}
