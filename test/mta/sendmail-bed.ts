/** A Sendmail for rows: set up anew for each, asked from the client’s machine, and looked into through a real sshd. */
import type {Facts} from '../../source/core/observation.ts';
import {serverAddress, serverAddress6} from './harness/addresses.ts';
import {startBed, type Bed, type Run} from './harness/bed.ts';
import {observed, withKeyFor, withSsh} from './harness/look-inside.ts';
import {until} from './harness/until.ts';
import {summaryOf} from './harness/verdict.ts';
import type {Row} from './sendmail-rows.ts';

export type Asked = Pick<Row, 'port' | 'from' | 'to' | 'login' | 'size' | 'send' | 'over6'>;

export const startSendmail = (dns: readonly string[] = []): Promise<Bed> =>
	startBed({
		server: 'sendmail',
		prepare: withSsh,
		afterStart: 'cp -a /etc/mail /root/mail',
		clientImage: 'sendmail',
		client: withKeyFor(serverAddress),
		dns,
	});

const pidFile = '/var/run/sendmail/mta/sendmail.pid';

/** Sets the server up as the row wants it, and starts it anew. */
export async function configure(
	{server}: Bed,
	{config = [], later = []}: Pick<Row, 'config' | 'later'>,
): Promise<void> {
	const before = await server.must(`head -n 1 ${pidFile}`);
	// At SIGHUP it starts anew, much sooner than by its script
	await server.must(
		`rm -rf /etc/mail && cp -a /root/mail /etc/mail && : > /var/log/mail.log
		cd /etc/mail && { ${config.join('\n')}
		: ; } && before-start && kill -HUP $(head -n 1 ${pidFile})`,
	);
	await until('the new Sendmail to listen', async () => {
		const {stdout} = await server.shell(`head -n 1 ${pidFile}; ss -Hltn sport = :25`);
		return stdout.includes('LISTEN') && !stdout.startsWith(before);
	});
	await server.must(`cd /etc/mail && { ${later.join('\n')}
		: ; }`);
}

export const argumentsFor = ({
	port = 25,
	from = 'bob@app.test',
	to = 'eve@elsewhere.test',
	login,
	size,
	send,
	over6,
}: Asked) => [
	'check',
	over6 ? serverAddress6 : serverAddress,
	'--aim',
	'submit',
	'--port',
	`${port}`,
	'--from',
	from,
	'--to',
	to,
	...(login ? ['--user', 'ada', '--password-env', 'SMTP_PASSWORD'] : []),
	...(size === undefined ? [] : ['--size', `${size}`]),
	...(send ? ['--send'] : []),
	'--insecure',
	'--json',
];

export const check = (bed: Bed, row: Asked): Promise<Run> =>
	bed.exec([...argumentsFor(row), '--ssh', 'box', '--sudo'], {SMTP_PASSWORD: 'correct horse'});

export function replayIn(run: Run): Facts['server.replay'] {
	const found = observed(run, 'server.replay').at(-1);
	if (!found) {
		throw new Error(`Sendmail was not asked:\n${summaryOf(run)}`);
	}

	return found;
}
