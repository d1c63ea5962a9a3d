/** A replay without a server: settings as text, tables and DNS as they are given. */
import {answered, type Answer, type Ask} from '../../../source/core/postfix/ask.ts';
import type {Dialogue} from '../../../source/core/postfix/dialogue.ts';
import {parseMainCf, parsePostconf} from '../../../source/core/postfix/main-cf.ts';
import {parseMasterCf} from '../../../source/core/postfix/master-cf.ts';
import {replay, type Prediction} from '../../../source/core/postfix/replay.ts';
import {settingsOf, type Settings} from '../../../source/core/postfix/settings.ts';

/** Defaults of Postfix as far as these tests need them. */
const defaults = `
compatibility_level = 3.6
smtpd_delay_reject = yes
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination
smtpd_relay_before_recipient_restrictions = \${{$compatibility_level} <level {3.6} ? {no} : {yes}}
smtpd_reject_unlisted_recipient = yes
parent_domain_matches_subdomains = debug_peer_list,mynetworks,relay_domains,smtpd_access_maps
local_recipient_maps = proxy:unix:passwd.byname $alias_maps
show_user_unknown_table_name = yes
mydestination = example.test, localhost
mynetworks = 127.0.0.0/8
myhostname = mail.example.test
myorigin = $myhostname
alias_maps = hash:/etc/aliases
virtual_alias_domains = $virtual_alias_maps
recipient_delimiter = +
`;

export const stranger: Dialogue = {
	client: {
		address: '192.0.2.10',
		reverse: {name: 'app.test', status: 'ok'},
		name: {name: 'app.test', status: 'ok'},
		isServer: false,
	},
	server: '198.51.100.25',
	helo: 'app.test',
	sender: 'bob@app.test',
	recipient: 'eve@elsewhere.test',
	login: undefined,
	secure: true,
	certificate: 'none',
};

export type World = {
	/** `table key` to the value; a value that begins with `!` is a fault. */
	tables?: Readonly<Record<string, string>>;
	/** `name type` to records. `servfail` and `silent` are those. */
	dns?: Readonly<Record<string, readonly string[] | 'servfail' | 'silent'>>;
};

function answer({tables = {}, dns = {}}: World, ask: Ask): Answer {
	if (ask.kind === 'dns') {
		const records = dns[`${ask.name} ${ask.type}`];
		return typeof records === 'string'
			? {status: records, records: []}
			: records
				? {status: 'ok', records}
				: {status: 'nxdomain', records: []};
	}

	const value = tables[ask.kind === 'file' ? ask.path : `${ask.table} ${ask.key}`];
	return value === undefined
		? {status: 'missing'}
		: value.startsWith('!')
			? {status: 'broken', why: value.slice(1)}
			: {status: 'found', value};
}

export function settingsFrom(main: string, master = 'smtp inet n - n - - smtpd'): Settings {
	const [service] = parseMasterCf(master, '/etc/postfix/master.cf');
	if (!service) {
		throw new Error('there is no service');
	}

	return settingsOf(service, parseMainCf(main, '/etc/postfix/main.cf'), parsePostconf(defaults));
}

/** What a configuration leads to expect for a dialogue. */
export function rehearse(
	main: string,
	dialogue: Partial<Dialogue> = {},
	world: World = {},
	master?: string,
): Prediction {
	const users = {'unix:passwd.byname ada': 'x', ...world.tables};
	return answered(replay(settingsFrom(main, master), {...stranger, ...dialogue}), ask =>
		answer({...world, tables: users}, ask),
	);
}

/** The outcome in one line: the reply and the restriction that gives it, or the one that permits. */
export function outcome({rejection, permitted}: Prediction): string {
	return rejection
		? `${rejection.reply.code} ${rejection.reply.enhanced} ${rejection.restriction}`
		: (permitted?.restriction ?? 'accepted');
}
