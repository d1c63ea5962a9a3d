import type {Facts} from '../../../core/observation.ts';
import {expand} from '../../../core/postfix/expand.ts';
import {parseMainCf, type Parameters} from '../../../core/postfix/main-cf.ts';
import {endpointOf, parseMasterCf, type ServiceEntry} from '../../../core/postfix/master-cf.ts';
import {wordsOf, type Word} from '../../../core/postfix/placed.ts';

/** A service that the mail server asks while it takes mail, and where that stands in its settings. */
export type Asked = Pick<
	Facts['server.asked-service'],
	'kind' | 'address' | 'setting' | 'file' | 'line'
> & {
	/** The port, for a service on this machine; 0 for one that is reached by a socket file. */
	port: number;
	/** The socket file. */
	path: string;
};

type Kind = Asked['kind'];
type Where = Pick<Asked, 'address' | 'port' | 'path'>;

const isHere = (host: string) =>
	host === '' || /^\[?(?:localhost|127\.[\d.]+|::1|0\.0\.0\.0|ip6-localhost)\]?$/i.test(host);

/** `inet:host:port`, `host:port`, `unix:path` of Postfix. Nothing for a service on another machine. */
function postfixEndpoint(text: string): Where | undefined {
	const [, path] = /^(?:unix|local):(.+)$/.exec(text) ?? [];
	if (path !== undefined) {
		return {address: text, port: 0, path};
	}

	const {host, port} = endpointOf(text.replace(/^inet:/, ''));
	return isHere(host) && port > 0 ? {address: text, port, path: ''} : undefined;
}

/** `inet:port@host`, `local:/path`, `unix:/path` of Sendmail’s filters. */
function milterEndpoint(text: string): Where | undefined {
	const [, path] = /^(?:unix|local):(.+)$/.exec(text) ?? [];
	const [, port = '', host = ''] = /^inet6?:(\d+)(?:@(.*))?$/.exec(text) ?? [];
	return path !== undefined
		? {address: text, port: 0, path}
		: port !== '' && isHere(host)
			? {address: text, port: Number(port), path: ''}
			: undefined;
}

/** The words of a parameter of Postfix that name services, with what each is. */
function namedIn(setting: string, words: readonly Word[]): ReadonlyArray<{kind: Kind; word: Word}> {
	if (/^smtpd_.*_restrictions$/.test(setting)) {
		return words.flatMap((word, index) => {
			const next = words[index + 1];
			return word.text === 'check_policy_service' && next
				? [{kind: 'policy service' as const, word: next}]
				: [];
		});
	}

	if (/^(?:non_)?smtpd_milters$/.test(setting)) {
		return words.map(word => ({kind: 'milter' as const, word}));
	}

	const [only] = words;
	const kind: Kind | undefined =
		setting === 'smtpd_proxy_filter'
			? 'proxy filter'
			: setting === 'content_filter'
				? 'content filter'
				: undefined;
	return kind && only ? [{kind, word: only}] : [];
}

/** `{ inet:host:port, timeout=10s }` is the first word of it. */
const bare = (text: string) => text.replace(/^\{\s*([^\s,}]+).*$/s, '$1');

function askedBy(parameters: Parameters, main: Parameters): readonly Asked[] {
	return [...parameters].flatMap(([setting, value]) =>
		namedIn(setting, wordsOf(expand(value, name => main.get(name)))).flatMap(({kind, word}) => {
			const text = bare(word.text);
			// A content filter is a transport, with the host that it is handed to
			const where = postfixEndpoint(
				kind === 'content filter' ? text.replace(/^[^:[]*:(?=.)/, '') : text,
			);
			const {file, line} = word.at;
			return where ? [{...where, address: text, kind, setting, file, line: line ?? 0}] : [];
		}),
	);
}

/** Services that Postfix asks, by main.cf and the entry of master.cf for a port. */
export function askedByPostfix(
	mainCf: string,
	masterCf: string,
	port: number,
	folder: string,
): {asked: readonly Asked[]; entries: readonly ServiceEntry[]} {
	const main = parseMainCf(mainCf, `${folder}/main.cf`);
	const entries = parseMasterCf(masterCf, `${folder}/master.cf`);
	const own = entries.find(({name, type}) => type === 'inet' && endpointOf(name).port === port);
	const overridden = own?.overrides ?? new Map();
	const left = new Map([...main].filter(([name]) => !overridden.has(name)));
	return {asked: [...askedBy(left, main), ...askedBy(overridden, main)], entries};
}

const linesOf = (text: string) =>
	text.split('\n').map((line, index) => ({text: line.trim(), line: index + 1}));

/** `av_scanner` and `spamd_address` of Exim. */
export function askedByExim(text: string, file: string): readonly Asked[] {
	return linesOf(text).flatMap(({text: written, line}): readonly Asked[] => {
		const [, setting = '', value = ''] =
			/^(av_scanner|spamd_address)\s*=\s*(.*)$/.exec(written) ?? [];
		const address = setting === 'av_scanner' ? value.replace(/^\w+:\s*/, '') : value;
		const [, path = ''] = /^(\/\S+)/.exec(address) ?? [];
		const [, host = '', port = ''] = /^(\S+)[\s:]+(\d+)/.exec(address) ?? [];
		const kind = setting === 'av_scanner' ? 'virus scanner' : 'spam filter';
		return path !== '' || (port !== '' && isHere(host))
			? [{kind, address, port: Number(port || 0), path, setting, file, line}]
			: [];
	});
}

/** `INPUT_MAIL_FILTER` of sendmail.mc, `Xname, S=…` of sendmail.cf. */
export function askedBySendmail(text: string, file: string): readonly Asked[] {
	return linesOf(text).flatMap(({text: written, line}): readonly Asked[] => {
		const [, name = '', options = ''] =
			/^(?:INPUT_)?MAIL_FILTER\(`([^']+)',\s*`(.*?)'\)/.exec(written) ??
			/^X(\w+),\s*(.*)$/.exec(written) ??
			[];
		const where = milterEndpoint(/\bS=([^,\s]+)/.exec(options)?.[1] ?? '');
		return name !== '' && where
			? [{...where, kind: 'milter', setting: `the filter ${name}`, file, line}]
			: [];
	});
}

/** The socket files that are listened on, in the output of `ss -xl`. */
export function pathsListenedOn(output: string): readonly string[] {
	return output.split('\n').flatMap(line => {
		const [, path] = /^u_\w+\s+LISTEN\s+\d+\s+\d+\s+(\S+)\s+\d+\s/.exec(line) ?? [];
		return path === undefined || path.startsWith('@') ? [] : [path];
	});
}

/** Whether something listens where the service should; a socket file may be named from the queue on. */
export function isListenedOn(
	{port, path}: Where,
	ports: readonly number[],
	paths: readonly string[],
): boolean {
	return port > 0
		? ports.includes(port)
		: paths.some(known => known === path || (!path.startsWith('/') && known.endsWith(`/${path}`)));
}
