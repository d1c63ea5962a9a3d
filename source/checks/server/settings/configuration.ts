import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import {all, type Facts} from '../../../core/observation.ts';
import type {Look, Seen} from '../../../core/server-access.ts';
import type {Mta} from '../../../core/vocabulary.ts';

type Fault = Pick<Facts['server.configuration'], 'file' | 'line' | 'message'>;

type Reader = {
	mta: Mta;
	/** Reads the whole configuration and complains; none of these creates or repairs anything. */
	looks: readonly Look[];
	faults(text: string): readonly Fault[];
};

const program = (text: string): string => text.replace(/^(?:\/\S*\/)?[\w.-]+: /, '');

/** `postconf: fatal: /etc/postfix/main.cf, line 5: missing '=' …` and the like. */
export function faultsOfPostfix(text: string): readonly Fault[] {
	return text.split('\n').flatMap(line => {
		const [, severity = '', rest = ''] =
			/^(?:\/\S*\/)?post\w+: (fatal|error|warning): (.*)$/.exec(line) ?? [];
		const [, file = '', number = '', message = rest] =
			/^(?:file )?(\/[^\s,:]+)(?:, line |: line |:)(\d+): (.*)$/.exec(rest) ?? [];
		// Parameters that nothing uses are a slip, and stop nothing
		return severity === '' || /unused parameter/.test(rest)
			? []
			: [{file, line: Number(number || 0), message: `${severity}: ${message}`}];
	});
}

/** `Exim configuration error in line 12 of /etc/exim4/exim4.conf:` and the reason on the next line. */
export function faultsOfExim(text: string): readonly Fault[] {
	const [, number, file = '', sameLine = '', nextLine = ''] =
		/Exim configuration error(?: in line (\d+) of (\S+?))?:[ \t]*(.*)\n?(.*)/.exec(text) ?? [];
	const message = (sameLine.trim() || nextLine.trim()).slice(0, 500);
	return message === '' ? [] : [{file, line: Number(number ?? 0), message}];
}

/** `554 5.0.0 /etc/mail/sendmail.cf: line 12: unknown configuration line "x"`. */
export function faultsOfSendmail(text: string): readonly Fault[] {
	return text.split('\n').flatMap(line => {
		const [, file = '', number = '', message = ''] =
			/^(?:\d{3} [\d.]+ )?(\/\S+): line (\d+): (.*)$/.exec(line) ?? [];
		return message === '' ? [] : [{file, line: Number(number), message}];
	});
}

/** `/etc/smtpd.conf:7: syntax error`; then what it says of a key, whose file it names in a warning before. */
export function faultsOfOpensmtpd(text: string): readonly Fault[] {
	const lines = text.split('\n');
	const inLines = lines.flatMap(line => {
		const [, file = '', number = '', message = ''] =
			/^(\/\S+?):(\d+): (.*)$/.exec(program(line)) ?? /^(\/\S+?):(\d+): (.*)$/.exec(line) ?? [];
		return message === '' ? [] : [{file, line: Number(number), message}];
	});
	const inFiles = lines.flatMap(line => {
		const [, file = '', message = ''] = /^warn:\s+(\/\S+): (.*\S)/.exec(line) ?? [];
		return message === '' ? [] : [{file, line: 0, message}];
	});
	const elsewhere = lines.flatMap(line => {
		const [, message = ''] = /^smtpd: (load_pki_\w+: .*)$/.exec(line) ?? [];
		return message === '' ? [] : [{file: '', line: 0, message}];
	});
	return [...inLines, ...inFiles, ...elsewhere];
}

const readers: readonly Reader[] = [
	{
		mta: 'postfix',
		looks: [
			{run: ['postconf', '-n'], needs: 'anybody', why: 'whether main.cf can be read'},
			{run: ['postconf', '-M'], needs: 'anybody', why: 'whether master.cf can be read'},
		],
		faults: faultsOfPostfix,
	},
	{
		mta: 'exim',
		looks: [
			{
				run: ['exim4', '-bV'],
				needs: 'root',
				why: 'whether Exim’s configuration can be read (Debian)',
			},
			{run: ['exim', '-bV'], needs: 'root', why: 'the same elsewhere'},
		],
		faults: faultsOfExim,
	},
	{
		mta: 'opensmtpd',
		looks: [{run: ['smtpd', '-n'], needs: 'root', why: 'whether smtpd.conf can be read'}],
		faults: faultsOfOpensmtpd,
	},
	{
		// The names of Sendmail alone: `sendmail` may be another mail server’s
		mta: 'sendmail',
		looks: ['sendmail-mta', 'sendmail.sendmail', '/usr/libexec/sendmail/sendmail'].map(name => ({
			run: [name, '-bt', '-d0.1'],
			input: '/quit\n',
			needs: 'root',
			why: 'whether sendmail.cf can be read',
		})),
		faults: faultsOfSendmail,
	},
];

/** Both outputs; what is no program there has none. */
async function heard({server}: InspectionContext, look: Look): Promise<Seen | undefined> {
	const seen = await server.look(look);
	return seen.status === 'absent' ? undefined : seen;
}

/** Whether the configuration of the mail server that is installed can be read, by its own programs. */
export const configuration: Inspection = {
	id: 'configuration',
	title: 'Configuration',
	question: 'reach',
	stage: 'connect',
	emits: ['server.configuration'],
	looks: readers.flatMap(({looks}) => looks),
	async run(context) {
		const {observe, safe} = context;
		const summaries: string[] = [];
		const told = new Set<string>();
		let sound = true;
		const installed = new Set(all(context.observations, 'server.service').map(one => one.mta));
		const asked = readers.filter(({mta}) => installed.size === 0 || installed.has(mta));
		for (const {mta, looks, faults} of asked) {
			for (const look of looks) {
				const seen = await heard(context, look);
				if (seen?.status !== 'seen') {
					continue;
				}

				const [fault] = faults(`${seen.complaint}\n${seen.output}`);
				if (fault && told.has(fault.message)) {
					continue; // `postconf -n` and `-M` read the same files
				}

				told.add(fault?.message ?? '');
				const where = fault?.file ? `${fault.file}${fault.line > 0 ? `:${fault.line}` : ''}` : mta;
				const {file, line, message} = fault ?? {file: '', line: 0, message: ''};
				sound &&= fault === undefined;
				observe('server.configuration', {
					mta,
					sound: fault === undefined,
					file: safe(file),
					line,
					message: safe(message),
				});
				if (fault) {
					summaries.push(`${where}: ${message}`);
				}
			}
		}

		return summaries.length > 0 || !sound
			? {status: 'warned', summary: safe(summaries.join('; '))}
			: {
					status: 'passed',
					summary:
						told.size > 0 && installed.has('postfix')
							? 'It can be read. (Postfix’s programs do not look at the names in restriction lists.)'
							: 'It can be read.',
				};
	},
};
