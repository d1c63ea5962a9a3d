import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import {mailPrograms, type MailProgram} from '../../../core/mail-programs.ts';
import type {Facts} from '../../../core/observation.ts';
import type {Look} from '../../../core/server-access.ts';
import {daemonOf, processesIn, type Process} from './processes.ts';
import {hasMainProcess, isLoaded, unitProperties, unitsIn, type Unit} from './units.ts';

type Service = Facts['server.service'];

const units = {
	run: [
		'systemctl',
		'show',
		'-p',
		unitProperties.join(','),
		...mailPrograms.flatMap(program => program.units),
	],
	needs: 'anybody',
	why: 'which mail server is installed, and what systemd says about it',
} as const satisfies Look;

/** What a unit printed itself: its programs log under the facility of mail, which is read with the log. */
const wordsOf = (unit: string): Look => ({
	run: ['journalctl', '-q', '--no-pager', '-o', 'cat', '-n', '20', '-u', unit, '_TRANSPORT=stdout'],
	needs: 'root',
	why: 'what the unit said when it did not start',
});

const processes = {
	run: ['ps', '-e', '-o', 'pid=', '-o', 'ppid=', '-o', 'etime=', '-o', 'comm='],
	needs: 'anybody',
	why: 'whether its daemon is among the processes',
} as const satisfies Look;

const openrc = {
	run: ['rc-status', '--all', '--nocolor'],
	needs: 'anybody',
	why: 'the same where OpenRC starts the services',
} as const satisfies Look;

const files = {
	run: ['ls', '-d', ...mailPrograms.flatMap(program => program.files)],
	needs: 'anybody',
	why: 'which mail server is installed where no unit tells',
} as const satisfies Look;

const postfixStatus = {
	run: ['postfix', 'status'],
	needs: 'root',
	why: 'what Postfix itself says, which knows best',
} as const satisfies Look;

/** The unit that stands for a mail server: the one with a main process, else the first that is there. */
function unitOf({units: names}: MailProgram, all: readonly Unit[]): Unit | undefined {
	const own = names.flatMap(name => all.filter(unit => unit['Id'] === name && isLoaded(unit)));
	return own.find(hasMainProcess) ?? own[0];
}

function ofUnit(mta: Service['mta'], unit: Unit, daemon: Process | undefined): Service {
	const {Id = '', ActiveState = '', SubState = '', Type = '', UnitFileState = ''} = unit;
	const mainPid = Number(unit['MainPID'] ?? 0) || (daemon?.pid ?? 0);
	const exited = unit['ExecMainCode'] !== '0' && unit['ExecMainStatus'] !== undefined;
	return {
		mta,
		unit: Id,
		state: `${ActiveState} (${SubState})`,
		running: mainPid > 0,
		mainPid,
		type: Type,
		atBoot: UnitFileState,
		since: unit['StateChangeTimestamp'] || (unit['ActiveEnterTimestamp'] ?? ''),
		lastExit: exited ? Number(unit['ExecMainStatus']) : null,
	};
}

/** What OpenRC says about a service: `postfix [ started ]`. */
export function stateInOpenRc(output: string, names: readonly string[]): string | undefined {
	const lines = output.split('\n').map(line => /^\s*(\S+)\s+\[\s*(\w+)/.exec(line));
	const plain = names.map(name => name.replace(/(?:@-)?\.service$/, ''));
	return lines.find(line => plain.includes(line?.[1] ?? ''))?.[2];
}

/** How long a process runs, by `ps`: `[[days-]hours:]minutes:seconds`, in its two largest units. */
export function ageInWords(etime: string): string {
	const [, days, hours, minutes, seconds] = /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)$/.exec(etime) ?? [];
	const parts = [
		[days, 'd'],
		[hours, 'h'],
		[minutes, 'min'],
		[seconds, 's'],
	].flatMap(([number, unit]) => (Number(number ?? 0) > 0 ? [`${Number(number)} ${unit}`] : []));
	return seconds === undefined ? etime : parts.slice(0, 2).join(' ') || '0 s';
}

function ofProcess(
	{mta, units: names}: MailProgram,
	daemon: Process | undefined,
	state: string | undefined,
): Service {
	return {
		mta,
		unit: (names.at(-1) ?? mta).replace('.service', ''),
		state: state ?? (daemon ? `running for ${ageInWords(daemon.age)}` : 'not running'),
		running: daemon !== undefined,
		mainPid: daemon?.pid ?? 0,
		type: '',
		atBoot: '',
		since: '',
		lastExit: null,
	};
}

/** Of the lines that a unit printed, the last one that gives a reason; empty where none does. */
export function lastWords(output: string): string {
	const reasons = output
		.split('\n')
		.map(line => line.trim())
		.filter(line =>
			/\b(?:fatal|panic|SYSERR)\b|configuration error|syntax error|already in use|failed to load|cannot |no such file|permission denied/i.test(
				line,
			),
		);
	return (reasons.at(-1) ?? '').slice(0, 500);
}

/** Why a unit of systemd that should run does not, in its own words. */
async function observeWords(
	{server, observe, safe}: InspectionContext,
	{unit, running}: Service,
): Promise<void> {
	if (running || !unit.endsWith('.service')) {
		return;
	}

	const seen = await server.look(wordsOf(unit));
	const said = seen.status === 'seen' ? lastWords(seen.output) : '';
	if (said !== '') {
		observe('server.log-line', {about: 'fatal', text: safe(`${unit}: ${said}`)});
	}
}

async function outputOf({server}: InspectionContext, look: Look): Promise<string> {
	const seen = await server.look(look);
	return seen.status === 'seen' ? seen.output : '';
}

/** All mail servers that are installed there, by whoever knows of them. */
async function servicesOf(context: InspectionContext): Promise<readonly Service[]> {
	const [ofSystemd, ofPs] = await Promise.all([
		outputOf(context, units),
		outputOf(context, processes),
	]);
	const known = unitsIn(ofSystemd);
	const all = processesIn(ofPs);
	const withUnits = mailPrograms.flatMap(program => {
		const unit = unitOf(program, known);
		return unit ? [ofUnit(program.mta, unit, daemonOf(program, all))] : [];
	});
	const rest = mailPrograms.filter(({mta}) => !withUnits.some(service => service.mta === mta));
	if (known.length > 0) {
		const more = rest.flatMap(program => {
			const daemon = daemonOf(program, all);
			return daemon ? [ofProcess(program, daemon, undefined)] : [];
		});
		return [...withUnits, ...more];
	}

	const [ofOpenRc, installed] = await Promise.all([
		outputOf(context, openrc),
		outputOf(context, files),
	]);
	const paths = installed.split('\n');
	return mailPrograms.flatMap(program => {
		const daemon = daemonOf(program, all);
		const state = stateInOpenRc(ofOpenRc, program.units);
		return daemon || state !== undefined || program.files.some(file => paths.includes(file))
			? [ofProcess(program, daemon, state)]
			: [];
	});
}

/** Postfix’s own word, where it may be asked; its status says whether `master` runs. */
async function askPostfix({server}: InspectionContext, service: Service): Promise<Service> {
	const seen = service.mta === 'postfix' ? await server.look(postfixStatus) : undefined;
	return seen?.status === 'seen' && (seen.exit === 0 || seen.exit === 1)
		? {...service, running: seen.exit === 0, mainPid: seen.exit === 0 ? service.mainPid : 0}
		: service;
}

/** Which mail server is installed, and whether it runs. */
export const service: Inspection = {
	id: 'service',
	title: 'Service',
	question: 'reach',
	stage: 'connect',
	emits: ['server.service', 'server.no-service', 'server.log-line'],
	looks: [units, processes, openrc, files, postfixStatus, wordsOf('<unit>')],
	async run(context) {
		const found = await servicesOf(context);
		const services = await Promise.all(found.map(async each => askPostfix(context, each)));
		for (const facts of services) {
			context.observe('server.service', facts);
			await observeWords(context, facts);
		}

		if (services.length === 0) {
			context.observe('server.no-service', {where: context.server.place});
			return {status: 'warned', summary: 'No mail server that is known here is installed.'};
		}

		return {
			status: services.some(({running}) => running) ? 'passed' : 'failed',
			summary: services
				.map(
					({unit, state, running}) =>
						`${unit} is ${state}${running ? '' : ', with no main process'}`,
				)
				.join('; ')
				.concat('.'),
		};
	},
};
